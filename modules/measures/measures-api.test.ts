import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Actor, caseOperations, measureOperations, policyOperations } from '#contract'
import { addDays } from '#lib/calendar'
import { createAccount, createOrganisation, operator } from '#modules/access'
import { caseFactSources, caseRoutes } from '#modules/cases'
import { loadPolicies, policyRoutes, shippedRules } from '#modules/policy'
import { publicRecords } from '#modules/records'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { actorOf, testDatabase, undone, unnoticedColumns } from '../../tests/support/index.ts'
import { served } from '../../tests/support/served.ts'
import {
  entriesOf,
  measureFactSources,
  measureRoutes,
  type Party,
  sweepTerms,
  verifyMeasures,
} from './index.ts'

const database = await testDatabase()
const clock = fixedClock('2026-09-14T02:00:00Z')
const ids = monotonicIds(clock)
const at = (day: string) => clock.set(`${day}T02:00:00Z`)
const sha256 = 'a'.repeat(64)

/** Subjects as the registry would answer them; each test has its own. */
const parties: Party[] = 'abcdefghijklmnopqrstuvwxyz'.split('').map((letter, i) => ({
  id: `00000000-0000-7000-8000-00000000c0${i.toString(16).padStart(2, '0')}`,
  name: `${letter.toUpperCase()}商行`,
  code: `91130528MA0000${letter.toUpperCase()}`,
  area: '130528',
  verified: true,
}))
let used = 0
const newParty = (): Party => parties[used++]!

const byOperator = { actor: operator, at: clock.now(), ids }
const staff = await database.tx(async tx => {
  await loadPolicies(tx, shippedRules(), clock.now())
  const kind = { kind: 'department', area: '130528' } as const
  const office = await createOrganisation(tx, { code: 'amr', name: '市监局', ...kind }, byOperator)
  const person = async (login: string): Promise<Actor> => {
    const account = {
      organisationId: office.id,
      login,
      name: login,
      passwordHash: 'none',
      passwordTemporary: false,
      roles: ['regulator'] as const,
      areas: ['130528'],
    }
    const { id } = await createAccount(tx, account, byOperator)
    return actorOf('regulator', {
      accountId: id,
      name: login,
      organisationId: office.id,
      areas: ['130528'],
    })
  }
  return { officer: await person('officer'), chief: await person('chief') }
})

const organisation = (
  role: Parameters<typeof actorOf>[0],
  code: string,
  more: Partial<Actor> = {},
) =>
  actorOf(role, {
    accountId: ids.next(),
    organisationId: ids.next(),
    organisationCode: code,
    name: code,
    areas: [],
    ...more,
  })

const merchants = Object.fromEntries(
  parties.map((_party, i) => [`m${i}`, organisation('merchant', `m${i}`)]),
)
const actors: Record<string, Actor> = {
  ...staff,
  ...merchants,
  creditOffice: actorOf('credit-office', { accountId: ids.next(), areas: ['130528'] }),
  consumer: actorOf('consumer', { accountId: ids.next(), organisationId: null, areas: [] }),
  p01: organisation('platform', 'p01', { machine: true }),
  p02: organisation('platform', 'p02', { machine: true }),
  bank: organisation('finance', 'bank'),
  nextCounty: actorOf('regulator', { accountId: ids.next(), areas: ['130529'] }),
}
const partyOf = async (_db: unknown, id: string) => parties.find(party => party.id === id)
const deps = {
  database,
  clock,
  ids,
  wake: () => {},
  subjectOf: partyOf,
  partyOf,
  partyByCode: async (_db: unknown, code: string) => parties.find(party => party.code === code),
  ownSubjects: async (_db: unknown, actor: Actor) =>
    parties.filter((_, i) => merchants[`m${i}`] === actor).map(({ id }) => id),
}
const { call } = await served(
  { ...policyOperations, ...caseOperations, ...measureOperations },
  { ...policyRoutes(deps), ...caseRoutes(deps), ...measureRoutes(deps) },
  { database, ids, actors },
)

