import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import pg from 'pg'
import { testDatabase } from '../../tests/support/index.ts'
import { asTenant, CopyRows, copyRows, insertRows, migrate, openDatabase } from './index.ts'

const server = process.env.XINHENG_TEST_DATABASE_URL

const database = await testDatabase()

test('the outer db inside a transaction throws instead of deadlocking or escaping it', async () => {
  await assert.rejects(
    database.tx(async () => {
      await sql`select 1`.execute(database.db)
    }),
    /outer db was used inside a transaction/,
  )
  await assert.rejects(
    database.tx(() => database.tx(async () => {})),
    /pass tx on/,
  )
})

test('a statement of one caller never runs inside the open transaction of another', async () => {
  const seen: string[] = []
  await database.tx(tx => sql`create table if not exists platform.apart (n int)`.execute(tx))
  const slow = database
    .tx(async tx => {
      await sql`insert into platform.apart values (1)`.execute(tx)
      await new Promise(resolve => setTimeout(resolve, 20))
      throw new Error('undone')
    })
    .catch(() => seen.push('undone'))
  const read = sql<{ n: number }>`select count(*) as n from platform.apart`
    .execute(database.db)
    .then(({ rows }) => seen.push(`counted ${rows[0]!.n}`))
  await Promise.all([slow, read])
  await database.tx(tx => sql`drop table platform.apart`.execute(tx))
  assert.ok(seen.includes('counted 0'), seen.join())
})

test('a failed statement leaves nothing behind for the next caller', async () => {
  for (let i = 0; i < 20; i++) {
    await assert.rejects(database.tx(tx => sql`select 1/0`.execute(tx)))
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(database.db)
    assert.equal(rows[0]!.one, 1)
  }
})

test('types read alike on both engines: bigint a number, date text, timestamptz a Date, bytea bytes', async () => {
  const { rows } = await sql<Record<string, unknown>>`
    select 9007199254740991::bigint as n, date '2026-02-28' as d,
      timestamptz '2026-02-28T01:02:03.004Z' as t, '\\x00ff'::bytea as b, '{"a":1}'::jsonb as j`.execute(
    database.db,
  )
  const [row] = rows
  assert.equal(row!.n, Number.MAX_SAFE_INTEGER)
  assert.equal(row!.d, '2026-02-28')
  assert.deepEqual(row!.t, new Date('2026-02-28T01:02:03.004Z'))
  assert.deepEqual([...(row!.b as Uint8Array)], [0, 255])
  assert.deepEqual(row!.j, { a: 1 })
  await assert.rejects(sql`select 9007199254740993::bigint as n`.execute(database.db), /2\^53/)
})

test(
  'bulk rows come back as they went in, whatever text they hold',
  database.rolledBack(async tx => {
    await sql`create temporary table bulk (i int, t text, j jsonb, b bytea, at timestamptz)`.execute(
      tx,
    )
    const text = fc.string({ unit: 'grapheme' }).map(s => s.replaceAll('\u0000', ''))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text), { minLength: 1, maxLength: 20 }), async texts => {
        await sql`truncate bulk`.execute(tx)
        await insertRows(tx, 'bulk', {
          i: { type: 'int', values: texts.map((_, i) => i) },
          t: { type: 'text', values: texts },
          j: { type: 'jsonb', values: texts.map(t => ({ t })) },
          b: { type: 'bytea', values: texts.map(t => Buffer.from(t ?? '')) },
          at: { type: 'timestamptz', values: texts.map((_, i) => new Date(i * 1000)) },
        })
        const { rows } = await sql<{
          t: string | null
          j: { t: string | null }
          b: Uint8Array
          at: Date
        }>`
          select t, j, b, at from bulk order by i`.execute(tx)
        assert.deepEqual(
          rows.map(row => row.t),
          texts,
        )
        assert.deepEqual(
          rows.map(row => row.j.t),
          texts,
        )
        assert.deepEqual(
          rows.map(row => Buffer.from(row.b).toString()),
          texts.map(t => t ?? ''),
        )
        assert.deepEqual(
          rows.map(row => row.at.getTime()),
          texts.map((_, i) => i * 1000),
        )
      }),
      { numRuns: 25 },
    )
  }),
)

