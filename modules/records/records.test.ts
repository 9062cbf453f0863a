import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Evidence } from '#contract'
import { loadPolicies, readPolicies, shippedRules } from '#modules/policy'
import type { Tx } from '#platform/database'
import { fixedClock, monotonicIds, Refusal } from '#platform/runtime'
import { actorOf, testDatabase, undone, unnoticedColumns } from '../../tests/support/index.ts'
import {
  addRecord,
  catalogue,
  correctRecord,
  disputeRecord,
  endRecord,
  fileOf,
  type NewRecord,
  publicRecords,
  recordHistory,
  settleDispute,
  verifyRecords,
} from './index.ts'
import { reviewRecord } from './records.ts'

const database = await testDatabase()
const clock = fixedClock('2026-05-01T02:00:00Z')
const ids = monotonicIds(clock)
const subject = { id: '00000000-0000-7000-8000-00000000c001', area: '130528', verified: true }
const sha256 = 'a'.repeat(64)

const evidenceFor = (item: string): Evidence[] =>
  catalogue
    .find(({ code }) => code === item)!
    .evidence.map(({ code, zh }) => ({ code, title: zh, sha256 }))

const brushing = (more: Partial<NewRecord> = {}): NewRecord => ({
  subject,
  item: 'dishonest.brushing',
  severity: 'general',
  textZh: '组织虚假交易，处罚款。',
  basis: '《反不正当竞争法》第9条',
  evidence: evidenceFor('dishonest.brushing'),
  occurredOn: '2026-03-01',
  decision: { caseId: ids.next(), deliveredOn: '2026-04-20', document: '宁市监处〔2026〕1号' },
  ...more,
})

async function said(tx: Tx, at = clock.now()) {
  await loadPolicies(tx, shippedRules(), at)
  return { actor: actorOf('regulator'), at, ids, policies: await readPolicies(tx) }
}

const faults =
  (...rules: string[]) =>
  (error: unknown) => {
    assert.ok(error instanceof Refusal)
    assert.deepEqual(error.errors?.map(({ rule }) => rule).sort(), rules.sort())
    return true
  }

test(
  'three clocks: a general record is shown one year from delivery and kept and queried five; the display ends first',
  database.rolledBack(async tx => {
    const record = await addRecord(tx, brushing(), await said(tx))
    assert.deepEqual(record.clocks, {
      shownUntil: '2027-04-20',
      queryUntil: '2031-04-20',
      keptUntil: '2031-04-20',
    })
    const on = async (day: string) =>
      (await publicRecords(tx, subject.id, new Date(`${day}T12:00:00+08:00`))).map(({ id }) => id)
    assert.deepEqual(await on('2027-04-20'), [record.id])
    assert.deepEqual(await on('2027-04-21'), [])
  }),
)

test(
  'each of the seven dishonest acts names its evidence; without it, or without a decision, nothing is recorded',
  database.rolledBack(async tx => {
    const by = await said(tx)
    const acts = catalogue.filter(({ code }) => code.startsWith('dishonest.'))
    assert.equal(acts.length, 7)
    for (const { code, evidence } of acts) {
      await addRecord(tx, brushing({ item: code, evidence: evidenceFor(code) }), by)
      const missing = evidence.map(needed => `needs-${needed.code}`)
      await assert.rejects(
        addRecord(tx, brushing({ item: code, evidence: [], decision: undefined }), by),
        faults('needs-decision', ...missing),
      )
    }
    await assert.rejects(
      addRecord(tx, brushing({ item: 'social.fame' }), by),
      (e: unknown) => e instanceof Refusal && e.code === 'records.outside-catalogue',
    )
  }),
)

test(
  'a negative record without a verified subject cannot be confirmed',
  database.rolledBack(async tx => {
    await assert.rejects(
      addRecord(tx, brushing({ subject: { ...subject, verified: false } }), await said(tx)),
      faults('verified-subject'),
    )
  }),
)