/** Calls and expects success. */
async function ok(as: string | null, method: 'GET' | 'POST', path: string, body?: unknown) {
  const answer = await call(as, method, path, body)
  assert.equal(answer.status, 200, `${method} ${path}: ${answer.text}`)
  return answer.json
}

async function refused(as: string | null, path: string, body: unknown, code: string) {
  const answer = await call(as, 'POST', path, body)
  assert.equal(answer.json.code, code, answer.text)
}

const finding = {
  facts: '组织虚假交易三百单。',
  reasons: '以虚假交易提升排名。',
  basis: '《反不正当竞争法》第9条',
  penalty: '罚款二十万元',
  severity: 'serious',
  occurredOn: '2026-08-01',
  list: 'samr-serious',
}
const decision = { ...finding, outcome: 'finding', considered: '当事人无异议' }
const merchantOf = (party: Party) => `m${parties.indexOf(party)}`

async function noticedCase(party: Party): Promise<string> {
  const opened = await ok('officer', 'POST', '/cases', {
    subjectId: party.id,
    caseType: 'brushing',
    title: '组织虚假交易',
    facts: '预警显示密集交易',
    origin: 'alert',
    originId: ids.next(),
    evidence: ['orders', 'graph'].map(code => ({ code, title: code, sha256 })),
  })
  await ok('chief', 'POST', `/cases/${opened.id}/assignment`, {
    handlerId: staff.officer.accountId,
  })
  await ok('chief', 'POST', `/cases/${opened.id}/disposal`, {
    disposal: 'case',
    reason: '涉嫌违法',
    basis: '《行政处罚法》第54条',
  })
  await ok('officer', 'POST', `/cases/${opened.id}/notice`, finding)
  return opened.id
}

async function decidedCase(party: Party, more = {}): Promise<string> {
  const id = await noticedCase(party)
  await ok(merchantOf(party), 'POST', `/cases/${id}/statement`, { text: '没有意见', final: true })
  await ok('chief', 'POST', `/cases/${id}/decision`, { ...decision, ...more })
  return id
}

async function deliveredCase(party: Party, more = {}): Promise<string> {
  const id = await decidedCase(party, more)
  await ok('officer', 'POST', `/cases/${id}/delivery`, {
    method: 'electronic',
    deliveredOn: clock.now().toISOString().slice(0, 10),
    receipt: '电子签收',
  })
  return id
}

async function listed(party: Party) {
  const caseId = await deliveredCase(party)
  await ok('chief', 'POST', `/cases/${caseId}/publication`, {
    textZh: '组织虚假交易，罚款二十万元。',
  })
  const entry = await ok('chief', 'POST', '/lists/samr-serious/entries', {
    caseId,
    reason: '情节严重',
  })
  return { caseId, entry }
}

const shown = async (party: Party) =>
  (await publicRecords(database.db, party.id, clock.now())).length

