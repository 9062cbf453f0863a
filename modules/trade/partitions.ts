/**
 * A partition per month, made before the first row of that month is written. Made in its own transaction and under a
 * lock, because making one needs the parent table to itself for a moment and two makers would collide.
 */
import { sql } from 'kysely'
import type { Database } from '#platform/database'

const partitionLock = 0x10_7_2ad
/** The first month that has a partition of its own; older ones share `event_past`. */
const firstMonth = '2020-01'

const known = new WeakMap<Database, Set<string>>()

/** Makes sure that rows of these months (`YYYY-MM`) have a place. */
export async function ensureMonths(database: Database, months: Iterable<string>): Promise<void> {
  const made = known.get(database) ?? new Set<string>()
  known.set(database, made)
  for (const month of months) {
    if (month < firstMonth || made.has(month)) continue
    await database.tx(async tx => {
      await sql`select pg_advisory_xact_lock(${partitionLock})`.execute(tx)
      await sql.raw(statementFor(month)).execute(tx)
    })
    made.add(month)
  }
}

function statementFor(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
  return `create table if not exists trade.event_${month.replace('-', '_')} partition of trade.event
    for values from ('${month}-01T00:00:00Z') to ('${next}-01T00:00:00Z')`
}
