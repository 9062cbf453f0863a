/**
 * Many rows in one statement where plain `COPY` (copy.ts) does not do: `unnest` can do what an insert can. Arrays are
 * written as PostgreSQL array literals by hand because both drivers' own encoders are slower and differ in edge cases.
 */
import { CompiledQuery } from 'kysely'
import type { Tx } from './index.ts'

export type BulkType =
  | 'text'
  | 'uuid'
  | 'int'
  | 'bigint'
  | 'smallint'
  | 'boolean'
  | 'timestamptz'
  | 'date'
  | 'jsonb'
  | 'json'
  | 'bytea'
  | 'float8'

export type BulkColumn = { readonly type: BulkType; readonly values: readonly unknown[] }
export type BulkColumns = Readonly<Record<string, BulkColumn>>

export type InsertOptions = {
  /** e.g. `on conflict (source, event_id) do nothing returning event_id`. */
  readonly tail?: string
}

/** Inserts rows given as columns (equal lengths); answers the rows of a `returning` tail. O(rows) in one statement. */
export async function insertRows<R = unknown>(
  tx: Tx,
  table: string,
  columns: BulkColumns,
  options: InsertOptions = {},
): Promise<R[]> {
  const names = Object.keys(columns)
  const rows = columns[names[0]!]?.values.length ?? 0
  if (rows === 0) return []
  const lists = names.map((_, i) => `$${i + 1}::text::${arrayTypeOf(columns[names[i]!]!)}`)
  const statement = `insert into ${table} (${names.join(', ')}) select * from unnest(${lists.join(', ')}) ${options.tail ?? ''}`
  const parameters = names.map(name => {
    const column = columns[name]!
    if (column.values.length !== rows) throw new Error(`column ${name} has another length`)
    return arrayLiteral(column)
  })
  const result = await tx.executeQuery<R>(CompiledQuery.raw(statement, parameters))
  return result.rows
}

const arrayTypeOf = ({ type }: BulkColumn): string => `${type}[]`

/** `{…}` as PostgreSQL reads it; null is NULL, everything that could hold a delimiter is quoted. */
function arrayLiteral({ type, values }: BulkColumn): string {
  const parts = new Array<string>(values.length)
  const bare =
    type === 'int' ||
    type === 'bigint' ||
    type === 'smallint' ||
    type === 'uuid' ||
    type === 'float8' ||
    type === 'boolean'
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    parts[i] =
      value === null || value === undefined
        ? 'NULL'
        : bare
          ? String(value)
          : quoted(textOf(type, value))
  }
  return `{${parts.join(',')}}`
}

function textOf(type: BulkType, value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (type === 'bytea') return `\\x${Buffer.from(value as Uint8Array).toString('hex')}`
  if ((type === 'jsonb' || type === 'json') && typeof value !== 'string')
    return JSON.stringify(value)
  return String(value)
}

const needsEscape = /["\\]/
const escapes = /["\\]/g
const quoted = (text: string): string =>
  needsEscape.test(text) ? `"${text.replace(escapes, '\\$&')}"` : `"${text}"`
