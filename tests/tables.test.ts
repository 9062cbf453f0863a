/**
 * Row types against the database: what each room's `tables.ts` says of a column is what a migrated database says. The
 * files are read as text, because types are gone when a test runs; they keep to a small form, and what this reader does
 * not understand is a fault too.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { moduleOrder } from '../modules/order.ts'
import { testDatabase } from './support/index.ts'

type Column = { readonly type: string; readonly nullable: boolean; readonly filled: boolean }
type Table = Map<string, Column>

const database = await testDatabase()
const rooms = moduleOrder.filter(room => existsSync(fileOf(room)))

for (const room of rooms)
  test(`the row types of ${room} are its tables: columns, nullability, types`, async () => {
    const said = tablesIn(readFileSync(fileOf(room), 'utf8'))
    const stored = await tablesOf(room)
    assert.deepEqual([...said.keys()].sort(), [...stored.keys()].sort(), 'tables')
    const faults = [...said].flatMap(([name, fields]) => faultsOf(name, fields, stored.get(name)!))
    assert.deepEqual(faults, [])
  })

test('a row type that is wrong in any way is found', () => {
  const stored: Table = new Map([
    ['a', { type: 'text', nullable: false, filled: false }],
    ['n', { type: 'int8', nullable: true, filled: false }],
  ])
  const wrong = (row: string) =>
    faultsOf('t', tablesIn(`interface Tables { 't': { ${row} } }`).get('t')!, stored).length
  assert.equal(wrong('a: string; n: number | null'), 0)
  assert.equal(wrong('a: string | null; n: number | null'), 1)
  assert.equal(wrong('a: Date; n: number | null'), 1)
  assert.equal(wrong('a: Generated<string>; n: number | null'), 1)
  assert.equal(wrong('a: string'), 1)
  assert.equal(wrong("a: 'x' | 'y'; n: number | null; more: string"), 1)
})

function fileOf(room: string): string {
  return join(import.meta.dirname, '../modules', room, 'tables.ts')
}

/** Tables of a schema by qualified name; partitions are their parent's. */
async function tablesOf(schema: string): Promise<Map<string, Table>> {
  const { rows } = await sql<{
    table_name: string
    column_name: string
    type: string
    nullable: boolean
    filled: boolean
  }>`
    select c.table_name, c.column_name, c.is_nullable = 'YES' as nullable,
      c.column_default is not null or c.is_identity = 'YES' or c.is_generated = 'ALWAYS' as filled,
      case when c.data_type = 'ARRAY' then 'array' else c.udt_name end as type
    from information_schema.columns c
    join pg_class r on r.relname = c.table_name and r.relnamespace = ${schema}::regnamespace
    where c.table_schema = ${schema} and r.relkind in ('r', 'p') and not r.relispartition
    order by c.table_name, c.ordinal_position`.execute(database.db)
  const tables = new Map<string, Table>()
  for (const { table_name, column_name, ...column } of rows) {
    const name = `${schema}.${table_name}`
    tables.set(name, (tables.get(name) ?? new Map()).set(column_name, column))
  }
  return tables
}

/** The kinds of TypeScript type and the database types each may stand for. */
const standsFor: Readonly<Record<string, readonly string[]>> = {
  string: ['text', 'uuid', 'date', 'xid8', 'bpchar', 'varchar'],
  number: ['int4', 'int8', 'int2', 'float8', 'float4', 'numeric'],
  boolean: ['bool'],
  Date: ['timestamptz'],
  Uint8Array: ['bytea'],
  array: ['array', 'jsonb', 'json'],
  value: ['jsonb', 'json'],
  /** A type of another file: a code in text, or a value in JSON. */
  named: ['text', 'int2', 'int4', 'jsonb', 'json'],
}

