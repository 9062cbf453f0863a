import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Actor, type CatalogueItem, caseOperations, recordOperations } from '#contract'
import { createAccount, createOrganisation, operator } from '#modules/access'
import { loadPolicies, shippedRules } from '#modules/policy'
import { publicRecords, recordRoutes } from '#modules/records'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { actorOf, served, testDatabase } from '../../tests/support/index.ts'
import { caseRoutes } from './index.ts'

const database = await testDatabase()
const clock = fixedClock('2026-09-14T02:00:00Z')
const ids = monotonicIds(clock)
const sha256 = 'a'.repeat(64)
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
const merchant = actorOf('merchant', { accountId: ids.next(), name: '甲商行', areas: [] })
const platform = actorOf('platform', { accountId: ids.next(), name: '示例集市', areas: [] })

const party = {
  id: '00000000-0000-7000-8000-00000000e001',
  name: '甲商行',
  code: null,
  area: '130528',
  verified: true,
}
const stranger = { ...party, id: '00000000-0000-7000-8000-00000000e002', verified: false }
const partyOf = async (_db: unknown, id: string) =>
  [party, stranger].find(subject => subject.id === id)
const deps = {
  database,
  clock,
  ids,
  wake: () => {},
  subjectOf: partyOf,
  subjectFacts: partyOf,
  maySee: async () => true,
  ownSubjects: async (_db: unknown, actor: Actor) => (actor === merchant ? [party.id] : []),
}
const { call } = await served(
  { ...caseOperations, ...recordOperations },
  { ...caseRoutes(deps), ...recordRoutes(deps) },
  { database, ids, actors: { ...staff, merchant, platform } },
)

async function ok(as: string, method: 'GET' | 'POST', path: string, body?: unknown) {
  const answer = await call(as, method, path, body)
  assert.equal(answer.status, 200, `${method} ${path}: ${answer.text}`)
  return answer.json
}

const catalogue: CatalogueItem[] = (await ok('officer', 'GET', '/records/catalogue')).items
const finding = {
  facts: '查明的事实。',
  reasons: '证据相互印证。',
  basis: '《电子商务法》第17条',
  penalty: '罚款三万元',
  severity: 'general',
  occurredOn: '2026-08-01',
}
const at = (day: string) => clock.set(`${day}T02:00:00Z`)

/** Plays a case with the evidence it is given, up to the delivered decision or the step that refuses. */
async function delivered(caseType: string, codes: readonly string[]) {
  at('2026-09-14')
  const { id } = await ok('officer', 'POST', '/cases', {
    subjectId: party.id,
    caseType,
    title: '涉嫌不诚信行为',
    facts: '举报线索',
    origin: 'clue',
    originId: ids.next(),
    evidence: codes.map(code => ({ code, title: code, sha256 })),
  })
  await ok('chief', 'POST', `/cases/${id}/assignment`, { handlerId: staff.officer.accountId })
  const disposal = { disposal: 'case', reason: '涉嫌违法', basis: '《行政处罚法》第54条' }
  await ok('chief', 'POST', `/cases/${id}/disposal`, disposal)
  const notice = await call('officer', 'POST', `/cases/${id}/notice`, finding)
  if (notice.status !== 200) return { id, refusal: notice.json }
  await ok('merchant', 'POST', `/cases/${id}/statement`, { text: '没有意见', final: true })
  at('2026-09-22')
  const decision = { ...finding, outcome: 'finding', considered: '当事人无异议' }
  const decided = await call('chief', 'POST', `/cases/${id}/decision`, decision)
  if (decided.status !== 200) return { id, refusal: decided.json }
  const receipt = { method: 'electronic', deliveredOn: '2026-09-22', receipt: '电子签收' }
  await ok('officer', 'POST', `/cases/${id}/delivery`, receipt)
  const published = await call('chief', 'POST', `/cases/${id}/publication`, { textZh: '已认定。' })
  return published.status === 200
    ? { id, recordId: published.json.recordIds[0] as string }
    : { id, refusal: published.json }
}

