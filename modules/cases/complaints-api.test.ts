import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Actor, caseOperations } from '#contract'
import { loadPolicies, shippedRules } from '#modules/policy'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { actorOf, testDatabase } from '../../tests/support/index.ts'
import { served } from '../../tests/support/served.ts'
import { caseRoutes } from './index.ts'

const database = await testDatabase()
const clock = fixedClock('2026-09-28T02:00:00Z')
const ids = monotonicIds(clock)
const at = (day: string) => clock.set(`${day}T02:00:00Z`)
await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))

const shop = {
  id: '00000000-0000-7000-8000-00000000c001',
  name: '甲商行',
  area: '130528',
  verified: true,
}
const actors: Record<string, Actor> = {
  officer: actorOf('regulator', { accountId: ids.next(), name: '王某', areas: ['1305'] }),
  merchant: actorOf('merchant', { accountId: ids.next(), areas: [] }),
  consumer: actorOf('consumer', { accountId: ids.next(), organisationId: null, areas: [] }),
  other: actorOf('consumer', { accountId: ids.next(), organisationId: null, areas: [] }),
}
const deps = {
  database,
  clock,
  ids,
  wake: () => {},
  subjectOf: async (_db: unknown, id: string) => (id === shop.id ? shop : undefined),
  ownSubjects: async (_db: unknown, actor: Actor) => (actor === actors.merchant ? [shop.id] : []),
}
const { call } = await served(caseOperations, caseRoutes(deps), { database, ids, actors })

async function ok(as: string, method: 'GET' | 'POST', path: string, body?: unknown) {
  const answer = await call(as, method, path, body)
  assert.equal(answer.status, 200, `${method} ${path}: ${answer.text}`)
  return answer.json
}

const filing = {
  subjectId: shop.id,
  caseType: 'counterfeit',
  title: '收到假货',
  facts: '与正品不符',
  order: { platform: 'p01', order: 'o-1' },
  demand: '退一赔三',
}

const clockOf = (page: { allClocks: { name: string }[] }, name: string) =>
  page.allClocks.find(found => found.name === name) as { due: string; state: string } | undefined

test('[7.5] a mixed filing yields two linked cases; seven working days and sixty days skip holidays and pause for testing', async () => {
  at('2026-09-28')
  const { cases } = await ok('consumer', 'POST', '/complaints', {
    ...filing,
    about: ['complaint', 'report'],
  })
  assert.deepEqual(
    cases.map(({ kind }: { kind: string }) => kind),
    ['complaint', 'finding'],
  )
  const [complaint, report] = await Promise.all(
    cases.map(({ id }: { id: string }) => ok('officer', 'GET', `/cases/${id}`)),
  )
  assert.deepEqual(report.linkedCaseIds, [complaint.id])
  assert.deepEqual([complaint.order, report.order], [filing.order, filing.order])
  assert.equal(report.origin, 'report')
  assert.equal(
    clockOf(complaint, 'accept')!.due,
    '2026-10-13',
    'National Day, its swap days and weekends do not count',
  )
  assert.equal(clockOf(report, 'check')!.due, '2026-10-23', 'fifteen working days')
  await call('officer', 'POST', `/cases/${complaint.id}/acceptance`, {
    accept: false,
    ground: 'too-many',
    reason: '忙',
  }).then(answer => assert.equal(answer.json.code, 'cases.ground-unlawful'))
  at('2026-09-30')
  const accepted = await ok('officer', 'POST', `/cases/${complaint.id}/acceptance`, {
    accept: true,
    reason: '受理',
  })
  assert.equal(clockOf(accepted, 'mediate')!.due, '2026-11-30', 'the sixtieth day is a Sunday')
  assert.equal(accepted.documents[0].kind, 'acceptance')
  at('2026-10-12')
  const testing = await ok('officer', 'POST', `/cases/${complaint.id}/testing`, { reason: '送检' })
  assert.deepEqual(
    [clockOf(testing, 'mediate')!.state, clockOf(testing, 'mediate')!.due],
    ['paused', null],
  )
  at('2026-10-22')
  const resumed = await ok('officer', 'POST', `/cases/${complaint.id}/testing-result`, {
    text: '不合格',
  })
  assert.equal(clockOf(resumed, 'mediate')!.due, '2026-12-09', 'ten days later than the sixtieth')
  const done = await ok('officer', 'POST', `/cases/${complaint.id}/mediation`, {
    outcome: 'agreed',
    text: '退一赔三',
  })
  assert.deepEqual([done.state, clockOf(done, 'mediate')!.state], ['agreed', 'met'])
})

test('who complained sees each step, the merchant its side from acceptance on, and who reported stays hidden', async () => {
  at('2026-09-28')
  const { cases } = await ok('consumer', 'POST', '/complaints', {
    ...filing,
    about: ['complaint', 'report'],
  })
  const [complaint, report] = cases.map(({ id }: { id: string }) => id)
  assert.equal(
    (await ok('consumer', 'GET', '/cases/mine')).items.length,
    4,
    'those of both filings',
  )
  assert.deepEqual((await ok('other', 'GET', '/cases/mine')).items, [])
  const read = (as: string, id: string) => call(as, 'GET', `/cases/${id}`)
  assert.equal((await read('merchant', complaint)).json.code, 'cases.unknown')
  await ok('officer', 'POST', `/cases/${complaint}/acceptance`, { accept: true, reason: '受理' })
  assert.match((await read('merchant', complaint)).json.facts, /退一赔三/)
  assert.deepEqual(
    (await read('consumer', complaint)).json.timeline.map(({ type }: { type: string }) => type),
    ['cases.opened', 'cases.accepted'],
  )
  assert.equal((await read('merchant', report)).json.code, 'cases.unknown')
  const sample = { code: 'sample', title: '抽检报告', sha256: 'a'.repeat(64) }
  const evidence = [sample, { ...sample, titleEn: 'Sampling report', sha256: 'b'.repeat(64) }]
  const added = await ok('officer', 'POST', `/cases/${report}/evidence`, { evidence })
  assert.deepEqual(
    added.evidence.map(({ titleEn }: { titleEn: string }) => titleEn),
    ['抽检报告', 'Sampling report'],
  )
  const own = (await read('consumer', report)).json
  assert.deepEqual([own.timeline.length, own.evidence.length, own.documents.length], [1, 0, 0])
  assert.equal((await read('other', report)).json.code, 'cases.unknown')
})

test('a body that says too much or too little, an unknown subject and a day that does not exist are refused', async () => {
  const open = {
    subjectId: shop.id,
    caseType: 'counterfeit',
    title: 't',
    facts: 'f',
    origin: 'clue',
  }
  const post = (path: string, body: unknown) => call('officer', 'POST', path, body)
  assert.equal((await post('/cases', { ...open, state: 'published' })).status, 400)
  assert.equal(
    (await post('/cases', { ...open, subjectId: ids.next() })).json.code,
    'subject.unknown',
  )
  assert.equal(
    (await post('/cases', { ...open, caseType: 'rudeness' })).json.code,
    'cases.type-unknown',
  )
  const { id } = await ok('officer', 'POST', '/cases', open)
  const order = { disposal: 'order-correction', reason: 'r', basis: 'b' }
  assert.equal((await post(`/cases/${id}/disposal`, order)).json.code, 'cases.field-missing')
  assert.equal(
    (await post(`/cases/${id}/disposal`, { ...order, correctBy: '2026-11-31' })).json.code,
    'cases.day-wrong',
  )
  assert.equal((await call('consumer', 'GET', '/cases')).json.code, 'access.not-allowed')
})
