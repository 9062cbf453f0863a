/**
 * Many rows in one statement: `COPY` is the fastest and takes plain new rows; `unnest` can do what an insert can. Arrays
 * are written as PostgreSQL array literals by hand because both drivers' own encoders are slower and differ in edge cases.
 */
import { CompiledQuery } from 'kysely'
import type { Tx } from './index.ts'
import type { Session } from './session.ts'

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

/** Sends rows of text-format COPY into a table inside the caller's transaction; answers how many there were. */
export async function copyRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  text: CopyText,
): Promise<number> {
  return tx
    .getExecutor()
    .provideConnection(connection => (connection as Session).copyIn(table, columns, text.bytes))
}

/**
 * Text-format COPY, encoded piece by piece as it is written. Joined into one string first, a batch with a single Chinese
 * word in it would be held as UTF-16 and encoded slowly as a whole; so, most pieces are ASCII and cost next to nothing.
 */
export class CopyText {
  #bytes: Buffer<ArrayBuffer>
  #used = 0

  constructor(expectedBytes: number) {
    this.#bytes = Buffer.allocUnsafe(expectedBytes + reserveBytes)
  }

  /** Fields are separated by tabs, rows ended by line breaks, both as the caller writes them. */
  add(text: string): void {
    const most = this.#used + text.length * 3
    if (most > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(most * 2)
      this.#bytes.copy(larger, 0, 0, this.#used)
      this.#bytes = larger
    }
    this.#used += this.#bytes.write(text, this.#used)
  }

  get bytes(): Buffer<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#used)
  }
}

/** Room for the last piece, which might need three bytes a character. */
const reserveBytes = 4_096
