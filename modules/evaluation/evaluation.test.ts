import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { canonicalize } from '#lib/canonical'
import { checkCard } from '#lib/scorecard'
import { loadPolicies, readPolicies, shippedRules } from '#modules/policy'
import { addRecord, catalogue, disputeRecord, endRecord } from '#modules/records'
import type { Tx } from '#platform/database'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { actorOf, testDatabase, unnoticedColumns } from '../../tests/support/index.ts'
import {
  currentCard,
  type EvaluationContext,
  evaluateMany,
  evaluateSubject,
  evaluationFactSources,
  evaluationRoutes,
  explain,
  recomputeScore,
  verifyScores,
} from './index.ts'

const database = await testDatabase()
const clock = fixedClock('2026-05-01T02:00:00Z')
const ids = monotonicIds(clock)
const subject = { id: '00000000-0000-7000-8000-00000000d001', area: '130528', verified: true }
const verified = { reference: 'verification', on: '2026-01-05' }

const at = (day: string): EvaluationContext => ({
  asOf: new Date(`${day}T04:00:00Z`),
  ids,
  verificationsOf: async (_, subjectIds) => new Map(subjectIds.map(id => [id, verified])),
})

async function said(tx: Tx) {
  await loadPolicies(tx, shippedRules(), clock.now())
  return { actor: actorOf('regulator'), at: clock.now(), ids, policies: await readPolicies(tx) }
}

async function brushing(tx: Tx) {
  const { evidence } = catalogue.find(({ code }) => code === 'dishonest.brushing')!
  return addRecord(
    tx,
    {
      subject,
      item: 'dishonest.brushing',
      severity: 'general',
      textZh: '组织虚假交易，处罚款。',
      basis: '《反不正当竞争法》第9条',
      evidence: evidence.map(({ code, zh }) => ({ code, title: zh, sha256: 'a'.repeat(64) })),
      occurredOn: '2026-03-01',
      decision: { caseId: ids.next(), deliveredOn: '2026-04-20', document: '宁市监处〔2026〕1号' },
    },
    await said(tx),
  )
}

const bodyOf = async (tx: Tx) =>
  (await tx.selectFrom('evaluation.score').selectAll().orderBy('score_id', 'desc').execute())[0]!

test('the published card has no faults', () => assert.deepEqual(checkCard(currentCard), []))

test(
  'a new record lowers the grade, and the reason names it; repaired, it no longer counts',
  database.rolledBack(async tx => {
    const clean = await evaluateSubject(tx, subject.id, at('2026-05-02'))
    assert.deepEqual([clean.scoreCenti, clean.grade], [70_00, 'B'])
    const record = await brushing(tx)
    const lowered = await evaluateSubject(tx, subject.id, at('2026-05-03'))
    assert.deepEqual([lowered.scoreCenti, lowered.grade], [60_00, 'C'])
    const reason = lowered.reasons.find(({ item }) => item === 'negative.general')!
    assert.deepEqual([reason.points, reason.records], [-10_00, [record.id]])
    const shown = await explain(tx, subject.id)
    assert.equal(shown?.grade, 'C')
    assert.match(shown.explanation.zh.join('\n'), /一般失信记录：1 项，减 10 分/)
    await endRecord(tx, record.id, 'repaired', '义务已履行', {
      ...(await said(tx)),
      at: at('2026-05-04').asOf,
    })
    const repaired = await evaluateSubject(tx, subject.id, at('2026-05-05'))
    assert.equal(repaired.grade, 'B')
  }),
)

test(
  'what the public may no longer see neither counts nor shows; what is disputed is marked',
  database.rolledBack(async tx => {
    const record = await brushing(tx)
    await disputeRecord(tx, record.id, '对金额有异议', await said(tx))
    const last = await evaluateSubject(tx, subject.id, at('2027-04-20'))
    assert.deepEqual(last.disputed, [record.id])
    const after = await evaluateSubject(tx, subject.id, at('2027-04-21'))
    assert.equal(after.grade, 'B')
    assert.ok(!canonicalize(after.reasons).includes(record.id))
    assert.deepEqual(after.disputed, [])
  }),
)

test(
  'the same inputs give the same bytes; an unchanged result appends nothing; another number is found',
  database.rolledBack(async tx => {
    await brushing(tx)
    await evaluateSubject(tx, subject.id, at('2026-05-03'))
    await evaluateSubject(tx, subject.id, at('2026-05-04'))
    const rows = await tx.selectFrom('evaluation.score').selectAll().execute()
    assert.equal(rows.length, 1)
    const row = await bodyOf(tx)
    assert.ok(recomputeScore(row.body).same)
    assert.ok(!recomputeScore(row.body.replace('"grade":"C"', '"grade":"A"')).same)
    assert.ok(!recomputeScore(row.body.replace(/"points":(\d+)/, '"points":9$1')).same)
    const wordedBefore = row.body.replace(
      /"sentenceEn":"[^"]*"/,
      '"sentenceEn":"as it was put then"',
    )
    assert.notEqual(wordedBefore, row.body)
    assert.ok(recomputeScore(wordedBefore).same, 'better words in a later version change no number')
    assert.deepEqual((await verifyScores(tx)).faults, [])
    const columns = evaluationFactSources[0]!.columnsOf(JSON.parse(row.body))
    assert.deepEqual(columns, {
      subject_id: row.subject_id,
      score_id: row.score_id,
      at: row.at.toISOString(),
      as_of: row.as_of,
      card_version: row.card_version,
      score_centi: row.score_centi,
      grade: row.grade,
    })
  }),
)

test(
  'the evaluation that stands is the newest of its subject; another in its place is named',
  database.rolledBack(async tx => {
    await said(tx)
    await evaluateSubject(tx, subject.id, at('2026-05-01'))
    await brushing(tx)
    await evaluateSubject(tx, subject.id, at('2026-05-02'))
    const tampered = { table: 'evaluation.current', check: verifyScores }
    assert.deepEqual(await verifyScores(tx), { checked: { scores: 2 }, faults: [], more: 0 })
    assert.deepEqual(await unnoticedColumns(tx, tampered), [])
    await sql`update evaluation.current set score_id = (select score_id from evaluation.score
      where subject_id = ${subject.id} order by score_id limit 1)`.execute(tx)
    const [fault] = (await verifyScores(tx)).faults
    assert.deepEqual([fault?.which, fault?.fault], [subject.id, 'changed: score_id'])
  }),
)

test('many subjects are evaluated in bulk, and the second time nothing changes', async () => {
  const subjects = Array.from({ length: 1_200 }, () => ids.next())
  const deps = { database, clock, ids, verificationsOf: async () => new Map() }
  assert.deepEqual(await evaluateMany(deps, subjects), { evaluated: 1_200, changed: 1_200 })
  assert.deepEqual(await evaluateMany(deps, subjects), { evaluated: 1_200, changed: 0 })
  const routes = evaluationRoutes({
    database,
    publicSubject: async (_, id) => (id === subjects[1] ? subjects[0] : undefined),
  })
  const call = (id: string) =>
    routes.subjectEvaluation({ params: { id } } as Parameters<typeof routes.subjectEvaluation>[0])
  const answer = await call(subjects[1]!)
  assert.ok('grade' in answer)
  assert.deepEqual([answer.subjectId, answer.grade], [subjects[0], 'C'])
  await assert.rejects(async () => call(subjects[2]!))
})
