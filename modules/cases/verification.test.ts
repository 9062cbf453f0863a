/** Cases are what their facts add up to: whatever is changed in the rows by which they are found is named. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createAccount, createOrganisation, operator } from '#modules/access'
import { loadPolicies, readPolicies, shippedCalendar, shippedRules } from '#modules/policy'
import type { Tx } from '#platform/database'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { actorOf, testDatabase, undone, unnoticedColumns } from '../../tests/support/index.ts'
import { assignCase, disposeCase, openCase, serveNotice, verifyCase, verifyCases } from './index.ts'

const database = await testDatabase()
const clock = fixedClock('2026-09-14T02:00:00Z')
const ids = monotonicIds(clock)
const calendar = shippedCalendar()
const check = (tx: Tx) => verifyCases(tx, { calendar })

/** Two cases of one office, one of them noticed: it has been assigned, and several clocks run. */
async function noticed(tx: Tx): Promise<string> {
  await loadPolicies(tx, shippedRules(), clock.now())
  const by = { actor: operator, at: clock.now(), ids }
  const given = { code: 'amr', kind: 'department', name: '市监局', area: '130528' } as const
  const office = await createOrganisation(tx, given, by)
  const account = await createAccount(
    tx,
    {
      organisationId: office.id,
      login: 'officer',
      name: '承办人',
      passwordHash: 'none',
      passwordTemporary: false,
      roles: ['regulator'],
      areas: ['130528'],
    },
    by,
  )
  const actor = actorOf('regulator', {
    accountId: account.id,
    organisationId: office.id,
    areas: ['130528'],
  })
  const policies = await readPolicies(tx)
  const said = { actor, ownSubjectIds: [], at: clock.now(), ids, calendar, policies }
  const open = () =>
    openCase(
      tx,
      {
        caseType: 'price-fraud',
        subject: { id: ids.next(), name: '甲商行', area: '130528' },
        title: '虚构原价',
        facts: '预警移交',
        origin: { kind: 'alert', id: ids.next() },
        evidence: ['price', 'page'].map(code => ({ code, title: code, sha256: 'a'.repeat(64) })),
      },
      said,
    )
  await open()
  const { id } = await open()
  await assignCase(tx, id, account.id, said)
  await verifyCase(tx, id, { stage: 'online-check', text: '页面属实' }, said)
  const filed = { disposal: 'case', reason: '涉嫌违法', basis: '《价格法》' } as const
  await disposeCase(tx, id, filed, said)
  const proposed = {
    facts: '虚构原价。',
    reasons: '违反明码标价规定。',
    basis: '《价格法》第14条',
    penalty: '罚款一万元',
    severity: 'general',
    occurredOn: '2026-08-01',
  } as const
  await serveNotice(tx, id, proposed, said)
  return id
}

test(
  'every column of a case, of its clocks and of the counters is folded from the facts',
  database.rolledBack(async tx => {
    const id = await noticed(tx)
    const { checked, faults } = await check(tx)
    assert.deepEqual(faults, [])
    assert.deepEqual([checked.cases, checked.clocks > 3], [2, true])
    const where = `case_id = '${id}'`
    assert.deepEqual(await unnoticedColumns(tx, { table: 'cases.case_file', where, check }), [])
    assert.deepEqual(await unnoticedColumns(tx, { table: 'cases.clock', where, check }), [])
    assert.deepEqual(await unnoticedColumns(tx, { table: 'cases.counter', check }), [])
  }),
)

test(
  'a case that was removed or added, a clock of no case, and facts that do not add up are named',
  database.rolledBack(async tx => {
    const id = await noticed(tx)
    const after = (statement: string) =>
      undone(tx, async () => {
        await sql.raw(statement).execute(tx)
        return (await check(tx)).faults.map(({ what, which, fault }) => [
          what,
          which.includes(id),
          fault.slice(0, 24),
        ])
      })
    const here = `case_id = '${id}'`
    assert.deepEqual(await after(`delete from cases.case_file where ${here}`), [
      ['case', true, 'missing'],
    ])
    assert.deepEqual(await after(`delete from cases.clock where ${here} and ordinal = 0`), [
      ['case clock', true, 'missing'],
    ])
    const copied = `insert into cases.clock select gen_random_uuid(), case_id, ordinal, name, kind,
      due_on, certainty, running, escalated_on, clock from cases.clock where ${here} and ordinal = 0`
    assert.deepEqual(await after(copied), [['case clock', true, 'added']])
    const silenced = `alter table cases.fact disable trigger all;
      delete from cases.fact where ${here} and type = 'cases.filed'`
    assert.deepEqual(await after(silenced), [['case', true, 'its facts do not add up:']])
  }),
)

test(
  'a day that was counted before its holidays were published stands until it is counted anew',
  database.rolledBack(async tx => {
    const id = await noticed(tx)
    await sql`update cases.clock set certainty = 'statutory-only', due_on = due_on + 1
      where case_id = ${id} and not running`.execute(tx)
    assert.deepEqual((await check(tx)).faults, [])
  }),
)
