import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { TradeAnswer, TradeEvent } from '#contract'
import { loadPolicies, shippedRules } from '#modules/policy'
import { integrate, logKeysOf, logPolicies, verifyLog } from '#modules/transparency'
import { asTenant } from '#platform/database'
import { fixedClock, monotonicIds } from '#platform/runtime'
import {
  actorOf,
  tradeEvent as event,
  everyTradeEvent,
  testDatabase,
} from '../../tests/support/index.ts'
import {
  eventsOfBatch,
  type IntakeDeps,
  orderTimeline,
  type Reporter,
  refusedEvents,
  type Shop,
  sellerTrade,
  shopBook,
  type TradeBatch,
  takeIn,
  tradeFactSources,
} from './index.ts'

const database = await testDatabase()
const { db } = database
const clock = fixedClock('2026-04-01T00:00:00Z')
const ids = monotonicIds(clock)
await database.tx(async tx => {
  await loadPolicies(tx, shippedRules(), clock.now())
  await logPolicies(tx, ids)
})

const seller = '00000000-0000-7000-8000-00000000001a'
const otherSeller = '00000000-0000-7000-8000-00000000001b'
const tenant = '00000000-0000-7000-8000-0000000000b1'
const shops: Shop[] = [{ platform: 'p01', shop: 's1', sellerId: seller, areaCode: '130500' }]
const book = shopBook(db, async () => shops)
const deps: IntakeDeps = { database, clock, ids, shops: book }
const reporter: Reporter = { source: 'p01', tenantOf: () => tenant, importId: ids.next() }

type Answer = Exclude<TradeAnswer, { status: 'finished' | 'stopped' }>

async function send(batches: readonly (readonly unknown[])[], from = reporter): Promise<Answer[]> {
  let row = 0
  const rows = async function* () {
    for (const values of batches)
      yield values.map(value => ({ row: ++row, raw: JSON.stringify(value), value }))
  }
  return Array.fromAsync(takeIn(deps, from, rows()))
}

const committed = (answers: readonly Answer[]) => answers.filter(a => a.status === 'committed')
const refused = (answers: readonly Answer[]) => answers.filter(a => a.status === 'refused')
const fresh = (name: string, more: Partial<TradeEvent> = {}) =>
  ({ ...event('order.completed', { eventId: name }), ...more }) as TradeEvent
const countOf = async (table: string): Promise<number> =>
  (await sql<{ n: number }>`select count(*) as n from ${sql.raw(table)}`.execute(db)).rows[0]!.n

test('one of each kind lands in order, once, with a message, in the log, and verifies', async () => {
  const answers = await send([everyTradeEvent()])
  assert.deepEqual(refused(answers), [])
  const [range] = committed(answers)
  assert.deepEqual(
    { ...range, batchId: null },
    {
      status: 'committed',
      rows: [1, 15],
      accepted: 15,
      duplicates: 0,
      refused: 0,
      late: 0,
      batchId: null,
    },
  )
  const { rows } = await sql<{ body: TradeBatch }>`
    select body from stream.outbox where topic = 'trade.events'`.execute(db)
  assert.equal(rows.length, 1)
  assert.equal(rows[0]!.body.batchId, range!.batchId)
  const landed = await eventsOfBatch(db, rows[0]!.body)
  assert.deepEqual(
    landed.map(l => l.event),
    everyTradeEvent(),
  )
  assert.equal(landed[3]!.sellerId, seller)
  const keys = logKeysOf('log.example/log', Buffer.alloc(32, 1))
  await integrate(database, keys, clock)
  const { checked, faults } = await verifyLog(db, tradeFactSources, keys)
  assert.deepEqual(faults, [])
  assert.equal(checked.facts, 15 + checked.policies)
})

