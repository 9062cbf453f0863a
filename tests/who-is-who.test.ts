/**
 * Who sees whom: the demonstration county served over HTTP, a township that sees its own sellers, platforms that do not
 * see each other's, and a stranger who gets the text of what is on display and of nothing else.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Client, createClient, type OperationTable, operations, ProblemError } from '#contract'
import { commitment, fromBase64 } from '#lib/canonical'
import { verifyInclusionBundle } from '#lib/merkle'
import { start } from '../apps/server/index.ts'
import { countyIn } from './support/county.ts'

const folder = mkdtempSync(join(tmpdir(), 'xinheng-who-'))
const running = await start(countyIn(folder))
after(async () => {
  await running.stop()
  rmSync(folder, { recursive: true, force: true })
})

const purpose = '日常监管'
const anyone = createClient(operations, { base: running.address })

async function signedIn(login: string): Promise<Client<OperationTable>> {
  const response = await fetch(`${running.address}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ login, password: 'xinheng-demo-2026' }),
  })
  assert.equal(response.status, 200, await response.clone().text())
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!
  return createClient(operations, { base: running.address, headers: () => ({ cookie }) })
}

const refusedAs = (code: string) => (error: unknown) => {
  assert.ok(error instanceof ProblemError, String(error))
  assert.equal(error.problem.code, code)
  return true
}

/** Every subject the caller may see, page after page. */
async function everySubject(client: Client<OperationTable>) {
  const all = []
  let cursor: string | undefined
  do {
    const page = await client.findSubjects({
      query: { limit: 100, ...(cursor ? { cursor } : {}) },
      purpose,
    })
    all.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor)
  return all
}

test('[2.1] a township user sees only its area; a platform user never sees another platform’s non-public data', async () => {
  const county = await everySubject(await signedIn('regulator'))
  const township = await signedIn('township')
  const area = (await township.me()).areas[0]!
  assert.match(area, /^\d{9}$/)
  const own = await everySubject(township)
  assert.ok(own.length > 0 && own.length < county.length)
  assert.ok(own.every(subject => subject.area.startsWith(area)))
  assert.deepEqual(
    own.map(({ id }) => id).sort(),
    county
      .filter(subject => subject.area.startsWith(area))
      .map(({ id }) => id)
      .sort(),
  )
  const elsewhere = county.find(
    subject => subject.kind === 'merchant' && !subject.area.startsWith(area),
  )!
  const params = { id: elsewhere.id }
  await assert.rejects(township.readSubject({ params, purpose }), refusedAs('subject.unknown'))
  await assert.rejects(township.subjectHistory({ params, purpose }), refusedAs('subject.unknown'))
  const seenByName = await township.findSubjects({ query: { q: elsewhere.name }, purpose })
  assert.ok(!seenByName.items.some(({ id }) => id === elsewhere.id))

  const platform = await signedIn('platform')
  const code = (await platform.me()).organisation!.code
  const regulator = await signedIn('regulator')
  const visible = new Set((await everySubject(platform)).map(({ id }) => id))
  for (const { id, kind } of county.filter(subject => subject.shops > 0)) {
    const { shops } = await regulator.readSubject({ params: { id }, purpose })
    assert.equal(
      visible.has(id),
      shops.some(shop => shop.platform === code),
      kind,
    )
  }
  const foreign = county.find(({ id, shops }) => shops > 0 && !visible.has(id))!
  await assert.rejects(
    platform.readSubject({ params: { id: foreign.id }, purpose }),
    refusedAs('subject.unknown'),
  )
  const { shops } = await regulator.readSubject({ params: { id: foreign.id }, purpose })
  const { platform: theirs, shop } = shops[0]!
  await assert.rejects(
    platform.closeShop({ params: { id: foreign.id }, body: { platform: theirs, shop } }),
    refusedAs('subject.unknown'),
  )
  const year = { from: '2025-11-01T00:00:00Z', to: '2026-11-01T00:00:00Z' }
  const tradeOf = (client: Client<OperationTable>) =>
    client.sellerTrade({ params: { id: busy.id }, query: year, purpose })
  const busy = await busiestOf(regulator, county, visible, year)
  assert.ok((await tradeOf(regulator)).placed > 0)
  assert.equal((await tradeOf(platform)).placed, 0)
  const natural = await platform.findSubjects({ query: { kind: 'personal-seller' }, purpose })
  assert.ok(natural.items.every(({ name }) => name.includes('*')))
})