function faultsOf(table: string, fields: ReadonlyMap<string, string>, stored: Table): string[] {
  const missing = [...stored.keys()].filter(column => !fields.has(column))
  return [
    ...missing.map(column => `${table}.${column} has no field`),
    ...[...fields].flatMap(([field, written]) => {
      const column = stored.get(field)
      const where = `${table}.${field}: ${written}`
      if (!column) return [`${where} has no column`]
      const { kind, nullable, filled } = meaningOf(written)
      return [
        ...(nullable === column.nullable ? [] : [`${where} but nullable is ${column.nullable}`]),
        ...(standsFor[kind]!.includes(column.type) ? [] : [`${where} but ${column.type}`]),
        ...(filled && !column.filled ? [`${where} but no default`] : []),
      ]
    }),
  ]
}

/** What a field's type says of its column. */
function meaningOf(written: string): { kind: string; nullable: boolean; filled: boolean } {
  const wrapped = /^(Generated|ColumnType)<(.*)>$/s.exec(written)
  if (wrapped?.[1] === 'Generated') return { ...meaningOf(wrapped[2]!), filled: true }
  if (wrapped) return meaningOf(split(wrapped[2]!, ',')[0]!)
  const parts = split(written, '|').filter(part => part !== '')
  const kinds = new Set(parts.filter(part => part !== 'null').map(kindOf))
  assert.equal(kinds.size, 1, `one kind of value in ${written}`)
  return { kind: [...kinds][0]!, nullable: parts.includes('null'), filled: false }
}

function kindOf(part: string): string {
  if (part.endsWith('[]')) return 'array'
  if (part in standsFor) return part
  if (/^'.*'$/.test(part)) return 'string'
  if (/^(unknown|\{|Record<|Json|Readonly|Partial<)/.test(part)) return 'value'
  return 'named'
}

/** Each table's fields with their types as written. */
function tablesIn(source: string): Map<string, Map<string, string>> {
  const text = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
  const types = new Map<string, string>()
  for (const { 1: name, index, 0: head } of text.matchAll(/type (\w+) = (?=\{)/g))
    types.set(name!, blockAt(text, index + head.length))
  const declared = /interface Tables (?=\{)/.exec(text)
  // A room of read models keeps no table of its own.
  if (!declared) return new Map()
  const tables = fieldsIn(blockAt(text, declared.index + declared[0].length))
  return new Map(
    [...tables].map(([name, row]) => {
      const block = row.startsWith('{') ? row : types.get(row)
      assert.ok(block, `${name} has the row type ${row}, which is not written in the file`)
      return [name, fieldsIn(block)]
    }),
  )
}

function fieldsIn(block: string): Map<string, string> {
  const fields = split(block.slice(1, -1), ';\n').filter(part => part !== '')
  return new Map(
    joined(fields).map(field => {
      const match = /^(?:readonly )?'?([\w.]+)'?: (.+)$/s.exec(field)
      assert.ok(match, `not a field: ${field}`)
      return [match[1]!, match[2]!.replaceAll(/\s+/g, ' ')]
    }),
  )
}

/** Unions may go on over lines that begin with a bar. */
function joined(lines: readonly string[]): string[] {
  const fields: string[] = []
  for (const line of lines)
    if (line.startsWith('|') || fields.at(-1)?.endsWith(':')) fields.push(`${fields.pop()} ${line}`)
    else fields.push(line)
  return fields
}

/** From an opening brace to its closing one. */
function blockAt(text: string, start: number): string {
  let depth = 0
  for (let i = start; i < text.length; i++) {
    if (text[i] === '{') depth += 1
    if (text[i] === '}' && --depth === 0) return text.slice(start, i + 1)
  }
  throw new Error('a brace is not closed')
}

/** Splits at any of the characters, outside brackets. */
function split(text: string, at: string): string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const c of text) {
    if ('{<(['.includes(c)) depth += 1
    if ('}>)]'.includes(c)) depth -= 1
    if (depth === 0 && at.includes(c)) parts.push('')
    else parts.push(parts.pop() + c)
  }
  return parts.map(part => part.trim())
}
