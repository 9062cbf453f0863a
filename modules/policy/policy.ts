/**
 * Enacting policy: a new version of a number with its basis and the day it takes effect. The day must lie ahead, because
 * a number that reaches back would change rights already decided.
 */
import type { Actor, PolicyRule } from '#contract'
import { addDays } from '#lib/calendar'
import type { Db, Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { publish } from '#platform/stream'
import type { RuleRow } from './tables.ts'

export type Enactment = {
  readonly key: string
  readonly value: unknown
  readonly from: string
  readonly basis: string
  readonly confidence: PolicyRule['confidence']
  readonly sourceUrl: string | null
}

/** `today` is the Chinese calendar day of `at`. */
export async function enactPolicy(
  tx: Tx,
  enactment: Enactment,
  { actor, at, today }: { actor: Actor; at: Date; today: string },
): Promise<RuleRow> {
  const before = await tx
    .selectFrom('policy.rule')
    .selectAll()
    .where('key', '=', enactment.key)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!before) refuse('policy.unknown', { key: enactment.key })
  if (enactment.from < today) refuse('policy.backdated', { from: enactment.from, today })
  if (typeof enactment.value !== typeof before.value)
    refuse('policy.other-type', { key: enactment.key, expected: typeof before.value })
  const row: RuleRow = {
    ...before,
    version: before.version + 1,
    value: enactment.value,
    basis: enactment.basis,
    confidence: enactment.confidence,
    source_url: enactment.sourceUrl,
    from_on: enactment.from,
    until_on: null,
    enacted_by: actor.accountId,
    enacted_at: at,
  }
  await insertRule(tx, row)
  await publish(tx, 'policy.enacted', row.key, { key: row.key, version: row.version })
  return row
}

export const insertRule = (tx: Tx, row: RuleRow) =>
  tx
    .insertInto('policy.rule')
    .values({ ...row, value: JSON.stringify(row.value) })
    .execute()

/** A version as the data files write it; `until` is the last day in force, as lawyers write it. */
export type RuleData = {
  key: string
  value: unknown
  unit: PolicyRule['unit']
  titleZh: string
  titleEn: string
  basis: string
  sourceUrl?: string
  confidence: PolicyRule['confidence']
  from: string
  until?: string
}

/**
 * Loads the shipped versions that the database does not have yet, at the first start and at each start after an upgrade;
 * running it again changes nothing. What the county enacted itself from the same day or a later one stays in force:
 * whether an upgrade came before or after must not matter.
 */
export async function loadPolicies(tx: Tx, data: readonly RuleData[], at: Date): Promise<number> {
  const known = await tx
    .selectFrom('policy.rule')
    .select(['key', 'version', 'from_on', 'enacted_by'])
    .execute()
  const has = new Set(known.map(row => `${row.key} ${row.from_on}`))
  const versions = new Map<string, number>()
  const ownFrom = new Map<string, string>()
  for (const { key, version, from_on, enacted_by } of known) {
    versions.set(key, Math.max(version, versions.get(key) ?? 0))
    if (enacted_by !== null && from_on > (ownFrom.get(key) ?? '')) ownFrom.set(key, from_on)
  }
  const missing = data.filter(
    ({ key, from }) => !has.has(`${key} ${from}`) && from > (ownFrom.get(key) ?? ''),
  )
  for (const rule of missing.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const version = (versions.get(rule.key) ?? 0) + 1
    versions.set(rule.key, version)
    await insertRule(tx, rowOf(rule, version, at))
  }
  return missing.length
}

const rowOf = (rule: RuleData, version: number, at: Date): RuleRow => ({
  key: rule.key,
  version,
  value: rule.value,
  unit: rule.unit,
  title_zh: rule.titleZh,
  title_en: rule.titleEn,
  basis: rule.basis,
  source_url: rule.sourceUrl ?? null,
  confidence: rule.confidence,
  from_on: rule.from,
  until_on: rule.until ? addDays(rule.until, 1) : null,
  enacted_by: null,
  enacted_at: at,
})

/** Whether a number of this name was ever enacted. */
export async function isPolicy(db: Db, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('policy.rule')
    .select('key')
    .where('key', '=', key)
    .executeTakeFirst()
  return row !== undefined
}
