import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Actor, Role } from '#contract'
import type { Tx } from '#platform/database'
import { actorOf, testDatabase } from '../../tests/support/index.ts'
import { type OwnerColumns, visibleTo } from './index.ts'

const database = await testDatabase()
const p01 = '00000000-0000-7000-8000-000000000001'
const p02 = '00000000-0000-7000-8000-000000000002'
const person = '00000000-0000-7000-8000-0000000000a1'

const columns: OwnerColumns = {
  organisationId: 'e.owner',
  organisationCode: ['e.source', 'e.platform'],
  area: 'e.area',
  account: 'e.person',
}

const platform = actorOf('platform', { organisationId: p01, organisationCode: 'p01', areas: [] })
const seen = (actor: Actor, of: OwnerColumns = columns) =>
  sql`select id from sample.event as e where ${visibleTo(actor, of)} order by id`

test('the SQL of each kind of role, as a reviewer reads it', () => {
  const where = (actor: Actor, of?: OwnerColumns) => {
    const { sql: text, parameters } = seen(actor, of).compile(database.db)
    return [text.replace(/^.* where (.*) order by id$/, '$1'), ...parameters]
  }
  assert.deepEqual(where(platform), [
    '("e"."owner" = $1 or "e"."source" = $2 or "e"."platform" = $3)',
    p01,
    'p01',
    'p01',
  ])
  assert.deepEqual(where(actorOf('regulator', { areas: ['1305', '130128'] })), [
    '("e"."area" like $1 or "e"."area" like $2)',
    '1305%',
    '130128%',
  ])
  assert.deepEqual(where(actorOf('credit-office', { areas: [''] })), ['true'])
  assert.deepEqual(where(actorOf('consumer')), ['("e"."person" = $1)', person])
  assert.deepEqual(where(actorOf('auditor')), ['true'])
  assert.deepEqual(where(actorOf('administrator')), ['false'])
  assert.deepEqual(where(actorOf('public')), ['false'])
  assert.deepEqual(where(actorOf('township', { areas: [] })), ['false'])
  assert.deepEqual(where(actorOf('regulator'), { organisationCode: 'e.source' }), [
    '("e"."source" = $1)',
    'test',
  ])
  assert.deepEqual(where(platform, { area: 'e.area' }), ['false'])
})

test('an area that is no code never reaches a query', () => {
  assert.throws(() => visibleTo(actorOf('township', { areas: ['13%'] }), columns), /not a code/)
})

const rows: [string, string | null, string][] = [
  ['p01', '130528100', p01],
  ['p02', '130528101', p02],
  ['p01', '130581', p01],
  ['p02', '110105', p02],
  ['p02', null, p02],
]

async function fill(tx: Tx): Promise<void> {
  await sql`create schema sample`.execute(tx)
  await sql`create table sample.event (id int primary key, source text, platform text, area text, owner uuid, person uuid)`.execute(
    tx,
  )
  for (const [i, [source, area, owner]] of rows.entries())
    await sql`insert into sample.event (id, source, area, owner) values (${i}, ${source}, ${area}, ${owner})`.execute(
      tx,
    )
  await sql`insert into access.organisation (id, code, kind, name, area, created_at)
    values (${p01}, 'p01', 'platform', '平台一', '13', now()), (${p02}, 'p02', 'platform', '平台二', '13', now())`.execute(
    tx,
  )
}

const idsSeen = async (tx: Tx, actor: Actor) =>
  (await seen(actor).execute(tx)).rows.map(row => (row as { id: number }).id)

test(
  'a township sees its area alone, a platform its own rows alone, an auditor all, an administrator nothing',
  database.rolledBack(async tx => {
    await fill(tx)
    const government = (role: Role, ...areas: string[]) => actorOf(role, { areas })
    assert.deepEqual(await idsSeen(tx, government('township', '130528100')), [0])
    assert.deepEqual(await idsSeen(tx, government('regulator', '130528')), [0, 1])
    assert.deepEqual(await idsSeen(tx, government('credit-office', '1305')), [0, 1, 2])
    assert.deepEqual(await idsSeen(tx, government('credit-office', '')), [0, 1, 2, 3, 4])
    assert.deepEqual(await idsSeen(tx, platform), [0, 2])
    assert.deepEqual(await idsSeen(tx, actorOf('auditor')), [0, 1, 2, 3, 4])
    assert.deepEqual(await idsSeen(tx, actorOf('administrator')), [])
  }),
)

const asRole = async (tx: Tx, organisation: string) => {
  await sql`set local role xinheng_tenant`.execute(tx)
  await sql`select set_config('xinheng.organisation', ${organisation}, true)`.execute(tx)
}
const idsThere = async (tx: Tx) =>
  (await sql<{ id: number }>`select id from sample.event order by id`.execute(tx)).rows.map(
    row => row.id,
  )

for (const column of ['source', 'owner'])
  test(
    `row-level security by ${column}: a tenant’s query without any condition gives its own rows`,
    database.rolledBack(async tx => {
      await fill(tx)
      await sql`select access.keep_apart('sample.event', ${column})`.execute(tx)
      assert.deepEqual(await idsThere(tx), [0, 1, 2, 3, 4])
      await asRole(tx, p02)
      assert.deepEqual(await idsThere(tx), [1, 3, 4])
      await sql`select set_config('xinheng.organisation', ${p01}, true)`.execute(tx)
      assert.deepEqual(await idsThere(tx), [0, 2])
    }),
  )

test(
  'row-level security without an organisation, or with an empty one, shows nothing',
  database.rolledBack(async tx => {
    await fill(tx)
    await sql`select access.keep_apart('sample.event', 'source')`.execute(tx)
    await sql`set local role xinheng_tenant`.execute(tx)
    assert.deepEqual(await idsThere(tx), [])
    await asRole(tx, '')
    assert.deepEqual(await idsThere(tx), [])
  }),
)

for (const statement of [
  'select password_hash from access.account',
  'select * from access.account',
  'select * from access.session',
  'select * from access.client_secret',
  'select * from access.audit',
  `update access.organisation set name = 'x'`,
  `insert into access.read default values`,
])
  test(
    `a tenant may not: ${statement}`,
    database.rolledBack(async tx => {
      await asRole(tx, p01)
      await assert.rejects(sql.raw(statement).execute(tx), /permission denied/)
    }),
  )
