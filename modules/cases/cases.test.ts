import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Actor, Evidence } from '#contract'
import { createAccount, createOrganisation, operator } from '#modules/access'
import {
  enactPolicy,
  loadPolicies,
  readPolicies,
  shippedCalendar,
  shippedRules,
} from '#modules/policy'
import { publicRecords, readRecord } from '#modules/records'
import type { Tx } from '#platform/database'
import { fixedClock, monotonicIds, Refusal } from '#platform/runtime'
import { actorOf, testDatabase } from '../../tests/support/index.ts'
import { project, readFile } from './facts.ts'
import {
  acknowledgeDelivery,
  answerComplaint,
  answerObjection,
  applyRepair,
  assignCase,
  type CaseFile,
  callHearing,
  caseCounts,
  casePage,
  concludeMediation,
  decideCase,
  decideRepair,
  deliverDecision,
  deliveredDecision,
  disposeCase,
  fileComplaint,
  fileObjection,
  listCases,
  openCase,
  pauseMediation,
  publishDecision,
  recordHearing,
  recordStatement,
  requestHearing,
  resumeMediation,
  revokeDecision,
  serveNotice,
  sweepClocks,
  verifyCase,
} from './index.ts'
import { listOwnCases } from './reads.ts'

const database = await testDatabase()
const clock = fixedClock('2026-09-14T02:00:00Z')
const ids = monotonicIds(clock)
const calendar = shippedCalendar()
const subject = { id: '00000000-0000-7000-8000-00000000c001', name: '甲商行', area: '130528' }
const evidence: Evidence[] = ['price', 'page'].map(code => ({
  code,
  title: code,
  sha256: 'a'.repeat(64),
}))

const finding = {
  facts: '虚构原价。',
  reasons: '违反明码标价规定。',
  basis: '《价格法》第14条',
  penalty: '罚款一万元',
  severity: 'general',
  occurredOn: '2026-08-01',
} as const

const at = (day: string) => clock.set(`${day}T02:00:00Z`)

/** Two officers and the party, with the law loaded; the clock stands on 2026-09-14. */
async function cast(tx: Tx) {
  at('2026-09-14')
  await loadPolicies(tx, shippedRules(), clock.now())
  const by = { actor: operator, at: clock.now(), ids }
  const office = await createOrganisation(
    tx,
    { code: 'amr', kind: 'department', name: '市监局', area: '130528' },
    by,
  )
  const person = async (login: string): Promise<Actor> => {
    const { id } = await createAccount(
      tx,
      {
        organisationId: office.id,
        login,
        name: login,
        passwordHash: 'none',
        passwordTemporary: false,
        roles: ['regulator'],
        areas: ['130528'],
      },
      by,
    )
    return actorOf('regulator', {
      accountId: id,
      name: login,
      organisationId: office.id,
      areas: ['130528'],
    })
  }
  const officer = await person('officer')
  const chief = await person('chief')
  const party = actorOf('merchant', {
    accountId: ids.next(),
    name: '甲',
    organisationId: ids.next(),
    areas: [],
  })
  const policies = await readPolicies(tx)
  const said = (actor: Actor, own: string[] = []) => ({
    actor,
    ownSubjectIds: own,
    at: clock.now(),
    ids,
    calendar,
    policies,
  })
  return {
    officer: () => said(officer),
    chief: () => said(chief),
    party: () => said(party, [subject.id]),
    officerId: officer.accountId!,
  }
}
type Cast = Awaited<ReturnType<typeof cast>>

const refusedAs = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error))
  assert.equal(error.code, code)
  return true
}

const open = (tx: Tx, cast: Cast, more = {}) =>
  openCase(
    tx,
    {
      caseType: 'price-fraud',
      subject,
      title: '虚构原价',
      facts: '预警',
      origin: { kind: 'alert', id: ids.next() },
      evidence,
      ...more,
    },
    cast.officer(),
  )

async function noticed(tx: Tx, cast: Cast): Promise<CaseFile> {
  const { id } = await open(tx, cast)
  await assignCase(tx, id, cast.officerId, cast.chief())
  await verifyCase(tx, id, { stage: 'online-check', text: '页面属实' }, cast.officer())
  await disposeCase(
    tx,
    id,
    { disposal: 'case', reason: '涉嫌违法', basis: '《价格法》' },
    cast.chief(),
  )
  return serveNotice(tx, id, finding, cast.officer())
}

