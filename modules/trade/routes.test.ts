import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { type Actor, anyone, authorisation, type TradeEventOf, tradeOperations } from '#contract'
import { loadPolicies, shippedRules } from '#modules/policy'
import { buildServer } from '#platform/http'
import { createMetrics, fixedClock, monotonicIds, silentLog } from '#platform/runtime'
import {
  actorOf,
  completedOrder,
  tradeEvent as event,
  everyTradeEvent,
  testDatabase,
} from '../../tests/support/index.ts'
import { shopBook, tradeRoutes } from './index.ts'

const database = await testDatabase()
const clock = fixedClock('2026-04-01T00:00:00Z')
const ids = monotonicIds(clock)
await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))
const sellerId = '00000000-0000-7000-8000-00000000001a'
const platform = '00000000-0000-7000-8000-0000000000d1'
const actors: Record<string, Actor> = {
  p01: actorOf('platform', { organisationCode: 'p01', organisationId: platform }),
  c01: actorOf('carrier', { organisationCode: 'c01' }),
  y01: actorOf('payment-institution', { organisationCode: 'y01' }),
  office: actorOf('credit-office', { areas: ['1305'] }),
  far: actorOf('regulator', { areas: ['1101'] }),
  bank: actorOf('finance'),
}
const app = await buildServer({
  operations: tradeOperations,
  authorisation,
  handlers: tradeRoutes({
    database,
    clock,
    ids,
    log: silentLog(),
    shops: shopBook(database.db, async () => [
      { platform: 'p01', shop: 's1', sellerId, areaCode: '130500' },
    ]),
    sellersOf: async () => [],
    organisationOf: async () => new Map([['p01', platform]]),
  }),
  database,
  ids,
  log: silentLog(),
  metrics: createMetrics(false),
  origin: 'http://127.0.0.1',
  authenticate: ({ authorization }) => actors[authorization ?? ''] ?? anyone,
  recordRead: async () => {},
  ready: async () => true,
  requestsPerMinute: 100_000,
  checkAnswers: true,
})
await app.listen({ host: '127.0.0.1', port: 0 })
after(() => app.close())
const { port } = app.server.address() as AddressInfo
const base = `http://127.0.0.1:${port}/api/v1`

const ndjson = (events: readonly unknown[]) => events.map(e => `${JSON.stringify(e)}\n`).join('')

async function post(as: string, body: string | Uint8Array<ArrayBuffer>, headers = {}) {
  const response = await fetch(`${base}/trade/events`, {
    method: 'POST',
    body,
    headers: { authorization: as, 'content-type': 'application/x-ndjson', ...headers },
  })
  const text = await response.text()
  const lines = response.ok
    ? text
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
    : []
  return { status: response.status, lines, end: lines.at(-1) }
}

async function get(as: string, path: string, purpose = 'test') {
  const response = await fetch(`${base}${path}`, {
    headers: { authorization: as, 'x-purpose': purpose },
  })
  return { status: response.status, json: await response.json() }
}

const countOf = async (name: string): Promise<number> =>
  (
    await sql<{ n: number }>`select count(*) as n from trade.event
      where event_id like ${`${name}%`}`.execute(database.db)
  ).rows[0]!.n
const many = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => event('order.completed', { eventId: `${name}${i}` }))

test('[2.2] one order, reported by platform, carrier and payment institution, shows all five stages in time order, each with its source', async () => {
  const from = (source: string, kinds: RegExp) =>
    ndjson(
      everyTradeEvent()
        .filter(({ kind }) => kinds.test(kind))
        .map(e => ({ ...e, source })),
    )
  for (const [source, kinds] of [
    ['p01', /^(production|listing|traffic|order|review|service)/],
    ['y01', /^(payment|funds)/],
    ['c01', /^parcel/],
  ] as const) {
    const { end } = await post(source, from(source, kinds))
    assert.deepEqual([end.status, end.refused], ['finished', 0])
  }
  const { status, json } = await get('office', '/trade/orders/p01/o1')
  assert.equal(status, 200)
  assert.deepEqual(json.stages, ['production', 'transaction', 'payment', 'logistics', 'service'])
  assert.deepEqual([json.shop, json.shopName], ['s1', null])
  const times = json.events.map((e: { occurredAt: string }) => e.occurredAt)
  assert.deepEqual(times, times.toSorted())
  const sources = Object.fromEntries(
    json.events.map((e: { stage: string; source: string }) => [e.stage, e.source]),
  )
  assert.deepEqual(sources, {
    production: 'p01',
    transaction: 'p01',
    payment: 'y01',
    logistics: 'c01',
    service: 'p01',
  })
  const own = (await get('c01', '/trade/orders/p01/o1')).json
  assert.deepEqual(own.stages, ['logistics'])
  assert.equal((await get('far', '/trade/orders/p01/o1')).status, 404)
  assert.equal((await get('bank', '/trade/orders/p01/o1')).status, 403)
  assert.equal(
    (await get('office', '/trade/orders/p01/o1', '')).json.code,
    'access.purpose-required',
  )
  const stats = await get(
    'office',
    `/trade/sellers/${sellerId}?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z`,
  )
  assert.deepEqual([stats.json.placed, stats.json.completed, stats.json.buyers], [1, 1, 1])
})

