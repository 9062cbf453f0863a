import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { disclosureOperations, type SubjectGiven } from '#contract'
import { registrationNumberWith, residentIdWith, usccWith } from '#lib/identifiers'
import { evaluateSubject } from '#modules/evaluation'
import { decideCandidate, nominateSubject } from '#modules/measures'
import { loadPolicies, readPolicies, shippedCalendar, shippedRules } from '#modules/policy'
import { addRecord, disputeRecord, endRecord } from '#modules/records'
import {
  closeShop,
  mergeSubjects,
  openShop,
  type Registrar,
  registerSubjects,
  splitSubjects,
  subjectKeys,
  verifySubject,
} from '#modules/subjects'
import { integrate, logKeysOf, verifyFactProof } from '#modules/transparency'
import type { Tx } from '#platform/database'
import { fixedClock, monotonicIds, silentLog } from '#platform/runtime'
import { actorOf, served, testDatabase } from '../../tests/support/index.ts'
import { disclosureRoutes, publicPages, publicSubjectOf } from './index.ts'

const database = await testDatabase()
const clock = fixedClock('2026-11-20T02:00:00Z')
const ids = monotonicIds(clock)
await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))

const pages = publicPages({ database, clock, log: silentLog() })
const follower = await pages.follow()
after(() => follower.stop())
const logKeys = logKeysOf('log.example/log', Buffer.alloc(32, 7))
const routes = disclosureRoutes({ database, clock, pages, logKeys })
const { call } = await served(disclosureOperations, routes, { database, ids, actors: {} })
const get = async (path: string) => (await call(null, 'GET', path)).json
const search = (q: string, more = '') => get(`/public/search?q=${encodeURIComponent(q)}${more}`)
const office: Registrar = {
  actor: actorOf('credit-office'),
  at: clock.now(),
  ids,
  keys: subjectKeys(new Uint8Array(32).fill(3)),
  renewalMonths: 6,
}
const register = async (given: Partial<SubjectGiven> & Pick<SubjectGiven, 'identifiers'>) => {
  const whole: SubjectGiven = {
    kind: 'merchant',
    name: '宁晋示例商贸有限公司',
    area: '130528',
    ...given,
  }
  const [made] = await database.tx(tx => registerSubjects(tx, [whole], office))
  assert.equal(made!.status, 'registered', JSON.stringify(made))
  return made!.id!
}
const usccOf = (n: number) =>
  usccWith({
    registrar: '9',
    category: '1',
    area: '130528',
    body: `MD${String(n).padStart(6, '0')}`,
  })
const said = async (tx: Tx) => ({
  actor: actorOf('regulator', { name: '示例市场监管局' }),
  at: clock.now(),
  ids,
  policies: await readPolicies(tx),
})
const punished = (tx: Tx, subjectId: string, occurredOn: string) =>
  said(tx).then(by =>
    addRecord(
      tx,
      {
        subject: { id: subjectId, area: '130528', verified: true },
        item: 'penalty.administrative',
        severity: 'minor',
        textZh: '因示例行为被警告',
        basis: '示例法第一条',
        evidence: [{ code: 'decision', title: '决定书', sha256: 'd'.repeat(64) }],
        occurredOn,
        decision: { caseId: ids.next(), deliveredOn: occurredOn, document: '示例罚〔2026〕1号' },
      },
      by,
    ),
  )

test('[0.2] the public search opens the same subject by any of three identifiers, by its shop and by its name', async () => {
  const old = registrationNumberWith({ area: '130528', sequence: '00000077' })
  const id = await register({
    name: '宁晋远山百货有限公司',
    identifiers: [
      { kind: 'uscc', value: usccOf(1) },
      { kind: 'registrationNumber', value: old, until: '2016-10-01' },
    ],
    shops: [
      {
        platform: 'p01',
        shop: 'YS-1',
        name: '远山小铺',
        url: 'https://ys.p01.example.com/?spm=a.b',
      },
    ],
  })
  const page = await get(`/public/subjects/${id}`)
  const organisation = page.identifiers.find((i: { kind: string }) => i.kind === 'organisationCode')
  const ways = [usccOf(1), old, organisation.shown, 'YS-1', 'ys.p01.example.com', '远山', 'njys']
  for (const q of ways) {
    const { items } = await search(q)
    assert.deepEqual(
      items.map((hit: { id: string }) => hit.id),
      [id],
      q,
    )
  }
  assert.equal((await search('远山', '&kind=carrier')).items.length, 0)
  assert.equal((await search('远山', '&area=1306')).items.length, 0)
})

test('a code with a slip finds nobody and is told what is wrong with it', async () => {
  const slip = `${usccOf(2).slice(0, 17)}${usccOf(2)[17] === '1' ? '2' : '1'}`
  const { items, hint } = await search(slip)
  assert.equal(items.length, 0)
  assert.match(hint.en, /check character should be/)
  assert.equal((await search('没有这家店')).hint, null)
})

