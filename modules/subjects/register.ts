/**
 * Registering subjects (requirements 0.1, 0.2, 3.1): a whole batch in one transaction, good rows landing beside bad
 * ones. A row whose code is already held is the same subject, whatever name it gives; new shops are added to it.
 */
import { hasRole, type SubjectGiven } from '#contract'
import type { Tx } from '#platform/database'
import type { FieldError } from '#platform/runtime'
import { type Changes, noChanges, writeChanges } from './changes.ts'
import { type Checked, checkGiven, fault } from './checks.ts'
import { holdersOf, lockRegistry, shopClaim } from './claims.ts'
import { codeKey } from './codes.ts'
import { queueCode } from './exceptions.ts'
import { addSubject } from './new-subject.ts'
import type { Registrar } from './registrar.ts'
import { addShop } from './shops.ts'
import type { SubjectKeys } from './subject-keys.ts'
import { verificationFaults } from './verification.ts'

export type RowOutcome = {
  readonly status: 'registered' | 'known' | 'held' | 'refused'
  readonly id: string | null
  readonly errors: readonly FieldError[]
}

/**
 * Registers the rows in order; the answer has one outcome per row. A row whose only fault is a code that fails its own
 * check is held for review when its certificate's digest is given, or, in an import, always.
 */
export async function registerSubjects(
  tx: Tx,
  rows: readonly SubjectGiven[],
  by: Registrar,
  mode: 'import' | 'single' = 'import',
): Promise<RowOutcome[]> {
  const checked = rows.map(given => checkRow(given, by))
  await lockRegistry(tx)
  const holders = await holdersOf(
    tx,
    checked.flatMap(row => claimsOf(row, by.keys)),
  )
  const changes = noChanges()
  const outcomes: RowOutcome[] = []
  for (const row of checked) {
    if (row.faults.length === 0) outcomes.push(place(row, holders, changes, by))
    else if (isHeld(row, mode)) outcomes.push(await hold(tx, row, by))
    else outcomes.push(refused(row.faults))
  }
  await writeChanges(tx, changes, by)
  return outcomes
}

function checkRow(given: SubjectGiven, by: Registrar): Checked {
  const checked = checkGiven(given, by.actor)
  const faults = given.verification
    ? verificationFaults(given.verification, by.at).map(error => ({
        ...error,
        field: `verification.${error.field}`,
      }))
    : []
  return faults.length === 0
    ? checked
    : { ...checked, faults: [...checked.faults, ...faults], nonConforming: [] }
}

async function hold(
  tx: Tx,
  { given, nonConforming, faults }: Checked,
  by: Registrar,
): Promise<RowOutcome> {
  await queueCode(tx, { fault: nonConforming[0]!, waiting: { registration: given } }, by)
  return { status: 'held', id: null, errors: faults }
}

const isHeld = ({ nonConforming }: Checked, mode: 'import' | 'single'): boolean =>
  nonConforming.length > 0 &&
  (mode === 'import' || nonConforming.every(({ given }) => given.evidenceSha256 !== undefined))

const claimsOf = ({ codes, shops }: Checked, keys: SubjectKeys): string[] => [
  ...codes.map(code => codeKey(keys, code)),
  ...shops.map(({ platform, shop }) => shopClaim(platform, shop)),
]

type Holders = Map<string, string>

function place(row: Checked, holders: Holders, changes: Changes, by: Registrar): RowOutcome {
  const keyed = row.codes.map(code => ({ code, key: codeKey(by.keys, code) }))
  const owners = new Set(keyed.flatMap(({ key }) => holders.get(key) ?? []))
  if (owners.size > 1) return refused([codesDisagree])
  const [known] = owners
  const taken = row.shops.flatMap(({ platform, shop }, i) => {
    const keeper = holders.get(shopClaim(platform, shop))
    return keeper === undefined || keeper === known ? [] : [shopTaken(i, platform, shop)]
  })
  if (taken.length > 0) return refused(taken)
  const id = known ?? addSubject(changes, row.given, row.codes, by)
  const missing = keyed.filter(({ key }) => !holders.has(key))
  if (known === undefined) for (const { key } of missing) holders.set(key, id)
  for (const shop of row.shops) {
    const claim = shopClaim(shop.platform, shop.shop)
    if (holders.has(claim)) continue
    addShop(changes, id, shop, by.at)
    holders.set(claim, id)
  }
  return known === undefined
    ? { status: 'registered', id, errors: [] }
    : { status: 'known', id, errors: missing.length > 0 ? [notMapped(by)] : [] }
}

const refused = (errors: readonly FieldError[]): RowOutcome => ({
  status: 'refused',
  id: null,
  errors,
})

const codesDisagree = fault(
  'identifiers',
  'codes-disagree',
  '这些代码分属不同主体，请由信用办核对后合并',
  'these codes belong to different subjects; the credit office must compare and merge them',
)

const shopTaken = (i: number, platform: string, shop: string) =>
  fault(
    `shops.${i}.shop`,
    'shop-taken',
    `${platform} 的网店 ${shop} 已登记在其他主体名下`,
    `shop ${shop} on ${platform} is registered to another subject`,
  )

/** Mapping a further code to a known subject joins two files, so it is a deliberate act and not a side effect. */
const notMapped = ({ actor }: Registrar) =>
  fault(
    'identifiers',
    'not-mapped',
    hasRole(actor, 'credit-office', 'regulator')
      ? '主体已登记，其余代码未并入，请用“增加代码”并入'
      : '主体已登记，其余代码未并入，请由信用办核对后并入',
    'the subject is known; the other codes were not mapped to it: use identifySubject',
  )