async function published(tx: Tx, cast: Cast): Promise<CaseFile> {
  const { id } = await noticed(tx, cast)
  await recordStatement(tx, id, { text: '没有意见', final: true }, cast.party())
  await decideCase(
    tx,
    id,
    { ...finding, outcome: 'finding', considered: '当事人无异议' },
    cast.chief(),
  )
  await deliverDecision(
    tx,
    id,
    { method: 'electronic', deliveredOn: '2026-09-14', receipt: '电子签收' },
    cast.officer(),
  )
  return publishDecision(
    tx,
    id,
    { textZh: '虚构原价，罚款一万元。' },
    { ...cast.chief(), verified: true },
  )
}

test(
  'the whole road: alert, check, filing, notice, waiver, decision, both letters, publication',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const file = await published(tx, who)
    assert.equal(file.state, 'published')
    assert.deepEqual(
      file.documents.map(({ kind }) => kind),
      ['prior-notice', 'decision', 'repair-notice'],
    )
    assert.match(file.documents[0]!.number, /^130528信告〔2026〕\d+号$/)
    const [record] = await publicRecords(tx, subject.id, clock.now())
    assert.equal(record!.item, 'dishonest.price-fraud')
    assert.equal(record!.caseId, file.id)
    assert.equal(record!.document, file.decision!.document)
    assert.equal((await deliveredDecision(tx, file.id))!.deliveredOn, '2026-09-14')
    const signed = await acknowledgeDelivery(tx, file.id, who.party())
    assert.ok(signed.acknowledgedAt)
    const page = casePage(file, { ...who.chief(), today: '2026-09-14' })
    assert.equal(page.stage, 'credit-management')
    assert.deepEqual(
      page.allClocks.map(({ name, state }) => [name, state]),
      [
        ['assign', 'met'],
        ['decide', 'met'],
        ['statement', 'over'],
        ['hearing-request', 'over'],
        ['deliver', 'met'],
        ['publish', 'met'],
      ],
    )
    assert.deepEqual(await caseCounts(tx), { open: 1, closed: 0 })
  }),
)

test(
  'whoever investigated does not decide, nobody decides while the party may still speak, and no machine decides at all',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const { id } = await noticed(tx, who)
    const decision = { ...finding, outcome: 'finding', considered: '' } as const
    await assert.rejects(
      decideCase(tx, id, decision, who.officer()),
      refusedAs('cases.same-person'),
    )
    await assert.rejects(decideCase(tx, id, decision, who.chief()), refusedAs('cases.window-open'))
    const machine = { ...who.chief(), actor: { ...who.chief().actor, machine: true } } as const
    await assert.rejects(decideCase(tx, id, decision, machine), refusedAs('cases.by-machine'))
    const outside = { ...who.chief(), actor: { ...who.chief().actor, areas: ['3301'] } }
    await assert.rejects(decideCase(tx, id, decision, outside), refusedAs('cases.not-your-part'))
    at('2026-09-22')
    await assert.rejects(
      decideCase(tx, id, { ...decision, severity: 'serious' }, who.chief()),
      refusedAs('cases.heavier-than-noticed'),
    )
    assert.equal((await decideCase(tx, id, decision, who.chief())).state, 'decided')
    await assert.rejects(
      publishDecision(tx, id, { textZh: 'x' }, { ...who.chief(), verified: true }),
      refusedAs('cases.step-unlawful'),
    )
    assert.equal(await deliveredDecision(tx, id), undefined)
  }),
)

test(
  'the page says which steps are lawful for the caller, and from which day the others are',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const file = await noticed(tx, who)
    const stepsOf = (said: ReturnType<Cast['chief']>) =>
      new Map(casePage(file, { ...said, today: '2026-09-14' }).steps.map(step => [step.verb, step]))
    const find = stepsOf(who.chief()).get('find')!
    assert.equal(find.allowed, false)
    assert.equal(find.reason!.code, 'cases.window-open')
    assert.equal(find.notBefore, '2026-09-21', 'a worked Sunday before National Day counts')
    assert.equal(stepsOf(who.officer()).get('find')!.reason!.code, 'cases.same-person')
    assert.deepEqual([...stepsOf(who.party()).keys()].sort(), ['request-hearing', 'state'])
    const seen = casePage(file, { ...who.party(), today: '2026-09-14' })
    assert.deepEqual(
      seen.timeline.map(({ type }) => type),
      ['cases.notice-served'],
    )
    assert.equal(seen.facts, finding.facts)
  }),
)

