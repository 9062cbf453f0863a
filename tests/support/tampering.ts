/**
 * Tampering with a projection, column by column: what a check that folds it again from its facts must notice. Each change
 * is undone before the next, and constraints and triggers are out of the way, as for somebody who owns the database.
 */
import { sql } from 'kysely'
import type { LogFault } from '#modules/transparency'
import type { Tx } from '#platform/database'

type Column = { readonly name: string; readonly type: string }

/** Another value of the column's type than the one that stands there. */
const other: Readonly<Record<string, (column: string) => string>> = {
  text: column => `coalesce(${column}, '') || '甲'`,
  uuid: () => 'gen_random_uuid()',
  integer: column => `coalesce(${column}, 0) + 1000`,
  bigint: column => `coalesce(${column}, 0) + 1000`,
  smallint: column => `coalesce(${column}, 0) + 1000`,
  boolean: column => `not ${column}`,
  date: column => `coalesce(${column}, '2020-01-01') + 1`,
  'timestamp with time zone': column => `coalesce(${column}, now()) + interval '1 hour'`,
  jsonb: () => `'{"other": true}'`,
  bytea: column => `${column} || '\\x00'::bytea`,
  ARRAY: column => `array_append(${column}, null)`,
}

export type Tampered = {
  /** Schema and table, e.g. `cases.case_file`. */
  readonly table: string
  /** SQL that picks the rows to tamper with; the first of them is. */
  readonly where?: string
  readonly check: (tx: Tx) => Promise<{ readonly faults: readonly LogFault[] }>
}

/** The columns whose change the check does not name; a changed name may be named as one row added, another missing. */
export async function unnoticedColumns(
  tx: Tx,
  { table, where = 'true', check }: Tampered,
): Promise<string[]> {
  await freed(tx, table)
  const { rows } = await sql<{ ctid: string }>`
    select ctid::text from ${sql.raw(table)} where ${sql.raw(where)} limit 1`.execute(tx)
  if (rows.length === 0) throw new Error(`${table} has no row where ${where}`)
  const unnoticed: string[] = []
  for (const { name, type } of await columnsOf(tx, table)) {
    const value = other[type]?.(name)
    if (!value) throw new Error(`nothing to put into a column of type ${type}`)
    const faults = await undone(tx, async () => {
      const changed = await sql`update ${sql.raw(table)} set ${sql.raw(name)} = ${sql.raw(value)}
        where ctid = ${rows[0]!.ctid}::tid`.execute(tx)
      if (changed.numAffectedRows !== 1n) throw new Error(`${table}.${name} was not changed`)
      return (await check(tx)).faults
    })
    const isNamed = ({ fault }: LogFault) =>
      fault.startsWith('changed: ')
        ? fault.slice('changed: '.length).split(', ').includes(name)
        : fault === 'added' || fault === 'missing'
    if (!faults.some(isNamed)) unnoticed.push(name)
  }
  return unnoticed
}

/** What `work` answers, with everything it changed undone. */
export async function undone<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`savepoint tampering`.execute(tx)
  const answer = await work()
  await sql`rollback to savepoint tampering`.execute(tx)
  return answer
}

async function freed(tx: Tx, table: string): Promise<void> {
  await sql.raw(`alter table ${table} disable trigger all`).execute(tx)
  const { rows } = await sql<{ name: string }>`
    select conname as name from pg_constraint
    where conrelid = ${table}::regclass and contype = 'c'`.execute(tx)
  for (const { name } of rows)
    await sql.raw(`alter table ${table} drop constraint ${name}`).execute(tx)
}

async function columnsOf(tx: Tx, table: string): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select column_name as name, data_type as type from information_schema.columns
    where table_schema || '.' || table_name = ${table} order by ordinal_position`.execute(tx)
  return rows
}