const seven = {
  'malicious-rating': 'dishonest.malicious-rating',
  brushing: 'dishonest.brushing',
  'false-traffic': 'dishonest.false-traffic',
  'picture-mismatch': 'dishonest.picture-mismatch',
  counterfeit: 'dishonest.counterfeit',
  'price-fraud': 'dishonest.price-fraud',
  'other-dishonesty': 'dishonest.other',
} as const

const shownItems = async () =>
  (await publicRecords(database.db, party.id, clock.now())).map(({ item }) => item)

test('[8.5] each of the seven behaviours is recorded with the evidence it requires; another needs a stated basis and a second person’s review', async () => {
  for (const [caseType, code] of Object.entries(seven)) {
    const item = catalogue.find(each => each.code === code)!
    assert.ok(item.basis !== '' && item.evidence.length > 1, code)
    const needed = item.evidence.map(each => each.code).filter(each => each !== 'decision')
    const { refusal } = await delivered(caseType, needed.slice(1))
    assert.ok(refusal, `${code} was recorded without ${needed[0]}`)
    assert.match(JSON.stringify(refusal), new RegExp(evidenceName(item, needed[0]!)))
    const { recordId } = await delivered(caseType, needed)
    assert.ok(recordId, code)
    const history = (await ok('officer', 'GET', `/records/${recordId}/history`)).items
    const named = history[0].changes.evidence.map((each: { code: string }) => each.code).sort()
    assert.deepEqual(named, [...needed, 'decision'].sort())
    if (!item.needsReview) {
      assert.ok((await shownItems()).includes(code), code)
      continue
    }
    assert.equal(code, 'dishonest.other')
    assert.ok(!(await shownItems()).includes(code))
    const review = { accept: true, reason: '依据充分' }
    const own = await call('chief', 'POST', `/records/${recordId}/review`, review)
    assert.equal(own.json.code, 'records.own-review')
    await ok('officer', 'POST', `/records/${recordId}/review`, review)
    assert.ok((await shownItems()).includes(code))
  }
  const given = {
    subjectId: party.id,
    item: 'dishonest.invented',
    textZh: '目录之外',
    basis: '无',
    evidence: [],
    occurredOn: '2026-09-01',
  }
  const outside = await call('chief', 'POST', '/records', given)
  assert.equal(outside.json.code, 'records.outside-catalogue')
})

/** A refusal names the missing evidence by its code or its name. */
const evidenceName = ({ evidence }: CatalogueItem, code: string): string =>
  `${code}|${evidence.find(each => each.code === code)!.zh}`

test('[8.4] a behaviour of a subject that is not verified cannot be confirmed, and the delay from event to entry is reported', async () => {
  at('2026-09-22')
  const broken = {
    item: 'promise.broken',
    severity: 'general',
    textZh: '承诺四十八小时发货，逾期未发。',
    basis: '《电子商务法》第49条',
    evidence: ['orders', 'pledge'].map(code => ({ code, title: code, sha256 })),
    occurredOn: '2026-09-02',
  }
  const refused = await call('platform', 'POST', '/records', {
    ...broken,
    subjectId: stranger.id,
  })
  assert.deepEqual(
    refused.json.errors.map(({ field, rule }: { field: string; rule: string }) => [field, rule]),
    [['subjectId', 'verified-subject']],
  )
  // Of either side of a trade, once it is known who it is.
  const record = await ok('platform', 'POST', '/records', { ...broken, subjectId: party.id })
  assert.equal(record.delayDays, 20)
  await ok('platform', 'POST', '/records', {
    ...broken,
    subjectId: party.id,
    occurredOn: '2026-09-14',
  })
  const { items } = await ok('officer', 'GET', '/records/delays?from=2026-09-01&until=2026-09-30')
  const own = items.find(
    ({ providerId }: { providerId: string }) => providerId === platform.organisationId,
  )
  // Seven working days from the 14th end on the 22nd: that one is in time, the other is not.
  const figures = { records: 2, late: 1, meanDelayDays: 14, maxDelayDays: 20 }
  assert.deepEqual(own.months, [{ month: '2026-09', ...figures }])
  const { months, providerId, provider, ...total } = own
  assert.deepEqual(total, figures)
})
