import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { OrganisationKind, Role } from '#contract'
import type { Tx } from '#platform/database'
import { fixedClock, monotonicIds, Refusal } from '#platform/runtime'
import { actorOf, testDatabase } from '../../tests/support/index.ts'
import { amendAccount, createAccount } from './accounts.ts'
import { areaPrefix, requireArea } from './areas.ts'
import { type By, operator } from './audit.ts'
import { createClient } from './clients.ts'
import {
  amendOrganisation,
  createOrganisation,
  organisationIds,
  organisationNames,
  subjectOf,
} from './organisations.ts'
import { decoyHash } from './passwords.ts'

const database = await testDatabase()
const clock = fixedClock('2026-04-01T00:00:00Z')
const by: By = { actor: operator, at: clock.now(), ids: monotonicIds(clock) }
const refused = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code

const organisation = (tx: Tx, kind: OrganisationKind = 'department', area = '130528') =>
  createOrganisation(tx, { code: `${kind}-1`, kind, name: '示例机构', area }, by)

const account = (
  tx: Tx,
  organisationId: string | null,
  roles: Role[],
  more: { areas?: string[]; login?: string } = {},
) =>
  createAccount(
    tx,
    {
      organisationId,
      login: more.login ?? 'zhang.san',
      name: '张三',
      roles,
      areas: more.areas,
      passwordHash: decoyHash,
      passwordTemporary: false,
    },
    by,
  )

test('areas lose their filling zeros; a province that does not exist is refused', () => {
  const prefixes = ['130528', '130500', '130000', '100000', '', '13', '130528100', '130528100000']
  assert.deepEqual(prefixes.map(areaPrefix), [
    '130528',
    '1305',
    '13',
    '',
    '',
    '13',
    '130528100',
    '130528100',
  ])
  assert.throws(() => areaPrefix('990000'), refused('access.area-unknown'))
})

test('a writer’s matter must lie in one of the areas', () => {
  requireArea(actorOf('township', { areas: ['110105', '130528'] }), '130528100')
  requireArea(actorOf('credit-office', { areas: [''] }), '440300')
  const township = actorOf('township', { areas: ['130528100'] })
  for (const place of ['130528', '130528101', '13'])
    assert.throws(() => requireArea(township, place), refused('access.area-outside'))
})

test(
  'an account sees its organisation’s area unless a narrower one is given, and never a wider one',
  database.rolledBack(async tx => {
    const { id } = await organisation(tx)
    assert.deepEqual((await account(tx, id, ['regulator'])).areas, ['130528'])
    const narrow = { login: 'li.si', areas: ['130528100000'] }
    assert.deepEqual((await account(tx, id, ['regulator'], narrow)).areas, ['130528100'])
    for (const area of ['', '1305', '130581'])
      await assert.rejects(
        account(tx, id, ['regulator'], { login: 'wang.wu', areas: [area] }),
        refused('access.area-outside'),
      )
  }),
)

test(
  'a role must fit the kind of organisation; administrator and auditor stand alone',
  database.rolledBack(async tx => {
    const office = await organisation(tx, 'credit-office')
    const platform = await organisation(tx, 'platform')
    await assert.rejects(account(tx, platform.id, ['regulator']), refused('access.role-unfit'))
    await assert.rejects(account(tx, platform.id, ['administrator']), refused('access.role-unfit'))
    await assert.rejects(account(tx, null, ['platform']), refused('access.role-unfit'))
    await assert.rejects(
      account(tx, office.id, ['credit-office', 'administrator']),
      refused('access.role-alone'),
    )
    await assert.rejects(
      createClient(tx, { organisationId: office.id, name: '脚本', role: 'administrator' }, by),
      refused('access.role-unfit'),
    )
    assert.deepEqual((await account(tx, null, ['consumer'])).areas, [])
  }),
)

test(
  'codes and logins are unique, logins whatever their case; nobody joins a suspended organisation',
  database.rolledBack(async tx => {
    const { id } = await organisation(tx)
    await assert.rejects(organisation(tx), refused('access.code-taken'))
    await account(tx, id, ['regulator'])
    await assert.rejects(
      account(tx, id, ['regulator'], { login: 'ZHANG.san' }),
      refused('access.login-taken'),
    )
    await amendOrganisation(tx, id, { active: false }, by)
    await assert.rejects(
      account(tx, id, ['regulator'], { login: 'li.si' }),
      refused('access.organisation-unknown'),
    )
  }),
)

test(
  'changing an account ends its sessions; nobody changes their own; each change is audited with before and after',
  database.rolledBack(async tx => {
    const { id: office } = await organisation(tx)
    const { id } = await account(tx, office, ['regulator'])
    await sql`insert into access.session (id, account_id, digest, signed_in_at, last_seen_at, expires_at, address, agent)
      values (${by.ids.next()}, ${id}, '\\x01', now(), now(), now(), '', '')`.execute(tx)
    const own = { ...by, actor: actorOf('administrator', { accountId: id }) }
    await assert.rejects(amendAccount(tx, id, { active: true }, own), refused('access.own-account'))
    await amendAccount(tx, id, { areas: ['130528100'] }, by)
    assert.equal((await tx.selectFrom('access.session').select('id').execute()).length, 0)
    const entry = await tx
      .selectFrom('access.audit')
      .selectAll()
      .where('action', '=', 'account.amended')
      .executeTakeFirstOrThrow()
    assert.equal(entry.target_id, id)
    assert.equal(entry.by_name, operator.name)
    assert.deepEqual((entry.detail as { before: { areas: string[] } }).before.areas, ['130528'])
    assert.deepEqual((entry.detail as { after: { areas: string[] } }).after.areas, ['130528100'])
  }),
)

test(
  'a source’s name and id are found by its code, an organisation’s own subject once it is named',
  database.rolledBack(async tx => {
    const { id } = await organisation(tx, 'merchant')
    assert.equal(await subjectOf(tx, id), undefined)
    const subjectId = by.ids.next()
    await amendOrganisation(tx, id, { subjectId, area: '130500' }, by)
    assert.equal(await subjectOf(tx, id), subjectId)
    assert.equal((await organisationIds(tx)).get('merchant-1'), id)
    const names = await organisationNames(tx, ['merchant-1', 'no-such'])
    assert.deepEqual([...names], [['merchant-1', '示例机构']])
  }),
)

for (const change of [
  `update access.audit set by_name = 'x'`,
  'delete from access.audit',
  'truncate access.audit',
  'truncate access.read',
])
  test(
    `the logs of access are facts; the database refuses: ${change}`,
    database.rolledBack(async tx => {
      await organisation(tx)
      await assert.rejects(sql.raw(change).execute(tx), /never changed/)
    }),
  )