test('[19.1] no list type without a qualifying basis, no publication and no listing without a delivered decision', async () => {
  at('2026-09-14')
  const party = newParty()
  const list = {
    code: 'county-black',
    zh: '本县黑名单',
    en: 'County black list',
    nature: 'serious-dishonesty',
    basisKind: 'departmental-rule',
    basis: '本县通知',
    termKey: 'seriousList.term',
    criteriaZh: '三次一般失信',
    measures: [],
  }
  await refused('creditOffice', '/lists', list, 'measures.no-basis')
  const lawful = {
    ...list,
    code: 'food-serious',
    basisKind: 'law',
    basis: '《食品安全法》',
    article: '第113条',
  }
  assert.equal((await ok('creditOffice', 'POST', '/lists', lawful)).basisKind, 'law')
  await refused('creditOffice', '/lists', lawful, 'measures.list-taken')
  const id = await noticedCase(party)
  const publish = () => call('chief', 'POST', `/cases/${id}/publication`, { textZh: '罚款' })
  const enter = { caseId: id, reason: '情节严重' }
  const notYet = async () => {
    assert.equal((await publish()).json.code, 'cases.step-unlawful')
    await refused('chief', '/lists/samr-serious/entries', enter, 'cases.not-delivered')
  }
  await notYet()
  await refused('chief', `/cases/${id}/decision`, decision, 'cases.window-open')
  at('2026-09-22')
  await refused('officer', `/cases/${id}/decision`, decision, 'cases.same-person')
  const other = { ...decision, list: 'food-serious' }
  await refused('chief', `/cases/${id}/decision`, other, 'cases.list-not-noticed')
  await ok('chief', 'POST', `/cases/${id}/decision`, decision)
  await notYet()
  assert.equal(await shown(party), 0)
  await ok('officer', 'POST', `/cases/${id}/delivery`, {
    method: 'post',
    deliveredOn: '2026-09-22',
    receipt: 'EMS',
  })
  assert.equal((await publish()).status, 200)
  const entry = await ok('chief', 'POST', '/lists/samr-serious/entries', enter)
  assert.deepEqual(
    [entry.caseId, entry.enteredOn, entry.until, entry.removableFrom],
    [id, '2026-09-22', '2029-09-22', '2027-09-22'],
  )
  assert.equal(await shown(party), 2, 'the finding and the listing')
  assert.equal((await entriesOf(database.db, party.id, '2026-09-22'))[0]!.id, entry.id)
})

test('[22.2] a deadline changed with a future date leaves running cases on the old rule and puts new ones on the new', async () => {
  at('2026-09-14')
  const file = (subjectId: string) =>
    ok('consumer', 'POST', '/complaints', {
      subjectId,
      about: ['complaint'],
      caseType: 'counterfeit',
      title: '假货',
      facts: '收到假货',
    })
  const running = (await file(newParty().id)).cases[0].id
  await ok('creditOffice', 'POST', '/policies/complaint.mediate', {
    value: 40,
    from: '2026-09-16',
    basis: '新办法',
    confidence: 'text',
  })
  at('2026-09-16')
  const fresh = (await file(newParty().id)).cases[0].id
  const clockOf = async (id: string) => {
    const page = await ok('chief', 'POST', `/cases/${id}/acceptance`, {
      accept: true,
      reason: '受理',
    })
    return page.clocks.find((c: { name: string }) => c.name === 'mediate')
  }
  const [old, now] = [await clockOf(running), await clockOf(fresh)]
  assert.deepEqual([old.term.en, old.due], ['60 days', '2026-11-16'], 'a Sunday rolls to Monday')
  assert.deepEqual([now.term.en, now.due], ['40 days', '2026-10-26'])
  assert.equal(now.policyVersion, old.policyVersion + 1)
})

test('[6.5] the entry check answers restricted with basis and end date, and clear after removal', async () => {
  at('2026-09-14')
  const party = newParty()
  const check = () => ok('p01', 'POST', '/measures/checks', { code: party.code })
  assert.equal((await check()).verdict, 'clear')
  const { entry } = await listed(party)
  const answer = await check()
  assert.equal(answer.verdict, 'restricted')
  const barred = answer.restrictions.find(
    (r: { measure: string }) => r.measure === 'platform.refuse-entry',
  )
  assert.deepEqual([barred.until, barred.basis.length > 0], ['2029-09-14', true])
  await ok('chief', 'POST', `/entries/${entry.id}/removal`, { reason: '法院裁定' })
  assert.equal((await check()).verdict, 'clear')
  assert.equal(
    (await ok('p01', 'POST', '/measures/checks', { code: '没有' })).verdict,
    'unknown-subject',
  )
})

