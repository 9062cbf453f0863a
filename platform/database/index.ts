/**
 * The database's door: one SQL dialect (PostgreSQL 15's) over an embedded PGlite or a PostgreSQL server. Writers take
 * `tx`, readers take `db`; nothing keeps a database in a field.
 */
import type { Kysely, Transaction } from 'kysely'

/**
 * The tables of the whole product. Each module adds its own in its `tables.ts`:
 * `declare module '#platform/database' { interface Tables { 'trade.event': EventRow } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: modules augment it, so an interface it must be.
export interface Tables {}

/** For readers. A `Tx` may be passed wherever a `Db` is taken. */
export type Db = Kysely<Tables>
/** For writers: what they do is committed or undone by whoever opened the transaction. */
export type Tx = Transaction<Tables>

export { type BulkColumn, type BulkColumns, insertRows } from './bulk.ts'
export { CopyRows, copyRows } from './copy.ts'
export { type Migrations, migrate, pendingMigrations } from './migrate.ts'
export { type Database, type Engine, openDatabase } from './open.ts'
export { asTenant } from './tenancy.ts'