test('sending the same again changes nothing, within a batch, across batches and requests', async () => {
  const before = await countOf('trade.event')
  const batches = await countOf('transparency.batch')
  const again = everyTradeEvent()
  const answers = await send([[...again, ...again], again])
  assert.deepEqual(
    committed(answers).map(({ accepted, duplicates, batchId }) => [accepted, duplicates, batchId]),
    [
      [0, 30, null],
      [0, 15, null],
    ],
  )
  assert.equal(await countOf('trade.event'), before)
  assert.equal(await countOf('transparency.batch'), batches)
})

test('new events of a batch with known ones land, and only they', async () => {
  const answers = await send([[fresh('n1'), event('order.placed'), fresh('n2'), fresh('n1')]])
  assert.deepEqual(
    committed(answers).map(({ accepted, duplicates }) => [accepted, duplicates]),
    [[2, 2]],
  )
})

test('the same events on their way twice at once land once', async () => {
  const many = Array.from({ length: 300 }, (_, i) => fresh(`race${i}`))
  const before = await countOf('trade.event')
  await Promise.all([send([many]), send([many.toReversed()]), send([many])])
  assert.equal(await countOf('trade.event'), before + 300)
})

test('a number that stands for another content is a conflict: kept, not applied', async () => {
  const before = await countOf('trade.event')
  const changed = { ...event('order.placed'), amountFen: 1 }
  const answers = await send([[changed], [fresh('n3'), fresh('n3', { shop: 's1', order: 'o9' })]])
  assert.deepEqual(
    refused(answers).map(({ row, eventId, code }) => [row, eventId, code]),
    [
      [1, 'e3', 'trade.event-conflict'],
      [3, 'n3', 'trade.event-conflict'],
    ],
  )
  assert.equal(await countOf('trade.event'), before + 1)
  const kept = await refusedEvents(db, { source: 'p01', open: true, after: undefined, limit: 9 })
  assert.ok(kept.some(row => row.code === 'trade.event-conflict' && !row.resolved))
})

test('a report that was attributed to a former seller is still the same report', async () => {
  shops[0] = { ...shops[0]!, sellerId: otherSeller }
  book.forget()
  const answers = await send([[event('order.placed')]])
  assert.deepEqual(committed(answers)[0]!.duplicates, 1)
  shops[0] = { ...shops[0]!, sellerId: seller }
  book.forget()
})

test('refused rows lose none of the good ones, and are resolved by sending them corrected', async () => {
  const wrong = [
    { ...fresh('bad1'), colour: 'red' },
    fresh('bad2', { source: 'p02' }),
    fresh('bad3', { shop: 'nowhere' }),
    fresh('bad4', { occurredAt: '2026-04-01T00:06:00.000Z' }),
    fresh('bad5', { order: '\ud800' } as Partial<TradeEvent>),
  ]
  const answers = await send([[fresh('good1'), ...wrong, fresh('good2')]])
  assert.equal(committed(answers)[0]!.accepted, 2)
  assert.deepEqual(
    refused(answers).map(({ row, code, errors }) => [row, code, errors[0]!.field]),
    [
      [2, 'trade.event-invalid', 'colour'],
      [3, 'trade.foreign-source', 'source'],
      [4, 'trade.shop-unknown', 'shop'],
      [5, 'trade.clock-ahead', 'occurredAt'],
      [6, 'trade.event-invalid', 'order'],
    ],
  )
  const open = async () =>
    (await refusedEvents(db, { source: 'p01', open: true, after: undefined, limit: 99 })).map(
      row => row.eventId,
    )
  for (const id of ['bad1', 'bad2', 'bad3', 'bad4', 'bad5'])
    assert.ok((await open()).includes(id), id)
  const kept = await countOf('trade.quarantine')
  await send([wrong])
  assert.equal(await countOf('trade.quarantine'), kept)
  shops.push({ platform: 'p01', shop: 'nowhere', sellerId: seller, areaCode: '130500' })
  book.forget()
  await send([[fresh('bad1'), wrong[2]]])
  const still = await open()
  assert.ok(!still.includes('bad1') && !still.includes('bad3') && still.includes('bad4'))
})

