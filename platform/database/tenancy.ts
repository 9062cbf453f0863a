/**
 * Row-level security, the second line behind `visibleTo(actor)` (invariant 8): a tenant's list query runs as the role
 * `xinheng_tenant` with its organisation in a setting that every policy of a tenant table compares.
 */
import { sql } from 'kysely'
import type { Tx } from './index.ts'
import type { Database } from './open.ts'

/** Runs reads with the eyes of one organisation: rows of others do not exist, whatever the query says. */
export function asTenant<T>(
  database: Database,
  organisationId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return database.tx(async tx => {
    await sql`set local role xinheng_tenant`.execute(tx)
    await sql`select set_config('xinheng.organisation', ${organisationId}, true)`.execute(tx)
    return work(tx)
  })
}
