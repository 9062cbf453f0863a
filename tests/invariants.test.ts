/**
 * The ten invariants of docs/ARCHITECTURE.md, one test each, on a demonstration county that is really served: what a row
 * trigger, a room or the API must refuse is tried, and what must agree is computed again.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import {
  type Actor,
  type Client,
  createClient,
  type OperationTable,
  operations,
  ProblemError,
  type TradeAnswer,
} from '#contract'
import { addDays, chineseDay } from '#lib/calendar'
import { verifyInclusionBundle } from '#lib/merkle'
import { verifyScores } from '#modules/evaluation'
import { enterList, imposeMeasure, verifyMeasures } from '#modules/measures'
import { readPolicies, shippedCalendar } from '#modules/policy'
import { publicRecords } from '#modules/records'
import { asTenant, type Tx } from '#platform/database'
import { Refusal } from '#platform/runtime'
import { factSources, start } from '../apps/server/index.ts'
import { countyIn } from './support/county.ts'
import { actorOf } from './support/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'xinheng-invariants-'))
const running = await start(countyIn(folder))
after(async () => {
  await running.stop()
  rmSync(folder, { recursive: true, force: true })
})
const { database, ids, clock } = running.core
const anyone = createClient(operations, { base: running.address })
const purpose = '核查'

async function signedIn(login: string): Promise<Client<OperationTable>> {
  const response = await fetch(`${running.address}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ login, password: 'xinheng-demo-2026' }),
  })
  assert.equal(response.status, 200)
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!
  return createClient(operations, { base: running.address, headers: () => ({ cookie }) })
}

const refusedAs = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Refusal || error instanceof ProblemError, String(error))
  assert.equal(error instanceof Refusal ? error.code : error.problem.code, code)
  return true
}

/** Runs in a transaction that is undone whatever happens. */
async function undone(work: (tx: Tx) => Promise<unknown>): Promise<void> {
  const undo = new Error('undone')
  await assert.rejects(
    database.tx(async tx => {
      await work(tx)
      throw undo
    }),
    undo,
  )
}

const said = async (actor: Actor) => ({
  actor,
  at: clock.now(),
  ids,
  today: chineseDay(clock.now().getTime()),
  calendar: shippedCalendar(),
  policies: await readPolicies(database.db),
  ownSubjectIds: [],
})
const chief = actorOf('regulator', { areas: ['130528'] })

test('invariant 1: facts are inserted, never updated or deleted', async () => {
  let tried = 0
  for (const table of new Set(factSources.map(source => source.table))) {
    const { rows } = await sql`select from ${sql.table(table)} limit 1`.execute(database.db)
    if (rows.length === 0) continue
    for (const change of [`update ${table} set body = body`, `delete from ${table}`])
      await assert.rejects(
        database.tx(tx => sql.raw(change).execute(tx)),
        /never changed/,
        change,
      )
    tried += 1
  }
  assert.ok(tried >= 7, `${tried} tables of facts have rows`)
})

test('invariant 2: suspicion is not a finding', async () => {
  const { rows } = await sql<{ seller: string }>`
    select unnest(seller_ids)::text as seller from detection.alert
    where state in ('raised', 'acknowledged')`.execute(database.db)
  assert.ok(rows.length > 0, 'the county has alerts')
  const found = await sql<{ subject_id: string }>`
    select distinct subject_id from records.record`.execute(database.db)
  const withRecords = new Set(found.rows.map(row => row.subject_id))
  const suspected = rows.map(row => row.seller).find(id => !withRecords.has(id))
  assert.ok(suspected, 'somebody is suspected and nothing was found')
  const page = await anyone.publicSubject({ params: { id: suspected } })
  assert.deepEqual([page.records, page.lists], [[], []])
  assert.ok(!JSON.stringify(page).includes('alert'))
  const [open] = (await (await signedIn('regulator')).listCases({ purpose })).items.filter(
    ({ state }) => !['published', 'delivered', 'closed'].includes(state),
  )
  assert.ok(open)
  const party = { id: suspected, name: '某', code: null, area: '130528', verified: true }
  const listing = { list: 'attention', caseId: open.id, reason: '可疑', party }
  const machine: Actor = { ...chief, machine: true }
  const [byPerson, byMachine] = [await said(chief), await said(machine)]
  await assert.rejects(
    database.tx(tx => enterList(tx, listing, byPerson)),
    refusedAs('cases.not-delivered'),
  )
  await assert.rejects(
    database.tx(tx => enterList(tx, listing, byMachine)),
    refusedAs('cases.by-machine'),
  )
})

