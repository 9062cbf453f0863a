/**
 * Comparing a projection with what its facts add up to (invariants 1 and 4). Every room folds its own facts again, with
 * the functions its writers use; here is what all rooms share: pages by key, one spelling for values, and faults that
 * name the thing and the columns. Memory stays flat: a page is compared and forgotten.
 */
import { type RawBuilder, sql } from 'kysely'
import { canonicalize } from '#lib/canonical'
import type { Db } from '#platform/database'

/** `what` names the kind of thing, `which` the thing, `fault` what is wrong with it. */
export type LogFault = { readonly what: string; readonly which: string; readonly fault: string }

/** What one check found: how many of what it looked at, the faults, and how many more there are than are listed. */
export type Checked<What extends string> = {
  readonly checked: Readonly<Record<What, number>>
  readonly faults: readonly LogFault[]
  readonly more: number
}

/** Told how many were checked so far. */
export type CheckProgress = (checked: number) => void

export type Faults = ReturnType<typeof faultList>

const faultsListed = 1_000

export function faultList() {
  const listed: LogFault[] = []
  let more = 0
  return {
    listed,
    more: () => more,
    add: (what: string, which: string, fault: string) => {
      if (listed.length < faultsListed) listed.push({ what, which, fault })
      else more += 1
    },
  }
}

type KeyColumn = { readonly table: string; readonly column: string }

/**
 * Every uuid that stands in one of the columns, in order, page by page. Each column must lead an index: a page costs a
 * range of each.
 */
export async function* keyPages(
  db: Db,
  columns: readonly KeyColumn[],
  size: number,
): AsyncGenerator<string[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const parts = columns.map(({ table, column }) => keysAfter(sql.raw(table), sql.ref(column)))
    const { rows } = await sql<{ key: string }>`
      select key from (${sql.join(
        parts.map(part => part(after, size)),
        sql` union `,
      )}) as keys order by key limit ${size}`.execute(db)
    if (rows.length > 0) yield rows.map(({ key }) => key)
    if (rows.length < size) return
    after = rows.at(-1)!.key
  }
}

const keysAfter =
  (table: RawBuilder<unknown>, column: RawBuilder<unknown>) => (after: string, size: number) =>
    sql`(select distinct ${column} as key from ${table} where ${column} > ${after}::uuid
      order by key limit ${size})`

/** Rows by the names under which faults call them. A column told as `undefined` is one that no fact speaks of. */
export type NamedRows = ReadonlyMap<string, object>

/** Every row as it is told against the stored one of that name, both ways. */
export function compareRows(
  what: string,
  { told, stored }: { readonly told: NamedRows; readonly stored: NamedRows },
  faults: Faults,
): void {
  for (const [which, row] of stored) {
    const expected = told.get(which)
    if (!expected) {
      faults.add(what, which, 'added')
      continue
    }
    const columns = differingColumns(onlyTold(expected), row)
    if (columns.length > 0) faults.add(what, which, `changed: ${columns.join(', ')}`)
  }
  for (const which of told.keys()) if (!stored.has(which)) faults.add(what, which, 'missing')
}

/** The columns of `row` that are not what they are told to be; what is told as nothing must be null. */
export function differingColumns(told: object, row: object): string[] {
  const differing: string[] = []
  for (const [column, value] of Object.entries(told))
    if (plain(value) !== plain(row[column as keyof typeof row])) differing.push(column)
  return differing
}

const onlyTold = (row: object): object =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined))

const instant = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/

/** One spelling for a stored value and a told one: instants by their millisecond, the rest by canonical JSON. */
export function plain(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  if (value instanceof Date) return `@${value.getTime()}`
  if (typeof value === 'string')
    return instant.test(value) ? `@${Date.parse(value)}` : JSON.stringify(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  // Absent fields are not stored: through JSON, as they were written.
  if (typeof value === 'object') return canonicalize(JSON.parse(JSON.stringify(value)))
  return canonicalize(value)
}