test('what is older than the law keeps is accepted and counted as late, and months find their partitions', async () => {
  const times = ['2011-05-01T00:00:00.000Z', '2019-12-31T23:59:59.999Z', '2020-01-01T00:00:00Z']
  const events = [...times, '2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z'].map((occurredAt, i) =>
    fresh(`old${i}`, { occurredAt }),
  )
  const answers = await send([events])
  assert.deepEqual([committed(answers)[0]!.accepted, committed(answers)[0]!.late], [5, 3])
  const { rows } = await sql<{ place: string }>`
    select tableoid::regclass::text as place from trade.event
    where event_id like 'old%' order by event_id`.execute(db)
  assert.deepEqual(
    rows.map(row => row.place),
    ['past', 'past', '2020_01', '2025_12', '2026_01'].map(month => `trade.event_${month}`),
  )
})

test('an order shows the five stages in time order, each with its source; a stranger sees nothing', async () => {
  const sight = { actor: actorOf('regulator', { areas: ['1305'] }), sellerIds: [] }
  const order = { platform: 'p01', order: 'o1' }
  const { events, sellerId } = await orderTimeline(db, order, sight)
  assert.equal(sellerId, seller)
  const times = events.map(e => e.occurredAt)
  assert.deepEqual(times, times.toSorted())
  assert.deepEqual(
    new Set(events.map(e => e.stage)),
    new Set(['production', 'transaction', 'payment', 'logistics', 'service']),
  )
  const sees = async (role: 'regulator' | 'platform' | 'carrier' | 'merchant', more = {}) => {
    const { sellerIds = [], ...actor } = more as { sellerIds?: string[] }
    return (await orderTimeline(db, order, { actor: actorOf(role, actor), sellerIds })).events
      .length
  }
  assert.ok((await sees('platform', { organisationCode: 'p01' })) > 0)
  assert.ok((await sees('merchant', { sellerIds: [seller] })) > 0)
  assert.equal(await sees('regulator', { areas: ['1101'] }), 0)
  assert.equal(await sees('platform', { organisationCode: 'p02' }), 0)
  assert.equal(await sees('carrier', { organisationCode: 'c01' }), 0)
  assert.equal(await sees('merchant', { sellerIds: [otherSeller] }), 0)
})

test('a seller’s orders are counted in a half-open window', async () => {
  const sight = { actor: actorOf('auditor'), sellerIds: [] }
  const window = { from: new Date('2026-03-01T03:00:00Z'), to: new Date('2026-03-01T12:00:00Z') }
  const stats = await sellerTrade(db, { sellerId: seller, ...window }, sight)
  assert.deepEqual([stats.placed, stats.cancelled, stats.amountFen, stats.buyers], [1, 0, 5_000, 1])
})

test('row-level security hides what other tenants reported, whatever the query', async () => {
  const seen = (id: string) =>
    asTenant(database, id, async tx => {
      const { rows } = await sql<{ n: number }>`select count(*) as n from trade.event`.execute(tx)
      return rows[0]!.n
    })
  assert.equal(await seen('00000000-0000-7000-8000-0000000000ff'), 0)
  assert.equal(await seen(tenant), await countOf('trade.event'))
})

test('a trade fact is never changed', async () => {
  await assert.rejects(sql`update trade.event set body = '{}'`.execute(db), /never changed/)
  await assert.rejects(sql`delete from trade.event`.execute(db), /never changed/)
})

test('a fault of the input comes after what was read whole before it', async () => {
  const rows = async function* () {
    yield [{ row: 1, raw: '', value: fresh('cut1') }]
    throw new Error('the sender died')
  }
  const answers: Answer[] = []
  await assert.rejects(async () => {
    for await (const answer of takeIn(deps, reporter, rows())) answers.push(answer)
  }, /died/)
  assert.equal(committed(answers)[0]!.accepted, 1)
})