/** A record of the class: refused the day before, granted from its first day, off the page by itself at its last. */
async function repairsByClass(severity: string, { from, gone }: { from: string; gone: string }) {
  at('2026-09-14')
  const party = newParty()
  const merchant = merchantOf(party)
  const caseId = await deliveredCase(party, { severity })
  const page = await ok('chief', 'POST', `/cases/${caseId}/publication`, { textZh: '罚款' })
  const recordId = page.recordIds[0]
  at(addDays(gone, -1))
  assert.equal(await shown(party), 1)
  at(gone)
  assert.equal(await shown(party), 0, `${severity} is gone on ${gone}`)
  const proof = [{ code: 'proof', title: '缴款凭证', sha256 }]
  const request = { recordId, proof, pledge: '不再违法', pledgedBy: '法定代表人' }
  if (from > '2026-09-14') {
    at(addDays(from, -1))
    await refused(merchant, '/repairs', request, 'cases.repair-too-early')
  }
  at(from)
  const repair = await ok(merchant, 'POST', '/repairs', request)
  assert.equal(await shown(party), 1)
  await ok('chief', 'POST', `/cases/${repair.id}/repair-decision`, {
    grant: true,
    reason: '已履行',
  })
  assert.equal(await shown(party), 0)
}

test('[19.6] minor once duties are done, general not before three months and gone at a year, serious not before a year and gone at three; the lift reaches every recipient', async () => {
  await repairsByClass('minor', { from: '2026-09-14', gone: '2026-12-15' })
  await repairsByClass('general', { from: '2026-12-14', gone: '2027-09-15' })
  await repairsByClass('serious', { from: '2027-09-14', gone: '2029-09-15' })
  at('2026-09-14')
  const party = newParty()
  const start = (await ok('p01', 'GET', '/measures/feed?limit=100')).next
  const { entry } = await listed(party)
  const merchant = merchantOf(party)
  const imposed = await ok('p01', 'GET', `/measures/feed?after=${start}`)
  assert.deepEqual(
    imposed.items.map((i: { measure: string }) => i.measure),
    ['platform.refuse-entry', 'platform.expose'],
  )
  assert.ok(imposed.items.every((i: { labelZh: string }) => i.labelZh.startsWith('供参考')))
  const request = {
    recordId: entry.recordId,
    proof: [{ code: 'proof', title: '缴款凭证', sha256 }],
    pledge: '不再组织虚假交易',
    pledgedBy: '法定代表人',
  }
  at('2027-09-13')
  const terms = await ok(merchant, 'GET', `/records/${entry.recordId}/repair-terms`)
  assert.deepEqual(
    [terms.repairableFrom, terms.shownUntil, terms.mayApply],
    ['2027-09-14', '2029-09-14', false],
  )
  await refused(merchant, '/repairs', request, 'cases.repair-too-early')
  at('2027-09-14')
  const repair = await ok(merchant, 'POST', '/repairs', request)
  assert.equal(await shown(party), 2)
  await refused(
    'p01',
    `/cases/${repair.id}/repair-decision`,
    { grant: true, reason: '已履行' },
    'access.not-allowed',
  )
  await ok('chief', 'POST', `/cases/${repair.id}/repair-decision`, {
    grant: true,
    reason: '已履行',
  })
  assert.equal(await shown(party), 0)
  assert.deepEqual(await entriesOf(database.db, party.id, '2027-09-14'), [])
  const lifted = await ok('p01', 'GET', `/measures/feed?after=${imposed.next}`)
  assert.deepEqual(
    lifted.items.map((i: { change: string; measure: string }) => [i.change, i.measure]),
    [
      ['lifted', 'platform.refuse-entry'],
      ['lifted', 'platform.expose'],
    ],
  )
  const measures = await ok('chief', 'GET', `/measures?subject=${party.id}&measure=platform.expose`)
  const { state, receipts } = measures.items[0]
  assert.equal(state, 'lifted')
  assert.deepEqual(
    receipts.map((r: { organisation: string; liftedFetchedAt: string }) => [
      r.organisation,
      r.liftedFetchedAt,
    ]),
    [['p01', '2027-09-14T02:00:00.000Z']],
  )
})