test(
  'a party does not see a case before it was told of it',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const file = await open(tx, who)
    assert.throws(
      () => casePage(file, { ...who.party(), today: '2026-09-14' }),
      refusedAs('cases.unknown'),
    )
    const own = () =>
      listOwnCases(
        tx,
        who.party(),
        { before: undefined, limit: 10 },
        { today: '2026-09-14', calendar },
      )
    assert.deepEqual(await own(), [])
    await noticed(tx, who)
    assert.equal((await own()).length, 1)
  }),
)

test(
  'one alert opens one case about a subject',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const origin = { kind: 'alert', id: 'alert-1' } as const
    await open(tx, who, { origin })
    await assert.rejects(open(tx, who, { origin }), refusedAs('cases.already-open'))
  }),
)

test(
  'a finding needs the evidence that its record will name',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const { id } = await open(tx, who, { evidence: [] })
    await assignCase(tx, id, who.officerId, who.chief())
    await disposeCase(
      tx,
      id,
      { disposal: 'case', reason: '涉嫌违法', basis: '《价格法》' },
      who.chief(),
    )
    await assert.rejects(
      serveNotice(tx, id, finding, who.officer()),
      refusedAs('cases.evidence-missing'),
    )
  }),
)

test(
  'an alert’s bundle is kept whole and named by its digest',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const content = { members: ['a', 'b'], density: 3 }
    const { id } = await open(tx, who, {
      bundles: [{ code: 'bundle', title: '预警证据包', content }],
    })
    const kept = (await readFile(tx, id))!.evidence.find(({ code }) => code === 'bundle')!
    assert.deepEqual(kept.content, content)
    assert.match(kept.sha256, /^[0-9a-f]{64}$/)
  }),
)

test(
  'an act past its limitation is not noticed',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const { id } = await open(tx, who)
    await assignCase(tx, id, who.officerId, who.chief())
    await disposeCase(
      tx,
      id,
      { disposal: 'case', reason: '涉嫌违法', basis: '《价格法》' },
      who.chief(),
    )
    await assert.rejects(
      serveNotice(tx, id, { ...finding, occurredOn: '2024-09-01' }, who.officer()),
      refusedAs('cases.limitation-passed'),
    )
  }),
)

test(
  'a rule that changes leaves running cases on the old number and puts new ones on the new',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const before = await open(tx, who)
    await enactPolicy(
      tx,
      {
        key: 'penalty.decide',
        value: 60,
        from: '2026-10-10',
        basis: '新规',
        confidence: 'text',
        sourceUrl: null,
      },
      { actor: who.chief().actor, at: clock.now(), today: '2026-09-14' },
    )
    at('2026-10-12')
    const later = await cast2(tx, who)
    const after = await open(tx, later)
    assert.deepEqual(
      [before.rules['penalty.decide']!.value, after.rules['penalty.decide']!.value],
      [90, 60],
    )
    const decideDue = async (id: string) => {
      await assignCase(tx, id, later.officerId, later.chief())
      const file = await disposeCase(
        tx,
        id,
        { disposal: 'case', reason: '涉嫌违法', basis: '《价格法》' },
        later.chief(),
      )
      const page = casePage(file, { ...later.chief(), today: '2026-10-12' })
      return page.clocks.find(({ name }) => name === 'decide')!
    }
    const [old, fresh] = [await decideDue(before.id), await decideDue(after.id)]
    assert.deepEqual(
      [old.term.en, old.policyVersion, fresh.term.en, fresh.policyVersion],
      ['90 days', 1, '60 days', 2],
    )
    assert.ok(old.due! > fresh.due!)
  }),
)

/** The same people, reading the law anew. */
async function cast2(tx: Tx, who: Cast): Promise<Cast> {
  const policies = await readPolicies(tx)
  return {
    ...who,
    officer: () => ({ ...who.officer(), policies }),
    chief: () => ({ ...who.chief(), policies }),
  }
}