test('gzip is accepted; another encoding or content type is refused with a status', async () => {
  const zipped = await post('p01', gzipSync(ndjson(many('z', 30))), { 'content-encoding': 'gzip' })
  assert.deepEqual([zipped.end.status, zipped.end.accepted], ['finished', 30])
  assert.equal((await post('p01', 'x', { 'content-encoding': 'br' })).status, 415)
  assert.equal((await post('p01', 'x', { 'content-type': 'text/csv' })).status, 415)
  assert.equal((await post('nobody', 'x')).status, 401)
  assert.equal((await post('bank', 'x')).status, 403)
})

test('half a gzip lands what was whole, says so, and sending it again whole lands the rest', async () => {
  const noisy = many('h', 4_000).map((e, i) => ({ ...e, order: `o${(i * 2_654_435_761) % 1e9}` }))
  const whole = gzipSync(ndjson(noisy))
  const half = whole.subarray(0, Math.floor(whole.length / 2))
  const { end } = await post('p01', half, { 'content-encoding': 'gzip' })
  assert.equal(end.status, 'stopped')
  assert.equal(end.problem.code, 'trade.body-cut')
  assert.ok(end.accepted > 0 && end.accepted < 4_000)
  assert.equal(end.refused, 0)
  assert.equal(await countOf('h'), end.accepted)
  const again = await post('p01', whole, { 'content-encoding': 'gzip' })
  assert.equal(again.end.accepted + again.end.duplicates, 4_000)
  assert.equal(await countOf('h'), 4_000)
})

test('bad lines are refused one by one, named in both languages, kept, and listed for their source alone', async () => {
  const good = JSON.stringify(event('order.completed', { eventId: 'ok1' }))
  const body = Buffer.concat([
    Buffer.from(`${good}\n{"kind":\n`),
    Buffer.from([0x22, 0xff, 0xfe, 0x22, 0x0a]),
    Buffer.from(`{"pad":"${'x'.repeat(70_000)}"}\n`),
    Buffer.from(ndjson([{ ...event('order.completed', { eventId: 'bad' }), colour: 'red' }])),
    Buffer.from(good.replace('ok1', 'ok2')),
  ])
  const { lines, end } = await post('p01', body)
  const refused = lines.filter(line => line.status === 'refused')
  assert.deepEqual(
    refused.map(({ row, eventId, errors }) => [row, eventId, errors[0].rule]),
    [
      [2, null, 'json'],
      [3, null, 'utf-8'],
      [4, null, 'too-long'],
      [5, 'bad', 'unknown-field'],
    ],
  )
  for (const { errors } of refused) assert.ok(errors[0].zh !== '' && errors[0].en !== '')
  assert.deepEqual([end.accepted, end.refused], [2, 4])
  const listed = (await get('p01', '/trade/refused-events?limit=2')).json
  assert.equal(listed.items.length, 2)
  const rest = (await get('p01', `/trade/refused-events?cursor=${listed.next}`)).json
  assert.equal(rest.items.length, 2)
  assert.equal(rest.next, null)
  assert.equal((await get('y01', '/trade/refused-events')).json.items.length, 0)
  assert.equal((await get('office', '/trade/refused-events')).json.items.length, 4)
})

test('a source reports as itself; the credit office may report for any', async () => {
  const foreign = ndjson([event('order.completed', { eventId: 'f1', source: 'p01' })])
  const carrier = await post('c01', foreign)
  assert.equal(carrier.lines[0].code, 'trade.foreign-source')
  assert.equal((await post('office', foreign)).end.accepted, 1)
})