test('a serious entry that nobody repairs is gone at three years, with all it brought', async () => {
  at('2026-09-14')
  const party = newParty()
  const { entry } = await listed(party)
  at('2029-09-14')
  assert.equal((await entriesOf(database.db, party.id, '2029-09-14')).length, 1)
  at('2029-09-15')
  assert.deepEqual(await entriesOf(database.db, party.id, '2029-09-15'), [])
  assert.equal(await shown(party), 0)
  assert.ok((await sweepTerms(deps)) > 0)
  const all = await ok('chief', 'GET', '/lists/samr-serious/entries?state=expired')
  assert.ok(all.items.some((item: { id: string }) => item.id === entry.id))
  const mine = await ok(merchantOf(party), 'GET', '/measures/mine')
  assert.deepEqual(mine, { entries: [], measures: [] })
})

test('[18.1] a candidate on a serious-dishonesty list is refused; an honest one is entered after notice by another person and leaves at term', async () => {
  at('2026-09-14')
  const dishonest = newParty()
  await listed(dishonest)
  const nominate = (party: Party) => ({
    subjectId: party.id,
    reason: '三年无投诉',
    evidence: [{ code: 'certificate', title: '证明', sha256 }],
  })
  await refused(
    'officer',
    '/lists/red-list/candidates',
    nominate(dishonest),
    'measures.blocked-by-dishonesty',
  )
  const honest = newParty()
  const candidate = await ok('officer', 'POST', '/lists/red-list/candidates', nominate(honest))
  const accept = { accept: true, reason: '核查无异议' }
  await refused('officer', `/entries/${candidate.id}/decision`, accept, 'measures.same-person')
  await refused('chief', `/entries/${candidate.id}/decision`, accept, 'measures.notice-running')
  at('2026-09-21')
  const entry = await ok('chief', 'POST', `/entries/${candidate.id}/decision`, accept)
  assert.deepEqual([entry.state, entry.until], ['in-force', '2028-09-21'])
  const benefits = (await ok(merchantOf(honest), 'GET', '/measures/mine')).measures
  assert.ok(
    benefits.every(
      (m: { class: string; until: string }) => m.class === 'incentive' && m.until === '2028-09-21',
    ),
  )
  at('2028-09-22')
  await sweepTerms(deps)
  assert.deepEqual((await ok(merchantOf(honest), 'GET', '/measures/mine')).entries, [])
})

test('[19.4] a hint is labelled for reference; nobody orders it, and a right is reduced only where the list’s basis says so', async () => {
  at('2026-09-14')
  const party = newParty()
  const { caseId, entry } = await listed(party)
  const hints = await ok('bank', 'GET', '/measures/feed?limit=100')
  const hint = hints.items.find((i: { subject: { id: string } }) => i.subject.id === party.id)
  assert.deepEqual([hint.measure, hint.labelZh], ['finance.hint', '供参考，由市场主体自主决定'])
  const impose = (measure: string, more = {}) => ({
    measure,
    subjectId: party.id,
    reason: '依据',
    ...more,
  })
  await refused(
    'chief',
    '/measures',
    impose('finance.hint', { entryId: entry.id }),
    'measures.not-yours',
  )
  await refused(
    'chief',
    '/measures',
    impose('position.barred', { entryId: entry.id }),
    'measures.no-ground',
  )
  await refused('chief', '/measures', impose('approval.strict', { caseId }), 'measures.no-ground')
  await refused(
    'chief',
    '/measures',
    impose('hotel.barred', { caseId }),
    'measures.outside-catalogue',
  )
  assert.equal(
    (await ok('chief', 'POST', '/measures', impose('supervision.key', { caseId }))).class,
    'management',
  )
})