test(
  'a complaint that also reports becomes two linked cases; the sixty days stand still while goods are tested',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const consumer = {
      ...who.party(),
      actor: actorOf('consumer', { accountId: ids.next(), organisationId: null }),
      ownSubjectIds: [],
    }
    const [complaint, report] = await fileComplaint(
      tx,
      {
        subject,
        about: ['complaint', 'report'],
        caseType: 'counterfeit',
        title: '假货',
        facts: '收到假货',
      },
      consumer,
    )
    assert.deepEqual(report!.linked, [complaint!.id])
    const clockOf = (file: CaseFile, today: string) =>
      casePage(file, { ...who.chief(), today }).clocks[0]!
    assert.deepEqual(
      [clockOf(complaint!, '2026-09-14').name, clockOf(complaint!, '2026-09-14').due],
      ['accept', '2026-09-22'],
    )
    await assert.rejects(
      answerComplaint(
        tx,
        complaint!.id,
        { accept: false, ground: 'too-busy', reason: '忙' },
        who.chief(),
      ),
      refusedAs('cases.ground-unlawful'),
    )
    const accepted = await answerComplaint(
      tx,
      complaint!.id,
      { accept: true, reason: '受理' },
      who.chief(),
    )
    assert.equal(clockOf(accepted, '2026-09-14').due, '2026-11-13')
    at('2026-09-20')
    const paused = await pauseMediation(tx, complaint!.id, '送检', who.chief())
    assert.deepEqual(
      [clockOf(paused, '2026-09-21').state, clockOf(paused, '2026-09-21').due],
      ['paused', null],
    )
    at('2026-10-10')
    const resumed = await resumeMediation(tx, complaint!.id, { text: '不合格' }, who.chief())
    assert.equal(clockOf(resumed, '2026-10-10').due, '2026-12-03', 'twenty days later')
    const done = await concludeMediation(
      tx,
      complaint!.id,
      { outcome: 'agreed', text: '退款' },
      who.chief(),
    )
    assert.equal(done.state, 'agreed')
  }),
)

test(
  'a disputed record bears the mark until the answer; a wrong one is corrected',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const file = await published(tx, who)
    const recordId = file.recordIds[0]!
    const objection = await fileObjection(
      tx,
      { subject, recordId, claim: '金额有误', reason: '应为八千元' },
      who.party(),
    )
    assert.equal((await readRecord(tx, recordId))!.disputed, true)
    await assert.rejects(
      fileObjection(tx, { subject, recordId, claim: '再次', reason: '再次' }, who.party()),
      refusedAs('cases.already-open'),
    )
    await answerObjection(
      tx,
      objection.id,
      { answer: 'correct', reason: '属实', corrections: { textZh: '罚款八千元。' } },
      who.chief(),
    )
    const record = (await readRecord(tx, recordId))!
    assert.deepEqual([record.disputed, record.textZh], [false, '罚款八千元。'])
  }),
)

test(
  'repair by class: a general record not before three months, and then it leaves the public page at once',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const file = await published(tx, who)
    const request = {
      subject,
      recordId: file.recordIds[0]!,
      proof: [{ code: 'proof', title: '缴款凭证', sha256: 'b'.repeat(64) }],
      pledge: '不再违法',
      pledgedBy: '甲',
    }
    at('2026-12-13')
    await assert.rejects(applyRepair(tx, request, who.party()), refusedAs('cases.repair-too-early'))
    await assert.rejects(
      applyRepair(tx, request, { ...who.party(), ownSubjectIds: [] }),
      refusedAs('cases.record-not-own'),
    )
    at('2026-12-14')
    const repair = await applyRepair(tx, request, who.party())
    assert.equal(
      casePage(repair, { ...who.chief(), today: '2026-12-14' }).clocks[0]!.due,
      '2026-12-23',
      'seven working days',
    )
    assert.equal((await publicRecords(tx, subject.id, clock.now())).length, 1)
    await decideRepair(tx, repair.id, { grant: true, reason: '已履行' }, who.chief())
    assert.deepEqual(await publicRecords(tx, subject.id, clock.now()), [])
  }),
)

test(
  'a revoked decision takes its record with it',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const file = await published(tx, who)
    await revokeDecision(
      tx,
      file.id,
      { reason: '复议撤销', document: '冀市监复〔2026〕1号' },
      who.chief(),
    )
    assert.equal((await readRecord(tx, file.recordIds[0]!))!.ended, 'withdrawn')
    assert.equal(await deliveredDecision(tx, file.id), undefined)
  }),
)