test('a record is on the page until its last day of display, and leaves at once when repaired', async () => {
  const id = await register({ identifiers: [{ kind: 'uscc', value: usccOf(3) }] })
  const records = async () =>
    (await get(`/public/subjects/${id}`)).records.map((r: { id: string }) => r.id)
  assert.deepEqual(await records(), [])
  const first = await database.tx(tx => punished(tx, id, '2026-11-18'))
  const second = await database.tx(tx => punished(tx, id, '2026-11-19'))
  await follower.drain()
  const page = await get(`/public/subjects/${id}`)
  assert.deepEqual(new Set(await records()), new Set([first.id, second.id]))
  const shown = page.records.find((r: { id: string }) => r.id === first.id)
  assert.equal(shown.provenance.document, '示例罚〔2026〕1号')
  assert.equal(shown.clocks.shownUntil, '2027-02-18')
  assert.ok(page.proofs.some((p: { batchId: string }) => p.batchId === shown.proof.batchId))

  await database.tx(async tx => disputeRecord(tx, second.id, '有异议', await said(tx)))
  await follower.drain()
  const disputed = await get(`/public/subjects/${id}`)
  assert.ok(disputed.records.find((r: { id: string }) => r.id === second.id).disputed)
  await database.tx(async tx => endRecord(tx, second.id, 'repaired', '已修复', await said(tx)))
  await follower.drain()
  assert.deepEqual(await records(), [first.id])

  clock.set('2027-02-18T15:59:59Z')
  assert.deepEqual(await records(), [first.id])
  clock.set('2027-02-18T16:00:00Z')
  assert.deepEqual(await records(), [])
  clock.set('2026-11-20T02:00:00Z')
})

test('a natural person is masked everywhere and is not found by its number', async () => {
  const number = residentIdWith({ area: '130528', birthDate: '1988-02-29', sequence: 17 })
  const id = await register({
    kind: 'personal-seller',
    name: '诸葛试',
    address: '河北省邢台市宁晋县某路9号',
    phone: '13900001111',
    exemption: 'home-handicraft',
    identifiers: [{ kind: 'residentId', value: number }],
    shops: [{ platform: 'p02', shop: 'ZG-1', name: '手作一间' }],
  })
  const { text } = await call(null, 'GET', `/public/subjects/${id}`)
  for (const secret of ['诸葛试', number, '某路9号', '13900001111'])
    assert.ok(!text.includes(secret))
  const page = JSON.parse(text)
  assert.deepEqual([page.name, page.naturalPerson], ['诸葛*', true])
  assert.equal(page.identifiers[0].shown, `${number.slice(0, 3)}***********${number.slice(-4)}`)
  assert.equal((await search(number)).items.length, 0)
  assert.equal((await search('手作')).items[0].name, '诸葛*')
})

test('a verification shows on the page as soon as it is recorded, and as expired on its day', async () => {
  const id = await register({ identifiers: [{ kind: 'uscc', value: usccOf(4) }] })
  const state = async () => (await get(`/public/subjects/${id}`)).verification.state
  assert.equal(await state(), 'unverified')
  const given = {
    method: 'site-visit' as const,
    verifier: '示例核验所',
    result: 'passed' as const,
    verifiedAt: '2026-11-19T08:00:00Z',
    validUntil: '2026-12-01',
    evidenceSha256: 'e'.repeat(64),
  }
  await database.tx(tx => verifySubject(tx, id, given, office))
  await follower.drain()
  assert.equal(await state(), 'verified')
  clock.set('2026-11-30T16:00:00Z')
  assert.equal(await state(), 'expired')
  clock.set('2026-11-20T02:00:00Z')
})

/** Two honest merchants, nominated, given notice of and accepted by another officer. */
async function redListed(): Promise<string[]> {
  const subjects = [
    await register({ identifiers: [{ kind: 'uscc', value: usccOf(5) }] }),
    await register({ identifiers: [{ kind: 'uscc', value: usccOf(6) }] }),
  ]
  for (const [i, id] of subjects.entries()) {
    const party = { id, name: '示例', code: usccOf(5 + i), area: '130528', verified: true }
    const evidence = [{ code: 'certificate', title: '证明', sha256: 'f'.repeat(64) }]
    clock.set('2026-10-08T02:00:00Z')
    const { entry_id } = await database.tx(async tx =>
      nominateSubject(
        tx,
        { list: 'red-list', reason: '五年无失信记录', evidence, party },
        await lawfully(tx, '经办人'),
      ),
    )
    clock.set('2026-11-20T02:00:00Z')
    const accepted = { accept: true, reason: '公示期满无异议', party }
    await database.tx(async tx =>
      decideCandidate(tx, entry_id, accepted, await lawfully(tx, '审定人')),
    )
  }
  await follower.drain()
  return subjects
}