test('[18.4] a platform fetches what is new on the red list and reports what it applied; another sees its own answer only', async () => {
  at('2026-09-14')
  const honest = newParty()
  const evidence = [{ code: 'certificate', title: '证明', sha256 }]
  const nomination = { subjectId: honest.id, reason: '三年无投诉', evidence }
  const candidate = await ok('officer', 'POST', '/lists/red-list/candidates', nomination)
  const before = (await ok('p01', 'GET', '/measures/feed?limit=100')).next
  assert.deepEqual((await ok('p01', 'GET', `/measures/feed?after=${before}`)).items, [])
  at('2026-09-21')
  await ok('chief', 'POST', `/entries/${candidate.id}/decision`, { accept: true, reason: '无异议' })
  const { items } = await ok('p01', 'GET', `/measures/feed?after=${before}`)
  assert.deepEqual(
    items.map((i: { measure: string; labelZh: string }) => [i.measure, i.labelZh]),
    [
      ['platform.search-order', '守信激励'],
      ['platform.promotion', '守信激励'],
    ],
  )
  const feedback = `/measures/${items[0].measureId}/feedback`
  await ok('p01', 'POST', feedback, { applied: true })
  const second = await ok('p02', 'POST', feedback, { applied: false, reason: '无此商家' })
  assert.deepEqual(
    second.feedback.map((f: { organisation: string }) => f.organisation),
    ['p02'],
  )
  await refused('bank', feedback, { applied: true }, 'measures.unknown')
  const again = await ok('p02', 'GET', `/measures/feed?after=${before}`)
  assert.deepEqual(
    again.items.map((i: { feedback: { reason: string } | null }) => i.feedback?.reason),
    ['无此商家', undefined],
  )
  const seen = await ok(
    'chief',
    'GET',
    `/measures?subject=${honest.id}&measure=platform.search-order`,
  )
  assert.deepEqual(
    seen.items[0].feedback.map((f: { organisation: string; applied: boolean }) => [
      f.organisation,
      f.applied,
    ]),
    [
      ['p01', true],
      ['p02', false],
    ],
  )
})

test('an office is told of measures in its own area and of no other', async () => {
  at('2026-09-14')
  const party = newParty()
  await listed(party)
  const toldOf = async (as: string) => {
    const page = await ok(as, 'GET', '/measures/feed?limit=100')
    return page.items.some(({ subject }: { subject: Party }) => subject.id === party.id)
  }
  assert.deepEqual([await toldOf('creditOffice'), await toldOf('nextCounty')], [true, false])
})

test('[19.5] a platform applies and lifts each of the five measures by its own choice, unseen by other platforms, and says what it did', async () => {
  at('2026-09-14')
  const party = newParty()
  for (const measure of ['refuse-entry', 'lower-grade', 'close-shop', 'freeze-account', 'expose']) {
    const own = await ok('p01', 'POST', '/measures', {
      measure: `platform.${measure}`,
      subjectId: party.id,
      reason: '平台规则第8条',
      until: '2026-12-31',
    })
    await refused('p02', `/measures/${own.id}/lifting`, { reason: '解除' }, 'measures.not-yours')
    const seenBy = async (as: string) =>
      (await ok(as, 'GET', '/measures/feed?limit=100&after=0')).items.some(
        (i: { measureId: string }) => i.measureId === own.id,
      )
    assert.equal(await seenBy('p02'), false)
    await refused(
      'p01',
      `/measures/${own.id}/feedback`,
      { applied: false },
      'measures.reason-missing',
    )
    const told = await ok('p01', 'POST', `/measures/${own.id}/feedback`, {
      applied: false,
      reason: '店铺已关闭',
    })
    assert.deepEqual(
      [told.feedback[0].organisation, told.feedback[0].reason],
      ['p01', '店铺已关闭'],
    )
    assert.equal(
      (await ok('p01', 'POST', `/measures/${own.id}/lifting`, { reason: '整改完成' })).state,
      'lifted',
    )
  }
})

test('a decision that is not serious leads to no serious-dishonesty list; a revoked one takes entry, measures and records away', async () => {
  at('2026-09-14')
  const party = newParty()
  const mild = await deliveredCase(party, { severity: 'general' })
  await refused(
    'chief',
    '/lists/samr-serious/entries',
    { caseId: mild, reason: 'x' },
    'measures.decision-too-light',
  )
  await ok('chief', 'POST', '/lists/attention/entries', { caseId: mild, reason: '重点关注' })
  await ok('chief', 'POST', `/cases/${mild}/publication`, { textZh: '罚款' })
  assert.equal(await shown(party), 1)
  await ok('chief', 'POST', `/cases/${mild}/revocation`, {
    reason: '复议撤销',
    document: '复〔2026〕1号',
  })
  assert.equal(await shown(party), 0)
  const mine = await ok(merchantOf(party), 'GET', '/measures/mine')
  assert.deepEqual(mine, { entries: [], measures: [] })
})