/** Of the sellers the platform does not see, the first that sold something. */
async function busiestOf(
  regulator: Client<OperationTable>,
  county: Awaited<ReturnType<typeof everySubject>>,
  visible: ReadonlySet<string>,
  query: { from: string; to: string },
) {
  for (const subject of county) {
    if (subject.shops === 0 || visible.has(subject.id)) continue
    const trade = await regulator.sellerTrade({ params: { id: subject.id }, query, purpose })
    if (trade.placed > 0) return subject
  }
  throw new Error('no seller of another platform sold anything')
}

test('invariant 10: the text of what is on display is proved to a stranger, offline; of anything else it is not given', async () => {
  const [list] = (await anyone.publicLists()).items
  const { items } = await anyone.publicListEntries({ params: { listType: list!.listType } })
  const entry = items[0]!
  const page = await anyone.publicSubject({ params: { id: entry.subject.id } })
  for (const place of [entry.proof!, page.records[0]!.proof!, page.grade!.proof!]) {
    const proof = await anyone.provePublicFact({
      query: { batch: place.batchId, ordinal: place.ordinal },
    })
    const { entry: logged } = verifyInclusionBundle(proof.inclusion, [proof.inclusion.verifierKey])
    assert.ok(commitment(fromBase64(proof.salt), proof.body).equals(logged))
  }
  const registered = page.proofs.find(({ type }) => type === 'subjects.registered')!
  await assert.rejects(
    anyone.provePublicFact({
      query: { batch: registered.batchId, ordinal: registered.ordinal },
    }),
    refusedAs('disclosure.fact-not-public'),
  )
  const rule = (await anyone.listPolicies({ query: { prefix: 'objection.answer' } })).items[0]!
  const policy = await anyone.provePolicy({
    params: { key: rule.key },
    query: { version: rule.version },
  })
  verifyInclusionBundle(policy.inclusion, [policy.inclusion.verifierKey])
  assert.equal(JSON.parse(policy.body).value, rule.value)
})

test('an address that leads nowhere answers 404 with a page for people and a problem for machines', async () => {
  const asked = (path: string, accept: string) =>
    fetch(`${running.address}${path}`, { headers: { accept } })
  const unknown = '/subjects/00000000-0000-7000-8000-00000000ffff'
  const known = (await anyone.searchPublic({ query: {} })).items[0]!
  for (const path of ['/no-such-page', unknown, '/lists/none', '/policies/none', '/subjects/x']) {
    const page = await asked(path, 'text/html')
    assert.equal(page.status, 404, path)
    assert.match(page.headers.get('content-type')!, /html/)
  }
  assert.equal((await asked(`/subjects/${known.id}`, 'text/html')).status, 200)
  const machine = await asked('/api/v1/no-such', 'application/json')
  assert.equal(machine.status, 404)
  assert.equal((await machine.json()).code, 'route.unknown')
})

test('the county’s sellers were registered before their first order, and say why they are listed in both languages', async () => {
  const { items } = await anyone.searchPublic({ query: { kind: 'merchant' } })
  for (const hit of items.slice(0, 10)) {
    const page = await anyone.publicSubject({ params: { id: hit.id } })
    const opened = page.shops.map(shop => shop.openedAt.slice(0, 10)).sort()[0]!
    assert.ok(
      page.registeredOn.slice(0, 7) <= (opened < '2025-11' ? '2025-11' : opened.slice(0, 7)),
    )
    assert.match(page.areaEn, /Town, Ningjin County, Xingtai, Hebei$/)
  }
  const [list] = (await anyone.publicLists()).items
  const entries = await anyone.publicListEntries({ params: { listType: list!.listType } })
  for (const { reasonEn } of entries.items) assert.match(reasonEn, /^[\x20-\x7e]+$/)
})