test(
  '“other” stays off the public page until a second person reviews it',
  database.rolledBack(async tx => {
    const by = await said(tx)
    const record = await addRecord(
      tx,
      brushing({ item: 'dishonest.other', evidence: evidenceFor('dishonest.other') }),
      by,
    )
    assert.deepEqual(await publicRecords(tx, subject.id, clock.now()), [])
    const review = { accept: true, reason: '依据充分' }
    await assert.rejects(
      reviewRecord(tx, record.id, review, by),
      (e: unknown) => e instanceof Refusal && e.code === 'records.own-review',
    )
    const second = { ...by, actor: actorOf('regulator', { accountId: ids.next() }) }
    await reviewRecord(tx, record.id, review, second)
    assert.equal((await publicRecords(tx, subject.id, clock.now())).length, 1)
  }),
)

test(
  'the file as of any date: corrected, disputed, repaired are new facts, and the past stays as it was',
  database.rolledBack(async tx => {
    const may = await said(tx)
    const on = (day: string) => ({ ...may, at: new Date(`${day}T04:00:00Z`) })
    const { id } = await addRecord(tx, brushing(), may)
    await correctRecord(
      tx,
      id,
      { textZh: '组织虚假交易，处罚款二十万元。' },
      '金额漏写',
      on('2026-05-10'),
    )
    await disputeRecord(tx, id, '对金额有异议', on('2026-05-12'))
    await settleDispute(tx, id, '核查属实', on('2026-05-20'))
    await endRecord(tx, id, 'repaired', '义务已履行并承诺', on('2026-08-01'))
    const file = async (day: string) =>
      (await fileOf(tx, subject.id, new Date(`${day}T05:00:00Z`)))[0]
    assert.equal((await file('2026-05-02'))!.textZh, '组织虚假交易，处罚款。')
    assert.equal((await file('2026-05-11'))!.textZh, '组织虚假交易，处罚款二十万元。')
    assert.equal((await file('2026-05-13'))!.disputed, true)
    assert.equal((await file('2026-05-21'))!.disputed, false)
    assert.equal((await file('2026-08-02'))!.state, 'repaired')
    assert.equal(await file('2026-04-01'), undefined)
    const history = await recordHistory(tx, id, on('2026-09-01').at)
    assert.deepEqual(
      history.items.map(({ kind }) => kind),
      ['added', 'corrected', 'disputed', 'settled', 'repaired'],
    )
    await assert.rejects(
      endRecord(tx, id, 'withdrawn', '再次', on('2026-09-01')),
      (e: unknown) => e instanceof Refusal && e.code === 'records.ended',
    )
  }),
)

test(
  'a fact of the file cannot be changed',
  database.rolledBack(async tx => {
    await addRecord(tx, brushing(), await said(tx))
    await assert.rejects(sql`update records.fact set body = '{}'`.execute(tx), /never changed/)
  }),
)

test(
  'every column of a record is folded from its facts; one whose facts do not add up is named',
  database.rolledBack(async tx => {
    const by = await said(tx)
    const { id } = await addRecord(tx, brushing(), by)
    await correctRecord(tx, id, { severity: 'serious', textZh: '更正。' }, '书写有误', by)
    await disputeRecord(tx, id, '当事人异议', by)
    const other = await addRecord(tx, brushing(), by)
    await endRecord(tx, other.id, 'repaired', '准予修复', by)
    assert.deepEqual(await verifyRecords(tx), { checked: { records: 2 }, faults: [], more: 0 })
    const tampered = { table: 'records.record', where: `record_id = '${id}'`, check: verifyRecords }
    assert.deepEqual(await unnoticedColumns(tx, tampered), [])
    const named = await undone(tx, async () => {
      await sql`alter table records.fact disable trigger all`.execute(tx)
      await sql`delete from records.fact where record_id = ${id} and kind = 'added'`.execute(tx)
      await sql`delete from records.record where record_id = ${other.id}`.execute(tx)
      return (await verifyRecords(tx)).faults.map(({ which, fault }) => [which, fault.slice(0, 23)])
    })
    assert.deepEqual(named, [
      [`${subject.id} ${id}`, 'its facts do not add up'],
      [`${subject.id} ${other.id}`, 'missing'],
    ])
  }),
)