test('[19.7] the disputed mark stands until the answer; a wrong item is corrected on the public page, a withdrawn one takes its listing from every recipient', async () => {
  at('2026-09-14')
  const party = newParty()
  const merchant = merchantOf(party)
  const { caseId, entry } = await listed(party)
  const { recordIds } = await ok('chief', 'GET', `/cases/${caseId}`)
  const object = (recordId: string) =>
    ok(merchant, 'POST', '/objections', { recordId, claim: '金额有误', reason: '应为十万元' })
  const onPage = async (id: string) =>
    (await publicRecords(database.db, party.id, clock.now())).find(record => record.id === id)
  const first = await object(recordIds[0])
  assert.equal((await onPage(recordIds[0]))!.disputed, true)
  assert.deepEqual([first.clocks[0].name, first.clocks[0].due], ['answer', '2026-09-17'])
  const corrections = { textZh: '罚款十万元。' }
  await ok('chief', 'POST', `/cases/${first.id}/objection-answer`, {
    answer: 'correct',
    reason: '属实',
    corrections,
  })
  const corrected = (await onPage(recordIds[0]))!
  assert.deepEqual([corrected.disputed, corrected.textZh], [false, '罚款十万元。'])
  const before = (await ok('p01', 'GET', '/measures/feed?limit=100')).next
  const second = await object(entry.recordId)
  await ok('chief', 'POST', `/cases/${second.id}/objection-answer`, {
    answer: 'withdraw',
    reason: '列入有误',
  })
  assert.equal(await onPage(entry.recordId), undefined)
  assert.deepEqual(await entriesOf(database.db, party.id, '2026-09-14'), [])
  const lifts = (await ok('p01', 'GET', `/measures/feed?after=${before}&limit=100`)).items
  assert.ok(
    lifts.some(
      (i: { change: string; subject: { id: string } }) =>
        i.change === 'lifted' && i.subject.id === party.id,
    ),
  )
})

test('[13.3] no machine takes a step that a person must: it neither files, decides, lists nor imposes for the office', async () => {
  at('2026-09-14')
  const party = newParty()
  actors.engine = { ...staff.chief, accountId: ids.next(), name: 'engine', machine: true }
  const id = await noticedCase(party)
  const open = {
    subjectId: party.id,
    caseType: 'brushing',
    title: 'x',
    facts: 'x',
    origin: 'alert',
  }
  await refused('engine', '/cases', open, 'cases.by-machine')
  await refused('engine', `/cases/${id}/decision`, decision, 'cases.by-machine')
  const dispose = { disposal: 'remind', reason: 'x', basis: 'x' }
  await refused(
    'engine',
    `/cases/${(await ok('officer', 'POST', '/cases', { ...open, originId: 'z' })).id}/closing`,
    { reason: 'x' },
    'cases.by-machine',
  )
  await refused('engine', `/cases/${id}/disposal`, dispose, 'cases.step-unlawful')
  await refused(
    'engine',
    '/lists/samr-serious/entries',
    { caseId: await deliveredCase(newParty()), reason: 'x' },
    'cases.by-machine',
  )
  await refused(
    'engine',
    '/measures',
    { measure: 'supervision.key', subjectId: party.id, reason: 'x' },
    'cases.by-machine',
  )
})