test('invariant 3: every number of law is dated policy, and a running case keeps its version', async () => {
  const officer = await signedIn('regulator')
  const credit = await signedIn('credit')
  const { rows } = await sql<{ subject_id: string }>`
    select subject_id from subjects.subject
    where kind = 'individual-business' and status = 'active' limit 2`.execute(database.db)
  const opened = (subjectId: string) =>
    officer.openCase({
      body: {
        subjectId,
        caseType: 'brushing',
        title: '线索',
        facts: '同一设备反复下单',
        origin: 'clue',
        originId: ids.next(),
        evidence: ['orders', 'graph'].map(code => ({ code, title: code, sha256: 'a'.repeat(64) })),
      },
    })
  const running = await opened(rows[0]!.subject_id)
  const clockOf = (page: typeof running, key: string) =>
    page.clocks.find(({ policyKey }) => policyKey === key)!
  const { policyKey: key, due } = running.clocks[0]!
  const today = chineseDay(clock.now().getTime())
  const [rule] = (await anyone.listPolicies({ query: { on: today, prefix: key } })).items
  const value = Number(rule!.value) + 3
  await credit.enactPolicy({
    params: { key },
    body: { value, from: today, basis: '示例', confidence: 'to-be-confirmed' },
  })
  const again = await officer.readCase({ params: { id: running.id }, purpose })
  assert.equal(clockOf(again, key).due, due, 'the running case keeps its day')
  const next = await opened(rows[1]!.subject_id)
  assert.ok(clockOf(next, key).due! > due!, 'a case that begins now has the new number')
})

test('invariant 4: every derived number can be recomputed and explained, to the same bytes', async () => {
  const { rows } = await sql<{ scores: number }>`
    select count(*) as scores from evaluation.score`.execute(database.db)
  assert.ok(rows[0]!.scores > 10)
  assert.deepEqual((await verifyScores(database.db)).faults, [])
  const lists = await verifyMeasures(database.db)
  assert.ok(lists.checked.listEntries > 0)
  assert.deepEqual(lists.faults, [])
  await undone(async tx => {
    await sql`alter table evaluation.score disable trigger all`.execute(tx)
    await sql`update evaluation.score set body = regexp_replace(body, '"scoreCenti":(\\d)', '"scoreCenti":9\\1')
      where ctid = (select ctid from evaluation.score limit 1)`.execute(tx)
    const { faults } = await verifyScores(tx)
    assert.equal(
      faults.filter(({ what }) => what === 'score').length,
      1,
      'a changed score is found',
    )
  })
})

test('invariant 5: three clocks per record, and the display clock ends first', async () => {
  const records = await database.db.selectFrom('records.record').selectAll().execute()
  const clocked = records.filter(({ shown_until }) => shown_until !== null)
  assert.ok(clocked.length > 0)
  for (const { record_id, shown_until, query_until, kept_until } of clocked)
    assert.ok(
      shown_until! <= (query_until ?? '9') && (query_until ?? '9') <= (kept_until ?? '9'),
      record_id,
    )
  const shown = clocked.find(({ state }) => state === 'shown')
  assert.ok(shown, 'a record on display')
  const on = async (day: string) =>
    (await publicRecords(database.db, shown.subject_id, new Date(`${day}T12:00:00+08:00`))).map(
      ({ id }) => id,
    )
  assert.ok((await on(shown.shown_until!)).includes(shown.record_id))
  assert.ok(!(await on(addDays(shown.shown_until!, 1))).includes(shown.record_id))
})

test('invariant 6: a list needs a qualifying legal basis, a measure a place in the catalogue', async () => {
  const lists = (await anyone.publicLists()).items
  assert.ok(lists.length > 0 && lists.every(({ basis }) => basis.length > 0))
  const on = await said(chief)
  const party = { id: ids.next(), name: '某', code: null, area: '130528', verified: true }
  await assert.rejects(
    database.tx(tx =>
      enterList(tx, { list: 'invented', caseId: ids.next(), reason: '无', party }, on),
    ),
    Refusal,
  )
  await assert.rejects(
    database.tx(tx => imposeMeasure(tx, { party, measure: 'invented', reason: '无' }, on)),
    Refusal,
  )
})