test(
  'the queue shows the most urgent first, and only of one’s area',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const calm = await open(tx, who)
    await assignCase(tx, calm.id, who.officerId, who.chief())
    const urgent = await open(tx, who)
    const page = { after: undefined, limit: 10 }
    const queue = (actor: Actor) =>
      listCases(tx, actor, { open: true }, page, { today: '2026-09-17', calendar })
    const seen = await queue(who.chief().actor)
    assert.deepEqual(
      seen.map(({ id }) => id),
      [urgent.id, calm.id],
    )
    assert.equal(seen[0]!.overdue, true)
    assert.deepEqual(await queue({ ...who.chief().actor, areas: ['3301'] }), [])
    const next = await listCases(
      tx,
      who.chief().actor,
      {},
      { after: ['2026-09-16', urgent.id], limit: 10 },
      { today: '2026-09-17', calendar },
    )
    assert.deepEqual(
      next.map(({ id }) => id),
      [calm.id],
    )
  }),
)

test(
  'the file is the fold of its facts: projecting it again changes nothing, and facts cannot be changed',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const { id } = await published(tx, who)
    const rows = async () => [
      await tx.selectFrom('cases.case_file').selectAll().execute(),
      await tx.selectFrom('cases.clock').selectAll().orderBy('ordinal').execute(),
    ]
    const before = await rows()
    await project(tx, (await readFile(tx, id))!, calendar)
    assert.deepEqual(await rows(), before)
    await assert.rejects(sql`update cases.fact set body = '{}'`.execute(tx), /never changed/)
  }),
)

test(
  'a duty not done by its day is reported one level up, again at each interval, and never past the top',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const { id } = await open(tx, who)
    // The sweep opens transactions of its own; here they are parts of the test's.
    const inside = { ...database, db: tx, tx: <T>(work: (tx: Tx) => Promise<T>) => work(tx) }
    const sweepOn = (day: string) => {
      at(day)
      return sweepClocks({ database: inside, clock, ids })
    }
    const levels = async () => (await readFile(tx, id))!.clocks[0]!.escalations
    assert.equal(await sweepOn('2026-09-16'), 0, 'the last day is in time')
    assert.equal(await sweepOn('2026-09-17'), 1)
    assert.equal(await sweepOn('2026-09-18'), 0)
    const first = casePage((await readFile(tx, id))!, { ...who.chief(), today: '2026-09-18' })
    assert.deepEqual([first.overdue, first.clocks[0]!.escalations], [true, 1])
    assert.equal(first.timeline.at(-1)!.type, 'cases.overdue')
    for (const day of ['2026-10-12', '2026-11-12', '2026-12-14']) await sweepOn(day)
    assert.equal(await levels(), 3)
    await assignCase(tx, id, who.officerId, who.chief())
    assert.equal(
      casePage((await readFile(tx, id))!, { ...who.chief(), today: '2026-12-14' }).overdue,
      false,
    )
  }),
)

test(
  'a hearing asked for in time must be held, called a notice term ahead and chaired by one who did not investigate',
  database.rolledBack(async tx => {
    const who = await cast(tx)
    const { id } = await noticed(tx, who)
    at('2026-09-21')
    await assert.rejects(
      requestHearing(tx, id, '要求听证', who.party()),
      refusedAs('cases.window-closed'),
    )
    at('2026-09-18')
    await requestHearing(tx, id, '要求听证', who.party())
    const decision = { ...finding, outcome: 'finding', considered: '' } as const
    at('2026-09-30')
    await assert.rejects(
      decideCase(tx, id, decision, who.chief()),
      refusedAs('cases.step-unlawful'),
    )
    const soon = { on: '2026-10-09', place: '一楼' }
    await assert.rejects(
      callHearing(tx, id, soon, who.officer()),
      refusedAs('cases.hearing-too-soon'),
    )
    await callHearing(tx, id, { on: '2026-10-19', place: '一楼' }, who.officer())
    await assert.rejects(
      recordHearing(tx, id, { minutes: '笔录' }, who.chief()),
      refusedAs('cases.hearing-ahead'),
    )
    at('2026-10-19')
    await assert.rejects(
      recordHearing(tx, id, { minutes: '笔录' }, who.officer()),
      refusedAs('cases.same-person'),
    )
    await recordHearing(tx, id, { minutes: '笔录' }, who.chief())
    assert.equal((await decideCase(tx, id, decision, who.chief())).state, 'decided')
  }),
)