const lawfully = async (tx: Tx, name: string) => ({
  ...(await said(tx)),
  actor: actorOf('credit-office', { name, accountId: ids.next() }),
  ownSubjectIds: [],
  calendar: shippedCalendar(),
})

test('a list shows who stands on it with a code that tells namesakes apart, page by page', async () => {
  const subjects = await redListed()
  const first = await get('/public/lists/red-list?limit=1')
  assert.deepEqual(
    [first.items[0].subject.code, first.items[0].reasonZh],
    [usccOf(6), '五年无失信记录'],
  )
  const second = await get(`/public/lists/red-list?limit=1&cursor=${first.next}`)
  assert.deepEqual([second.items[0].subject.id, second.next], [subjects[0], null])
  const { items } = await get('/public/lists')
  assert.equal(items.find((l: { listType: string }) => l.listType === 'red-list').entries, 2)
  assert.equal((await get('/public/lists/none')).code, 'disclosure.list-unknown')
  const page = await get(`/public/subjects/${subjects[0]}`)
  assert.equal(page.lists[0].listType, 'red-list')
  assert.ok(page.proofs.some((p: { type: string }) => p.type === 'measures.entered'))
  assert.equal((await search(usccOf(5))).items[0].lists, 1)
})

test('a grade is shown with reasons that add up to its score', async () => {
  const id = await register({ identifiers: [{ kind: 'uscc', value: usccOf(7) }] })
  assert.equal((await get(`/public/subjects/${id}`)).grade, null)
  const context = { asOf: clock.now(), ids, verificationsOf: async () => new Map() }
  await database.tx(tx => evaluateSubject(tx, id, context))
  await follower.drain()
  const { grade, rating } = await get(`/public/subjects/${id}`)
  const total = grade.reasons.reduce((sum: number, r: { points: number }) => sum + r.points, 0)
  assert.equal(total, grade.score)
  assert.equal((await search(usccOf(7))).items[0].grade, grade.grade)
  assert.equal(rating, null)
})

test('the home page counts what there is; an unknown subject is said to be unknown', async () => {
  const counters = await get('/public/counters')
  assert.ok(counters.subjects >= 6 && counters.shops >= 2)
  assert.equal(counters.asOf, clock.now().toISOString())
  const unknown = await call(null, 'GET', '/public/subjects/00000000-0000-7000-8000-00000000ffff')
  assert.deepEqual([unknown.status, unknown.json.code], [404, 'subject.unknown'])
})

test('the text of a fact on display is given with its proof; of any other, and after its display, neither', async () => {
  const id = await register({ identifiers: [{ kind: 'uscc', value: usccOf(8) }] })
  const record = await database.tx(tx => punished(tx, id, '2026-11-18'))
  const context = { asOf: clock.now(), ids, verificationsOf: async () => new Map() }
  await database.tx(tx => evaluateSubject(tx, id, context))
  await follower.drain()
  const page = await get(`/public/subjects/${id}`)
  const listed = (await get('/public/lists/red-list')).items[0]
  const asked = async ({ batchId, ordinal }: Place) =>
    call(null, 'GET', `/public/proof?batch=${batchId}&ordinal=${ordinal}`)
  assert.equal((await asked(record.proof)).json.code, 'log.entry-waiting')
  await integrate(database, logKeys, clock)

  for (const [place, says] of [
    [record.proof, '因示例行为被警告'],
    [listed.proof, 'red-list'],
    [page.grade.proof, page.grade.grade],
  ]) {
    const { json, status } = await asked(place)
    assert.equal(status, 200, JSON.stringify(json))
    assert.ok(json.body.includes(says))
    verifyFactProof(json, [logKeys.verifierKey])
    const changed = { ...json, body: json.body.replace(says, '改') }
    assert.throws(() => verifyFactProof(changed, [logKeys.verifierKey]))
  }

  const registered = page.proofs.find((p: { type: string }) => p.type === 'subjects.registered')
  const refused = async (place: Place) => {
    const { status, json } = await asked(place)
    assert.deepEqual([status, json.code], [404, 'disclosure.fact-not-public'])
    assert.equal(json.body, undefined)
  }
  await refused(registered)
  await refused({ batchId: ids.next(), ordinal: 0 })
  clock.set('2027-02-18T16:00:00Z')
  await refused(record.proof)
  // The grade that still stands was given with a record that may no longer be learnt of.
  await refused(page.grade.proof)
  clock.set('2026-11-20T02:00:00Z')
  await database.tx(async tx => endRecord(tx, record.id, 'repaired', '已修复', await said(tx)))
  await refused(record.proof)
})

type Place = { batchId: string; ordinal: number }

