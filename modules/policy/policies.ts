/**
 * The numbers of law in force on a day. A case keeps the day it began and so its version (requirement 22.2): a rule
 * that changes tomorrow does not move a running clock. Of overlapping versions the one enacted last wins.
 */
import { sql } from 'kysely'
import type { Term } from '#lib/calendar'
import type { Db } from '#platform/database'
import type { RuleRow } from './tables.ts'

/** A snapshot of all rules; `on` is a Chinese calendar day, `YYYY-MM-DD`. Unknown keys throw: a rule is never guessed. */
export type Policies = {
  rule(key: string, on: string): RuleRow
  term(key: string, on: string): Term
  number(key: string, on: string): number
  value<T>(key: string, on: string): T
  /** Every rule in force on the day, by key. */
  inForce(on: string): RuleRow[]
}

/**
 * All rules as this transaction sees them. They are read by nearly everything and change once in months, so what was made
 * of them is kept by their digest: the same rules in whatever database, and not one version more.
 */
export async function readPolicies(db: Db): Promise<Policies> {
  const { rows } = await sql<{ digest: string | null }>`
    select md5(string_agg(concat_ws(' ', key, version, value, from_on, until_on, enacted_at), chr(10)
      order by key, version)) as digest from policy.rule`.execute(db)
  const digest = rows[0]!.digest ?? ''
  const known = kept.get(digest)
  if (known) return known
  const policies = policiesOf(await readRules(db))
  kept.set(digest, policies)
  if (kept.size > keptSets) kept.delete(kept.keys().next().value!)
  return policies
}

const kept = new Map<string, Policies>()
const keptSets = 4

/** Every version of every rule, by key and version. */
export const readRules = (db: Db): Promise<RuleRow[]> =>
  db.selectFrom('policy.rule').selectAll().orderBy('key').orderBy('version').execute()

export function policiesOf(rows: readonly RuleRow[]): Policies {
  const byKey = Map.groupBy(rows, row => row.key)
  const find = (key: string, on: string): RuleRow | undefined =>
    byKey
      .get(key)
      ?.findLast(row => row.from_on <= on && (row.until_on === null || on < row.until_on))
  const rule = (key: string, on: string): RuleRow => {
    const found = find(key, on)
    if (!found) throw new Error(`no policy ${key} is in force on ${on}`)
    return found
  }
  const number = (key: string, on: string): number => {
    const { value } = rule(key, on)
    if (typeof value !== 'number') throw new Error(`policy ${key} is not a number`)
    return value
  }
  return {
    rule,
    number,
    term: (key, on) => {
      const { unit } = rule(key, on)
      if (unit !== 'wd' && unit !== 'day' && unit !== 'month' && unit !== 'year')
        throw new Error(`policy ${key} is not a term`)
      return { value: number(key, on), unit }
    },
    // The caller names the shape it was enacted with; `enact` refuses a value of another type.
    value: <T>(key: string, on: string) => rule(key, on).value as T,
    inForce: on => [...byKey.keys()].flatMap(key => find(key, on) ?? []),
  }
}