test('a party reads its own case and no other party’s; a regulator of another area reads none', async () => {
  at('2026-09-14')
  const party = newParty()
  const id = await noticedCase(party)
  const mine = await ok(merchantOf(party), 'GET', `/cases/${id}`)
  assert.equal(mine.documents[0].kind, 'prior-notice')
  assert.equal(mine.evidence[0].addedBy, '')
  const other = merchantOf(parties[used - 2]!)
  assert.equal((await call(other, 'GET', `/cases/${id}`)).json.code, 'cases.unknown')
  actors.elsewhere = actorOf('regulator', { accountId: ids.next(), areas: ['3301'] })
  assert.equal((await call('elsewhere', 'GET', `/cases/${id}`)).json.code, 'cases.unknown')
  assert.deepEqual((await ok('elsewhere', 'GET', '/cases?open=true')).items, [])
  const queue = await ok('officer', 'GET', '/cases?mine=true&open=true&limit=2')
  assert.equal(queue.items.length, 2)
  assert.ok(queue.next)
  assert.equal(
    (
      await ok('officer', 'GET', `/cases?mine=true&open=true&limit=2&cursor=${queue.next}`)
    ).items.some((i: { id: string }) => i.id === queue.items[0].id),
    false,
  )
})

test('every entry is what its facts add up to; one that was changed, removed or added is named', async () => {
  const { checked, faults } = await verifyMeasures(database.db)
  assert.ok(checked.listEntries > 5, JSON.stringify(checked))
  assert.deepEqual(faults, [])
  await assert.rejects(
    database.tx(async tx => {
      const { rows } = await sql<{ subject_id: string; entry_id: string }>`
        select subject_id, entry_id from measures.entry order by entry_id limit 2`.execute(tx)
      const [first, second] = rows.map(row => row.entry_id)
      const [changed, removed] = rows.map(row => `${row.subject_id} ${row.entry_id}`)
      await sql`update measures.entry set reason = reason || '。' where entry_id = ${first}`.execute(
        tx,
      )
      await sql`delete from measures.entry where entry_id = ${second}`.execute(tx)
      const named = await verifyMeasures(tx)
      assert.deepEqual(
        new Map(named.faults.map(({ which, fault }) => [which, fault])),
        new Map([
          [changed, 'changed: reason'],
          [removed, 'missing'],
        ]),
      )
      throw new Error('undone')
    }),
    /undone/,
  )
})

test('every column of lists, entries, measures, the feed and its reports is folded from the facts', async () => {
  const run = database.tx(async tx => {
    const unnoticed = (table: string, where = 'true') =>
      unnoticedColumns(tx, { table: `measures.${table}`, where, check: verifyMeasures })
    assert.deepEqual(await unnoticed('entry', 'case_id is not null'), [])
    assert.deepEqual(await unnoticed('entry', 'nominated_by is not null'), [])
    assert.deepEqual(await unnoticed('measure', 'ended_at is not null'), [])
    assert.deepEqual(await unnoticed('measure', "state = 'in-force'"), [])
    // The feed as a whole is named where its numbers do not follow one another.
    assert.deepEqual(await unnoticed('change'), ['number'])
    assert.deepEqual(await unnoticed('feedback'), [])
    const named = (statement: string) =>
      undone(tx, async () => {
        await sql.raw(statement).execute(tx)
        return (await verifyMeasures(tx)).faults.map(({ what }) => what)
      })
    const moved = 'update measures.change set number = number + 1000 where number = 1'
    assert.deepEqual(await named(moved), ['feed'])
    assert.deepEqual(await named('update measures.head set last = last + 1'), ['feed'])
    const list = `insert into measures.list_type values ('invented', '{"code": "invented"}')`
    assert.deepEqual(await named(list), ['list'])
    throw new Error('undone')
  })
  await assert.rejects(run, /undone/)
})

test('every fact of both rooms is what its source says', async () => {
  for (const source of [...caseFactSources, ...measureFactSources]) {
    const rows = await database.db
      .selectFrom(source.table as 'cases.fact')
      .selectAll()
      .where('type', '=', source.type)
      .execute()
    for (const row of rows) {
      const columns = source.columnsOf(JSON.parse(row.body))
      for (const [name, value] of Object.entries(columns))
        assert.deepEqual(row[name as 'type'], value, `${source.type} ${name}`)
    }
  }
})