test('invariant 7: least disclosure: personal fields are sealed, each non-public read has a purpose and is logged', async () => {
  const { rows } = await sql<{ sealed: string; subject_id: string; shown_name: string }>`
    select subject_id, shown_name, sealed::text as sealed from subjects.subject
    where sealed <> '{}' limit 5`.execute(database.db)
  assert.ok(rows.length > 0, 'the county has people')
  for (const { sealed } of rows)
    for (const text of Object.values(JSON.parse(sealed) as Record<string, string>))
      assert.match(text, /^[\w-]{30,}$/, 'nothing readable at rest')
  const officer = await signedIn('regulator')
  await assert.rejects(officer.listCases({ purpose: '' }), refusedAs('access.purpose-required'))
  const why = `核查 ${ids.next()}`
  await officer.listCases({ purpose: why })
  const logged = await sql<{ operation: string }>`
    select operation from access.read where purpose = ${why}`.execute(database.db)
  assert.deepEqual(logged.rows, [{ operation: 'listCases' }])
})

test('invariant 8: tenants do not see each other, by the query and by row-level security behind it', async () => {
  const { rows } = await sql<{ organisation_id: string; events: number }>`
    select organisation_id, count(*) as events from trade.event
    where organisation_id is not null group by 1 order by 2 desc limit 2`.execute(database.db)
  assert.equal(rows.length, 2, 'two organisations reported')
  for (const { organisation_id, events } of rows) {
    const seen = await asTenant(database, organisation_id, tx =>
      sql<{ organisation_id: string; events: number }>`
        select organisation_id, count(*) as events from trade.event group by 1`.execute(tx),
    )
    assert.deepEqual(seen.rows, [{ organisation_id, events }])
  }
  const platform = await signedIn('platform')
  const { organisation } = await platform.me()
  const others = await sql<{ platform: string; order: string }>`
    select platform, order_no as order from trade.event
    where platform <> ${organisation!.code} and source <> ${organisation!.code}
      and order_no is not null limit 1`.execute(database.db)
  await assert.rejects(
    platform.orderTimeline({ params: others.rows[0]!, purpose }),
    refusedAs('trade.order-unknown'),
  )
})

test('invariant 9: what was acknowledged is durable and happens once', async () => {
  const credit = await signedIn('credit')
  const shop = await sql<{ platform: string; shop: string }>`
    select platform, shop from subjects.shop where closed_at is null limit 1`.execute(database.db)
  const event = {
    kind: 'order.completed',
    source: 'invariant-9',
    eventId: 'e1',
    occurredAt: new Date(clock.now().getTime() - 60_000).toISOString(),
    ...shop.rows[0]!,
    order: 'o9',
    buyer: 'b9',
  }
  const post = async () => {
    const body = `${JSON.stringify(event)}\n`
    const answers = await credit.postTradeEvents({ body: body as never })
    const end = (answers as unknown as TradeAnswer[]).at(-1)!
    if (end.status !== 'finished') assert.fail(JSON.stringify(end))
    return [end.accepted, end.duplicates]
  }
  assert.deepEqual(await post(), [1, 0])
  const kept = () =>
    sql<{ batch_id: string }>`
      select batch_id from trade.event where source = 'invariant-9'`.execute(database.db)
  const { rows } = await kept()
  assert.deepEqual(await post(), [0, 1])
  assert.deepEqual((await kept()).rows, rows)
  const told = await sql<{ told: number }>`
    select count(*) as told from stream.outbox
    where body ->> 'batchId' = ${rows[0]!.batch_id}`.execute(database.db)
  assert.equal(told.rows[0]!.told, 1)
})

test('invariant 10: anyone can check us', async () => {
  const [list] = (await anyone.publicLists()).items
  const { items } = await anyone.publicListEntries({ params: { listType: list!.listType } })
  const page = await anyone.publicSubject({ params: { id: items[0]!.subject.id } })
  assert.ok(page.records.length > 0)
  for (const record of page.records) {
    const { batchId: batch, ordinal } = record.proof!
    const bundle = await anyone.proveLogged({ query: { batch, ordinal } })
    const { checkpoint } = verifyInclusionBundle(bundle, [bundle.verifierKey])
    assert.ok(checkpoint.size > bundle.index)
    assert.throws(() =>
      verifyInclusionBundle({ ...bundle, index: bundle.index + 1 }, [bundle.verifierKey]),
    )
  }
})