test('a natural person without a shop or anything on display is not there for the public', async () => {
  const given = {
    kind: 'personal-seller' as const,
    name: '欧阳试',
    exemption: 'small-trade' as const,
    identifiers: [
      {
        kind: 'residentId' as const,
        value: residentIdWith({ area: '130528', birthDate: '1988-03-01', sequence: 19 }),
      },
    ],
  }
  const id = await register(given)
  const status = async () => (await call(null, 'GET', `/public/subjects/${id}`)).status
  assert.equal(await status(), 404)
  assert.equal((await call(null, 'GET', `/public/subjects/${id}/records`)).status, 404)
  assert.equal(await publicSubjectOf(database.db, id, clock.now()), undefined)
  const browsed = await search('', '&kind=personal-seller')
  assert.ok(!browsed.items.some((hit: { id: string }) => hit.id === id))
  const shop = { platform: 'p02', shop: 'OY-1', name: '欧阳小店' }
  await database.tx(tx => openShop(tx, id, shop, office))
  assert.equal(await status(), 200)
  const closed = { ...shop, closedAt: clock.now().toISOString() }
  await database.tx(tx => closeShop(tx, id, closed, office))
  await follower.drain()
  assert.equal(await status(), 404)
  await database.tx(tx => punished(tx, id, '2026-11-18'))
  assert.equal(await status(), 200)
})

test('what was said of a merged duplicate stands on the page of whoever stands for it, until the merge is undone', async () => {
  const into = await register({ identifiers: [{ kind: 'uscc', value: usccOf(9) }] })
  const from = await register({ identifiers: [{ kind: 'uscc', value: usccOf(11) }] })
  const record = await database.tx(tx => punished(tx, from, '2026-11-18'))
  const recordsOf = async (id: string) =>
    (await get(`/public/subjects/${id}`)).records.map((r: { id: string }) => r.id)
  assert.deepEqual(await recordsOf(into), [])
  const merge = await database.tx(tx =>
    mergeSubjects(tx, { into, from, reason: '同一主体' }, office),
  )
  await follower.drain()
  assert.deepEqual(await recordsOf(into), [record.id])
  assert.equal((await get(`/public/subjects/${from}`)).id, into)
  const context = { asOf: clock.now(), ids, verificationsOf: async () => new Map() }
  const graded = await database.tx(tx => evaluateSubject(tx, into, context))
  assert.ok(graded.observations.some(seen => seen.record === record.id))
  await database.tx(tx => splitSubjects(tx, merge.merge_id, '并非同一主体', office))
  await follower.drain()
  assert.deepEqual(await recordsOf(into), [])
  assert.deepEqual(await recordsOf(from), [record.id])
  const alone = await database.tx(tx => evaluateSubject(tx, into, context))
  assert.ok(!alone.observations.some(seen => seen.record === record.id))
})

test('records beyond the page are read page by page, and a list entry has a page of its own', async () => {
  const id = await register({ identifiers: [{ kind: 'uscc', value: usccOf(12) }] })
  const days = ['2026-11-16', '2026-11-17', '2026-11-18']
  for (const day of days) await database.tx(tx => punished(tx, id, day))
  const first = await get(`/public/subjects/${id}/records?limit=2`)
  const second = await get(`/public/subjects/${id}/records?limit=2&cursor=${first.next}`)
  assert.deepEqual([first.items.length, second.items.length, second.next], [2, 1, null])
  const seen = [...first.items, ...second.items].map((r: { id: string }) => r.id)
  assert.equal(new Set(seen).size, 3)

  const [entry] = (await get('/public/lists/red-list')).items
  const alone = await get(`/public/list-entries/${entry.entryId}`)
  assert.deepEqual([alone.subject, alone.list.listType], [entry.subject, 'red-list'])
  const unknown = await get(`/public/list-entries/${ids.next()}`)
  assert.equal(unknown.code, 'disclosure.entry-unknown')
})

test('areas and platforms are called by their names in both languages', async () => {
  await register({
    kind: 'platform',
    name: '示例远山集市',
    platform: 'p77',
    identifiers: [{ kind: 'uscc', value: usccOf(13) }],
  })
  const shops = [{ platform: 'p77', shop: 'NM-1', name: '名号小店' }]
  const id = await register({ identifiers: [{ kind: 'uscc', value: usccOf(14) }], shops })
  const page = await get(`/public/subjects/${id}`)
  assert.equal(page.areaEn, 'Ningjin County, Xingtai, Hebei')
  assert.equal(page.shops[0].platformName, '示例远山集市')
  assert.equal((await search('NM-1')).items[0].matched.shown, '示例远山集市 NM-1')
  const [operator] = (await search('示例远山集市')).items
  assert.deepEqual([operator.kind, operator.platform], ['platform', 'p77'])
})
