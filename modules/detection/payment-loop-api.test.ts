import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alertOperations, type GraphEdge, type TradeEvent, tradeOperations } from '#contract'
import { loadPolicies, shippedRules } from '#modules/policy'
import { shopBook, tradeRoutes } from '#modules/trade'
import { fixedClock, monotonicIds, silentLog } from '#platform/runtime'
import { runConsumers } from '#platform/stream'
import { actorOf, served, testDatabase, tradeEvent } from '../../tests/support/index.ts'
import { openDetection } from './room.ts'

const database = await testDatabase()
const clock = fixedClock('2026-03-04T08:00:00Z')
const ids = monotonicIds(clock)
await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))

const common = { database, clock, ids, log: silentLog(), sellersOf: async () => [] }
const detection = openDetection({
  ...common,
  openCase: async () => ids.next(),
  bansOf: async () => new Map(),
})
const { call } = await served(
  { ...tradeOperations, ...alertOperations },
  {
    ...detection.handlers,
    ...tradeRoutes({
      ...common,
      shops: shopBook(database.db, async () => [
        { platform: 'p01', shop: 's1', sellerId: ids.next(), areaCode: '130528' },
      ]),
      organisationOf: async () => new Map(),
    }),
  },
  {
    database,
    ids,
    actors: {
      p01: actorOf('platform', { organisationCode: 'p01' }),
      y01: actorOf('payment-institution', { organisationCode: 'y01' }),
      office: actorOf('credit-office', { areas: [''] }),
    },
  },
)
const consumers = runConsumers(database, silentLog(), detection.consumers)
test.after(() => consumers.stop())

const start = Date.parse('2026-03-01T02:00:00Z')
const hour = (hours: number) => new Date(start + hours * 3_600_000).toISOString()
const amountsFen = [12_800, 25_600, 9_900]

/** Three buyers whose payments go seller → purse → purse → the same buyer, some hours apart. */
const orders = amountsFen.map((amountFen, i) =>
  tradeEvent('order.placed', {
    source: 'p01',
    eventId: `o${i}`,
    occurredAt: hour(i),
    shop: 's1',
    order: `o${i}`,
    buyer: `buyer-${i}`,
    items: [{ sku: 'k1', quantity: 1, unitPriceFen: amountFen }],
    amountFen,
  }),
)
const moved = (id: string, hours: number, payer: string, payee: string, amountFen: number) =>
  tradeEvent('funds.moved', {
    source: 'y01',
    eventId: id,
    occurredAt: hour(hours),
    platform: 'y01',
    shop: payee,
    payer,
    payee,
    amountFen,
    institution: 'y01',
  })
const money = amountsFen.flatMap((amountFen, i): TradeEvent[] => [
  tradeEvent('payment.made', {
    source: 'y01',
    eventId: `p${i}`,
    occurredAt: hour(i + 0.01),
    shop: 's1',
    order: `o${i}`,
    payment: `p${i}`,
    payer: `purse-of-${i}`,
    payee: 'seller',
    amountFen,
    institution: 'y01',
  }),
  moved(`f${i}`, i + 10, 'seller', 'first', Math.round(amountFen * 0.99)),
  moved(`g${i}`, i + 14, 'first', 'second', Math.round(amountFen * 0.98)),
  moved(`h${i}`, i + 20, 'second', `purse-of-${i}`, Math.round(amountFen * 0.97)),
])
/** Money that buyers receive from others for other reasons, and a late order that lets the hour pass. */
const innocent = [moved('x1', 21, 'aunt', 'purse-of-0', 12_700), moved('x2', 25, 'a', 'b', 100)]

const post = async (as: string, events: readonly TradeEvent[]) => {
  const lines = events.map(event => `${JSON.stringify(event)}\n`).join('')
  const { lines: answers } = await call(as, 'POST', '/trade/events', lines)
  assert.ok(answers.every(({ status }) => status !== 'refused'))
  await consumers.drain()
}

test('[5.3] a planted buyer→seller→buyer funds loop is flagged with the path shown, step by step', async () => {
  await post('p01', orders)
  await post(
    'y01',
    [...money, ...innocent].sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1)),
  )
  const { items } = (await call('office', 'GET', '/detection/alerts')).json
  assert.equal(items.length, 1)
  assert.equal(items[0].behaviour, 'self-funding')
  const alert = (await call('office', 'GET', `/detection/alerts/${items[0].id}`)).json
  assert.deepEqual(alert.accounts.toSorted(), ['buyer-0', 'buyer-1', 'buyer-2'])

  const edges: GraphEdge[] = alert.graph.edges
  let at = 'buyer-1'
  const path = []
  for (const reference of ['o1', 'f1', 'g1', 'h1']) {
    const step = edges.find(edge => edge.reference === reference)!
    assert.equal(step.from, at)
    path.push([step.to, step.kind, step.atMs - start, step.amountFen])
    at = step.to
  }
  const ms = (hours: number) => hours * 3_600_000
  assert.deepEqual(path, [
    ['p01 s1', 'payment', ms(1.01), 25_600],
    ['first', 'transfer', ms(11), 25_344],
    ['second', 'transfer', ms(15), 25_088],
    ['buyer-1', 'transfer', ms(21), 24_832],
  ])
  assert.ok(!edges.some(({ reference }) => reference === 'x1'))

  const again = (await call('office', 'GET', `/detection/alerts/${alert.id}/reproduction`)).json
  assert.equal(again.suspicions[0].equal, true)
})
