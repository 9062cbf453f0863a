/**
 * What the county's platforms report of their sellers beyond trade: one-way tokens of devices, addresses and payees, and
 * which shops have closed. An operator that comes back under a relative's name is found by these.
 */
import type { OperatorToken } from '#contract'
import type { County } from '#lib/county'
import { reportTokens } from '#modules/detection'
import { closeShop, type Registrar } from '#modules/subjects'
import type { Core } from '../core.ts'

const tokensPerTransaction = 500

/** `subjects`: the subject of each merchant by its id in the county. */
export async function relateCounty(
  core: Core,
  county: County,
  subjects: ReadonlyMap<string, string>,
  registrar: Registrar,
): Promise<void> {
  const { actor, ids } = registrar
  const at = core.clock.now()
  const tokens = tokensOf(county)
  for (let i = 0; i < tokens.length; i += tokensPerTransaction)
    await core.database.tx(tx =>
      reportTokens(tx, tokens.slice(i, i + tokensPerTransaction), { actor, at, ids }),
    )
  for (const { id: shop, platform, merchant, closedOn } of county.shops) {
    if (closedOn === undefined) continue
    const closedAt = startOf(closedOn)
    await core.database.tx(tx =>
      closeShop(tx, subjects.get(merchant)!, { platform, shop, closedAt }, { actor, at, ids }),
    )
  }
}

function tokensOf(county: County): OperatorToken[] {
  const merchants = new Map(county.merchants.map(merchant => [merchant.id, merchant]))
  return county.shops.flatMap(({ id: shop, platform, merchant, openedOn }) => {
    const { deviceToken, addressToken, payee } = merchants.get(merchant)!
    const seen = { platform, shop, seenAt: startOf(openedOn) }
    return [
      { ...seen, kind: 'device', token: deviceToken } as const,
      { ...seen, kind: 'address', token: addressToken } as const,
      { ...seen, kind: 'payee', token: payee } as const,
    ]
  })
}

const startOf = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString()