test(
  'COPY takes rows in on both engines: every type, NULL, long texts, early instants',
  database.rolledBack(async tx => {
    await sql`create temporary table copied (i int, t text, u uuid, at timestamptz)`.execute(tx)
    const texts = ['甲', null, 'a\nb\t\\N', '', 'é', 'x'.repeat(5_000), '宁'.repeat(3_000), '😀']
    const instants = [
      '2026-11-28T10:00:00.123Z',
      '1999-12-31T23:59:59.999Z',
      '1066-10-14T00:00:00Z',
    ]
    const uuid = '0190a000-00ff-7000-8000-0000000000aa'
    const rows = new CopyRows(['i', 't', 'u', 'at'], 0)
    for (const [i, text] of texts.entries())
      rows
        .row()
        .int(i - 4)
        .text(text)
        .uuid(i % 2 === 0 ? uuid : null)
        .instant(Date.parse(instants[i % instants.length]!))
    assert.equal(await copyRows(tx, 'copied', rows), texts.length)
    const { rows: found } = await sql`select * from copied order by i`.execute(tx)
    assert.deepEqual(
      found,
      texts.map((t, i) => ({
        i: i - 4,
        t,
        u: i % 2 === 0 ? uuid : null,
        at: new Date(instants[i % instants.length]!),
      })),
    )
  }),
)

test('invariant 8: with the eyes of a tenant, rows of others do not exist', async () => {
  const [mine, theirs] = [
    '00000000-0000-7000-8000-000000000001',
    '00000000-0000-7000-8000-000000000002',
  ]
  await database.tx(async tx => {
    await sql`create table platform.owned (organisation_id uuid, n int)`.execute(tx)
    await sql`insert into platform.owned values (${mine}, 1), (${theirs}, 2)`.execute(tx)
    await sql
      .raw(`alter table platform.owned enable row level security;
      grant usage on schema platform to xinheng_tenant; grant select on platform.owned to xinheng_tenant;
      create policy tenant on platform.owned to xinheng_tenant
        using (organisation_id = current_setting('xinheng.organisation')::uuid)`)
      .execute(tx)
  })
  const seen = await asTenant(
    database,
    mine,
    async tx => (await sql<{ n: number }>`select n from platform.owned`.execute(tx)).rows,
  )
  await database.tx(tx => sql`drop table platform.owned`.execute(tx))
  assert.deepEqual(seen, [{ n: 1 }])
})

test('a database owner who is no superuser may read with a tenant’s eyes; who may not even make the role is told what to run', {
  skip: server === undefined && 'only a server has users',
}, async () => {
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  const name = `owner_${process.pid}`
  const openAs = async (user: string) => {
    const url = new URL(server!)
    Object.assign(url, { pathname: `/${user}`, username: user, password: 'secret' })
    const own = await openDatabase({ kind: 'url', url: url.href, connections: 2 })
    return { own, migrated: () => migrate(own, []) }
  }
  const users = [`${name}_maker`, `${name}_plain`]
  for (const [n, user] of users.entries()) {
    await admin.query(`create user ${user} password 'secret' ${n === 0 ? 'createrole' : ''}`)
    await admin.query(`create database ${user} owner ${user}`)
  }
  const had = await admin.query("select from pg_roles where rolname = 'xinheng_tenant'")
  // A role that others made is not the maker's to grant either, so the superuser of this test grants it.
  if (had.rowCount) await admin.query(`grant xinheng_tenant to ${users[0]}`)
  const maker = await openAs(users[0]!)
  const plain = await openAs(users[1]!)
  try {
    await maker.migrated()
    const who = await asTenant(maker.own, '00000000-0000-7000-8000-000000000001', tx =>
      sql<{ role: string }>`select current_user as role`.execute(tx),
    )
    assert.equal(who.rows[0]!.role, 'xinheng_tenant')
    await assert.rejects(plain.migrated(), /grant xinheng_tenant to/)
  } finally {
    await maker.own.close()
    await plain.own.close()
    for (const user of users) {
      await admin.query(`drop database ${user}`)
      await admin.query(`drop user if exists ${user}`).catch(() => {})
    }
    await admin.end()
  }
})
