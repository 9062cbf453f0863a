import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openDatabase } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'xinheng-lite-'))
test.after(() => rmSync(folder, { recursive: true }))

test('a statement that takes long leaves the program its turns', async () => {
  const database = await openDatabase({ kind: 'memory' })
  let turns = 0
  const beat = setInterval(() => turns++, 5)
  await sql`select count(*) from generate_series(1, 1500000)`.execute(database.db)
  clearInterval(beat)
  await database.close()
  assert.ok(turns >= 5, `${turns} turns`)
})

test('an error comes with PostgreSQL’s code and table, and from where it was asked', async () => {
  const database = await openDatabase({ kind: 'memory' })
  await sql`create table public.once (n int primary key)`.execute(database.db)
  const insert = () => sql`insert into public.once values (1)`.execute(database.db)
  await insert()
  await assert.rejects(insert(), (error: Error & { code?: string; table?: string }) => {
    assert.deepEqual([error.code, error.table], ['23505', 'once'])
    assert.match(error.message, /duplicate key/)
    assert.match(error.stack ?? '', /pglite-client/)
    return true
  })
  await database.close()
})

test('what was committed is there when the folder is opened again', async () => {
  const where = { kind: 'folder', path: join(folder, 'kept') } as const
  const first = await openDatabase(where)
  await sql`create table public.kept (b bytea, at timestamptz)`.execute(first.db)
  const bytes = Buffer.from([0, 92, 255])
  const at = new Date('2026-11-28T08:00:00.125Z')
  await first.tx(tx => sql`insert into public.kept values (${bytes}, ${at})`.execute(tx))
  await first.close()
  const again = await openDatabase(where)
  const { rows } = await sql<{ b: Buffer; at: Date }>`select * from public.kept`.execute(again.db)
  assert.deepEqual([Buffer.from(rows[0]!.b), rows[0]!.at], [bytes, at])
  await again.close()
})

test('where no database can be opened the start says so; after the end nobody waits for an answer', async () => {
  const path = join(folder, 'a-file')
  writeFileSync(path, '')
  await assert.rejects(openDatabase({ kind: 'folder', path }), /EEXIST|ENOTDIR/)
  const database = await openDatabase({ kind: 'memory' })
  await database.close()
  await assert.rejects(sql`select 1`.execute(database.db))
})

test('an open database that nobody asks anything does not keep the process', () => {
  const program = join(folder, 'idle.mjs')
  writeFileSync(
    program,
    `const { openDatabase } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))})
    const { db } = await openDatabase({ kind: 'memory' })
    console.log((await db.selectFrom('pg_catalog.pg_class').select('relname').limit(1).execute()).length)`,
  )
  const { stdout, status } = spawnSync(process.execPath, [program], {
    encoding: 'utf8',
    timeout: 60_000,
  })
  assert.deepEqual([stdout, status], ['1\n', 0])
})