test('a killed client leaves whole acknowledged batches and nothing half-written', async () => {
  const call = request(`${base}/trade/events`, {
    method: 'POST',
    headers: { authorization: 'p01', 'content-type': 'application/x-ndjson' },
  })
  call.on('error', () => {})
  let answers = ''
  call.on('response', response => {
    response.on('error', () => {})
    response.setEncoding('utf8').on('data', text => {
      answers += text
    })
  })
  const text = ndjson(many('killed', 4_500))
  call.write(text.slice(0, -20))
  while (!answers.includes('\n')) await delay(5)
  call.destroy()
  // The rows that had arrived whole still land; then the count stands still.
  let count = -1
  while (count !== (await countOf('killed'))) {
    count = await countOf('killed')
    await delay(100)
  }
  const acknowledged = JSON.parse(answers.slice(0, answers.indexOf('\n')))
  assert.ok(count >= acknowledged.accepted && count < 4_500)
  const { rows } = await sql<{ half: number }>`
    select count(*) as half from transparency.batch b
    where b.size <> (select count(*) from trade.event e where e.batch_id = b.batch_id)`.execute(
    database.db,
  )
  assert.equal(rows[0]!.half, 0)
  const again = await post('p01', text)
  assert.equal(again.end.accepted + again.end.duplicates, 4_500)
  assert.equal(await countOf('killed'), 4_500)
})

test('thousands of refused rows are all answered', async () => {
  const bad = many('flood', 3_000).map(e => ({ ...e, colour: 'red' }))
  const { end } = await post('p01', ndjson(bad))
  assert.deepEqual([end.status, end.refused], ['finished', 3_000])
})

test('[4.1] a rating without a completed order is refused; each side rates once an order, inside the window', async () => {
  const review = (eventId: string, more: Partial<TradeEventOf<'review.posted'>> = {}) =>
    event('review.posted', { order: 'rated', review: eventId, eventId, ...more })
  const codes = async (events: readonly unknown[]) => {
    const { lines, end } = await post('p01', ndjson(events))
    assert.equal(end.status, 'finished')
    return lines.filter(({ status }) => status === 'refused').map(({ code }) => code)
  }
  assert.deepEqual(await codes([review('v1')]), ['trade.review-order-unknown'])
  const [placed, completed] = completedOrder(review('v'))
  assert.deepEqual(await codes([placed, review('v2')]), ['trade.review-early'])
  assert.deepEqual(await codes([completed]), [])
  const stranger = review('v3', { buyer: 'somebody-else' })
  const late = review('v4', { occurredAt: '2026-03-31T23:00:00.000Z' })
  assert.deepEqual(await codes([stranger, late]), [
    'trade.review-order-unknown',
    'trade.review-late',
  ])
  assert.deepEqual(await codes([review('v5'), review('v6', { by: 'seller' })]), [])
  assert.deepEqual(await codes([review('v7'), review('v8', { by: 'seller' })]), [
    'trade.review-twice',
    'trade.review-twice',
  ])
  assert.deepEqual(await codes([review('v5')]), [], 'the same report again is no second rating')
  const own = [...completedOrder(review('w', { order: 'own' })), review('w', { order: 'own' })]
  assert.deepEqual(await codes([...own, review('w2', { order: 'own' })]), ['trade.review-twice'])
  const { rows } = await sql<{ n: number }>`select count(*) as n from trade.quarantine
    where code = 'trade.review-twice'`.execute(database.db)
  assert.equal(rows[0]!.n, 3, 'kept for correction')
})

test('[4.3] a follow-up is taken in its window beside the first review, which stays as it was', async () => {
  const first = event('review.posted', { order: 'worn', review: 'first', eventId: 'first' })
  const followed = (eventId: string, more: Partial<TradeEventOf<'review.followed'>> = {}) =>
    event('review.followed', {
      order: 'worn',
      review: eventId,
      eventId,
      parent: 'first',
      occurredAt: '2026-03-20T08:00:00.000Z',
      ...more,
    })
  const answer = await post(
    'p01',
    ndjson([
      ...completedOrder(first),
      first,
      followed('worn-1'),
      followed('worn-2', { parent: 'nothing' }),
      followed('worn-3', { occurredAt: '2026-03-01T00:00:00.000Z' }),
      { ...followed('worn-4'), review: 'first', kind: 'review.posted', by: 'buyer', score: 1 },
    ]),
  )
  const refused = answer.lines.filter(({ status }) => status === 'refused')
  assert.deepEqual(
    refused.map(({ eventId, code }) => [eventId, code]),
    [
      ['worn-2', 'trade.review-parent-unknown'],
      ['worn-3', 'trade.review-parent-unknown'],
      ['worn-4', 'trade.event-invalid'],
    ],
  )
  const { json } = await get('office', '/trade/orders/p01/worn')
  const reviews = json.events.filter(({ kind }: { kind: string }) => kind.startsWith('review.'))
  assert.deepEqual(
    reviews.map(({ eventId }: { eventId: string }) => eventId),
    ['first', 'worn-1'],
  )
})
