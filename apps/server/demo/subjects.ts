/** Registers the county's merchants, platforms, carriers and institutions with their shops and verifications. */
import type { SubjectGiven } from '#contract'
import { addMonths, chineseDay } from '#lib/calendar'
import { sha256Hex } from '#lib/canonical'
import type { County, Merchant, Shop } from '#lib/county'
import { type Registrar, registerSubjects } from '#modules/subjects'
import type { Core } from '../core.ts'
import type { Progress } from '../progress.ts'
import { countyArea } from './organisations.ts'

const rowsPerTransaction = 500
const exemptionOf = {
  'farm-produce': 'farm-produce',
  handicraft: 'home-handicraft',
  'convenience-labour': 'convenience-labour',
  'small-trade': 'small-trade',
} as const

/** Answers the subject of each merchant by its id in the county. */
export async function registerCounty(
  core: Core,
  county: County,
  registrar: Registrar,
  progress: Progress,
): Promise<Map<string, string>> {
  const shopsOf = Map.groupBy(county.shops, shop => shop.merchant)
  const rows: { key: string; given: SubjectGiven }[] = [
    ...county.platforms.map(p => ({ key: p.code, given: firm('platform', p) })),
    ...county.carriers.map(c => ({ key: c.code, given: firm('carrier', c) })),
    ...county.institutions.map(i => ({ key: i.code, given: firm('payment-institution', i) })),
    ...county.merchants.map(merchant => ({
      key: merchant.id,
      given: merchantGiven(merchant, shopsOf.get(merchant.id) ?? [], registrar.at),
    })),
  ]
  const subjects = new Map<string, string>()
  for (let i = 0; i < rows.length; i += rowsPerTransaction) {
    const part = rows.slice(i, i + rowsPerTransaction)
    const outcomes = await core.database.tx(tx =>
      registerSubjects(
        tx,
        part.map(row => row.given),
        registrar,
      ),
    )
    for (const [n, outcome] of outcomes.entries()) {
      if (outcome.id === null)
        throw new Error(
          `the county's ${part[n]!.key} was ${outcome.status}: ${JSON.stringify(outcome)}`,
        )
      subjects.set(part[n]!.key, outcome.id)
    }
    progress.step('登记主体 / registering', i + part.length, rows.length)
  }
  return subjects
}

const firm = (
  kind: 'platform' | 'carrier' | 'payment-institution',
  { code, name, uscc }: { code: string; name: string; uscc: string },
): SubjectGiven => ({
  kind,
  name,
  area: countyArea,
  identifiers: [{ kind: 'uscc', value: uscc }],
  ...(kind === 'platform' ? { platform: code } : {}),
})

function merchantGiven(merchant: Merchant, shops: readonly Shop[], at: Date): SubjectGiven {
  const person = merchant.uscc === undefined
  const verifiedAt = new Date(
    Date.parse(`${addMonths(chineseDay(at.getTime()), -1)}T03:00:00Z`),
  ).toISOString()
  return {
    kind: person
      ? 'personal-seller'
      : merchant.kind === 'company'
        ? 'merchant'
        : 'individual-business',
    name: person ? merchant.operator.name : merchant.name,
    area: merchant.area,
    address: merchant.address,
    contactName: merchant.operator.name,
    identifiers: person
      ? [{ kind: 'residentId', value: merchant.operator.residentId }]
      : [{ kind: 'uscc', value: merchant.uscc! }],
    ...(merchant.noRegistrationCase && person
      ? { exemption: exemptionOf[merchant.noRegistrationCase], declaredAt: verifiedAt }
      : {}),
    shops: shops.map(shop => ({
      platform: shop.platform,
      shop: shop.id,
      name: shop.name,
      url: shop.url,
      openedAt: new Date(`${shop.openedOn}T00:00:00+08:00`).toISOString(),
    })),
    verification: {
      method: person ? 'face-match' : 'registry-match',
      verifier: shops[0]?.platform ?? 'county',
      result: 'passed',
      verifiedAt,
      evidenceSha256: sha256Hex(`demonstration verification of ${merchant.id}`),
    },
  }
}
