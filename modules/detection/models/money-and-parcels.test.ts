import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TradeEvent } from '#contract'
import { tradeEvent } from '../../../tests/support/index.ts'
import { feed, startOfTime } from '../event-feed.ts'
import type { Model, Suspicion } from '../model.ts'
import { shippedParameters } from '../parameters.ts'
import { backedOrders } from './backed-orders.ts'
import { hostileReviews } from './hostile-reviews.ts'
import { massRefunds } from './mass-refunds.ts'
import { oddParcels } from './odd-parcels.ts'
import { paymentLoop } from './payment-loop.ts'
import { splitOrders } from './split-orders.ts'

const HOUR_MS = 3_600_000
const start = Date.parse('2026-03-01T02:00:00Z')
const at = (hours: number) => new Date(start + hours * HOUR_MS).toISOString()

/** What a model says of the events, told until a later hour. */
function told(model: Model, events: readonly TradeEvent[]): Suspicion[] {
  const detector = model.create(shippedParameters(model))
  const clockwork = { newestMs: startOfTime }
  const inOrder = events.toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1))
  const last = Date.parse(inOrder.at(-1)!.occurredAt)
  const later = tradeEvent('funds.moved', {
    occurredAt: new Date(last + 2 * HOUR_MS).toISOString(),
    payer: 'nobody',
    payee: 'nobody else',
  })
  for (const event of [...inOrder, later]) feed([detector], clockwork, event)
  return detector.drain()
}

/** The act as it was last told. */
const last = (model: Model, events: readonly TradeEvent[]) => told(model, events).at(-1)

const order = (
  id: string,
  hours: number,
  buyer: string,
  more: { shop?: string; fen?: number } = {},
) =>
  tradeEvent('order.placed', {
    occurredAt: at(hours),
    shop: more.shop ?? 's1',
    order: id,
    buyer,
    amountFen: more.fen ?? 10_000,
    items: [{ sku: 'k1', quantity: 1, unitPriceFen: more.fen ?? 10_000 }],
    addressCity: '110100',
  })
const payment = (
  id: string,
  hours: number,
  payer: string,
  more: { shop?: string; fen?: number } = {},
) =>
  tradeEvent('payment.made', {
    occurredAt: at(hours + 0.01),
    shop: more.shop ?? 's1',
    order: id,
    payer,
    payee: `purse of ${more.shop ?? 's1'}`,
    amountFen: more.fen ?? 10_000,
  })
const bought = (
  id: string,
  hours: number,
  buyer: string,
  more: { shop?: string; fen?: number } = {},
) => [order(id, hours, buyer, more), payment(id, hours, `purse of ${buyer}`, more)]
const moved = (hours: number, payer: string, payee: string, amountFen: number) =>
  tradeEvent('funds.moved', {
    occurredAt: at(hours),
    eventId: `f${hours}${payee}`,
    payer,
    payee,
    amountFen,
  })
const times = <T>(count: number, make: (i: number) => T | T[]): T[] =>
  Array.from({ length: count }, (_, i) => make(i)).flat() as T[]

test('a purse that pays back what four accounts paid at the shop that pays the purse raises that shop', () => {
  const found = last(backedOrders, [
    ...times<TradeEvent>(4, i => bought(`o${i}`, i, `b${i}`)),
    moved(5, 'purse of s1', 'organiser', 80_000),
    ...times(4, i => moved(30 + i, 'organiser', `purse of b${i}`, 10_600)),
  ])
  assert.equal(found!.behaviour, 'forward-brushing')
  assert.deepEqual(found!.shops, [{ platform: 'p01', shop: 's1' }])
  assert.deepEqual(found!.accounts, ['b0', 'b1', 'b2', 'b3'])
})

test('a purse fed by a rival that hands out the money beforehand is turned against the shop bought at', () => {
  const found = last(backedOrders, [
    ...bought('own', 0, 'somebody', { shop: 's2' }),
    moved(1, 'purse of s2', 'broker', 80_000),
    ...times(4, i => moved(2 + i / 10, 'broker', `purse of b${i}`, 10_500)),
    ...times<TradeEvent>(4, i => bought(`o${i}`, 10 + i, `b${i}`)),
  ])
  assert.equal(found!.behaviour, 'reverse-brushing')
  assert.deepEqual(found!.victims, [{ platform: 'p01', shop: 's1' }])
  assert.deepEqual(found!.shops, [{ platform: 'p01', shop: 's2' }])
})

test('of a payer with several shops the rival in the trade of the attacked is named, where the trades are known', () => {
  const listed = (shop: string, category: string) =>
    tradeEvent('listing.changed', { occurredAt: at(-1), shop, sku: `k of ${shop}`, category })
  const payer = { payee: 'purse of s2' }
  const attack: TradeEvent[] = [
    ...bought('own', 0, 'somebody', { shop: 's2' }),
    order('other', 0, 'somebody', { shop: 's3' }),
    { ...payment('other', 0, 'purse of somebody', { shop: 's3' }), ...payer },
    moved(1, 'purse of s2', 'broker', 80_000),
    ...times(4, i => moved(2 + i / 10, 'broker', `purse of b${i}`, 10_500)),
    ...times<TradeEvent>(4, i => bought(`o${i}`, 10 + i, `b${i}`)),
  ]
  const named = (events: readonly TradeEvent[]) =>
    last(backedOrders, events)!.shops.map(({ shop }) => shop)
  assert.deepEqual(named(attack), ['s2', 's3'])
  const trades = [listed('s1', 'cashmere'), listed('s2', 'cables'), listed('s3', 'cashmere')]
  assert.deepEqual(named([...trades, ...attack]), ['s3'])
})

test('one sum that fits at another shop of the operator names it not, and at a rival’s makes no brushing of an attack', () => {
  const other = { shop: 's2' }
  const till = (id: string, hours: number, buyer: string) => [
    order(id, hours, buyer, other),
    { ...payment(id, hours, `purse of ${buyer}`, other), payee: 'purse of s1' },
  ]
  const brushing = last(backedOrders, [
    ...times<TradeEvent>(4, i => bought(`o${i}`, i, `b${i}`)),
    ...till('fit', 4, 'b4'),
    moved(5, 'purse of s1', 'organiser', 80_000),
    ...times(5, i => moved(30 + i, 'organiser', `purse of b${i}`, 10_600)),
  ])
  assert.deepEqual(brushing!.shops, [{ platform: 'p01', shop: 's1' }])
  const attack = last(backedOrders, [
    ...bought('fit', 0, 'b9', other),
    moved(1, 'purse of s2', 'broker', 80_000),
    moved(1.5, 'broker', 'purse of b9', 10_500),
    ...times(6, i => moved(2 + i / 10, 'broker', `purse of b${i}`, 10_500)),
    ...times<TradeEvent>(6, i => bought(`o${i}`, 10 + i, `b${i}`)),
  ])
  assert.equal(attack!.behaviour, 'reverse-brushing')
  assert.deepEqual(attack!.victims, [{ platform: 'p01', shop: 's1' }])
  assert.deepEqual(attack!.shops, [{ platform: 'p01', shop: 's2' }])
})

test('one purse that pays for many accounts stands behind their orders; one that pays for two of a household does not', () => {
  const paidBy = (accounts: number) =>
    times(6, i => [order(`o${i}`, i, `b${i % accounts}`), payment(`o${i}`, i, 'one purse')])
  const found = last(backedOrders, paidBy(4))
  assert.deepEqual(found!.accounts, ['b0', 'b1', 'b2', 'b3'])
  assert.equal(found!.evidence.figures.find(({ name }) => name === 'paid')!.value, 6)
  assert.deepEqual(told(backedOrders, paidBy(2)), [])
})

test('a return that comes too late, in another sum, or before the payment closes no loop', () => {
  const pays = times<TradeEvent>(4, i => bought(`o${i}`, i, `b${i}`))
  const back = (hours: number, fen: number) =>
    told(paymentLoop, [
      ...pays,
      ...times(4, i => moved(hours + i, 'purse of s1', `purse of b${i}`, fen)),
    ])
  assert.equal(back(40, 9_800).at(-1)!.evidence.figures[0]!.value, 4)
  assert.deepEqual(back(40, 5_000), [])
  assert.deepEqual(back(24 * 20, 9_800), [])
  assert.deepEqual(back(-10, 9_800), [])
})

test('three accounts that split their purchases accuse a small shop and are lost in a large one', () => {
  const split = times<TradeEvent>(4, account =>
    times(4, i => order(`o${account}-${i}`, 1_000 + account * 30 + i / 10, `b${account}`)),
  )
  const crowd = (size: number) => times(size, i => order(`h${i}`, i, `h${i}`))
  const found = last(splitOrders, [...crowd(20), ...split])
  assert.deepEqual(found!.accounts, ['b0', 'b1', 'b2', 'b3'])
  assert.deepEqual(told(splitOrders, [...crowd(2_000), ...split]), [])
  const slow = split.map((event, i) => ({ ...event, occurredAt: at(i * 2) }))
  assert.deepEqual(told(splitOrders, slow), [])
  const onSale = split.map((event, i) => ({
    ...event,
    occurredAt: new Date(Date.parse('2026-11-11T01:00:00Z') + i * 300_000).toISOString(),
  }))
  assert.deepEqual(told(splitOrders, onSale), [], 'on a sale day a split takes more orders')
})

const established = tradeEvent('order.placed', {
  occurredAt: at(-24 * 40),
  shop: 's1',
  order: 'old',
})
const refunded = (everyHours: number) => [
  established,
  ...times<TradeEvent>(24, i => {
    const hours = i * everyHours
    const back = tradeEvent('payment.refunded', {
      occurredAt: at(hours + 30),
      shop: 's1',
      order: `o${i}`,
    })
    return i % 4 === 0
      ? bought(`o${i}`, hours, `b${i % 6}`)
      : [...bought(`o${i}`, hours, `b${i % 6}`), back]
  }),
]

test('accounts that buy and are refunded over and over: within days it is done to the shop, for weeks by the shop', () => {
  const sudden = told(massRefunds, refunded(4)).at(-1)!
  assert.equal(sudden.behaviour, 'reverse-brushing')
  assert.deepEqual(sudden.victims, [{ platform: 'p01', shop: 's1' }])
  assert.deepEqual(sudden.shops, [])
  const lasting = told(massRefunds, refunded(18)).at(-1)!
  assert.equal(lasting.behaviour, 'refund-loop')
  assert.deepEqual(lasting.shops, [{ platform: 'p01', shop: 's1' }])
})

test('a customer of old who returned one of two things is not of the circle and makes no habit of a wave', () => {
  const back = tradeEvent('payment.refunded', { occurredAt: at(-90), shop: 's1', order: 'h0' })
  const regular = [...bought('h0', -24 * 8, 'regular'), ...bought('h1', 20, 'regular'), back]
  const found = last(massRefunds, [...refunded(4), ...regular])
  assert.equal(found!.behaviour, 'reverse-brushing')
  assert.deepEqual(found!.victims, [{ platform: 'p01', shop: 's1' }])
  assert.ok(found!.accounts.length >= 5 && !found!.accounts.includes('regular'))
})

const parcel = (
  id: string,
  shop: string,
  hours: number,
  weightG: number,
  receiverCity = '110100',
) =>
  tradeEvent('parcel.signed', {
    occurredAt: at(hours + 40),
    sentAt: at(hours + 5),
    shop,
    order: id,
    waybill: `w${id}`,
    senderNode: weightG < 100 ? 'pool' : `store of ${shop}`,
    senderCity: '130500',
    receiverCity,
    weightG,
    scans: [{ at: at(hours + 40), node: 'n', city: receiverCity, action: 'delivered' }],
  })

test('parcels that weigh nothing from one node for many shops are a pool; the shops’ own parcels are not', () => {
  const events = times<TradeEvent>(4, shop => {
    const name = { shop: `s${shop}` }
    const honest = times<TradeEvent>(6, i => {
      const id = `h${shop}-${i}`
      return [order(id, shop + i * 10, `h${i}`, name), parcel(id, name.shop, shop + i * 10, 900)]
    })
    const empty = times<TradeEvent>(3, i => {
      const id = `e${shop}-${i}`
      const hours = 200 + shop + i * 10
      return [order(id, hours, `e${shop}${i}`, name), parcel(id, name.shop, hours, 20)]
    })
    return [...honest, ...empty]
  })
  const all = told(oddParcels, events)
  assert.ok(all.length > 0)
  for (const { behaviour, accounts, evidence } of all) {
    assert.equal(behaviour, 'empty-parcel')
    assert.ok(accounts.every(account => account.startsWith('e')))
    assert.ok(evidence.graph.nodes.some(({ id }) => id === 'pool'))
  }
  assert.equal(all.at(-1)!.shops.length, 4)
})

const review = (id: string, hours: number, shop: string, score: number) =>
  tradeEvent('review.posted', {
    occurredAt: at(hours),
    shop,
    order: id,
    review: `r${id}`,
    by: 'buyer',
    buyer: 'b1',
    score,
  })

test('who strikes four shops and is paid by three is suspected; an angry customer who is refunded is not', () => {
  const struck = times<TradeEvent>(4, i => [
    ...bought(`o${i}`, i * 24, 'b1', { shop: `s${i}` }),
    review(`o${i}`, i * 24 + 60, `s${i}`, 1),
  ])
  const silence = times(3, i => moved(i * 24 + 80, `purse of s${i}`, 'purse of b1', 30_000))
  const found = last(hostileReviews, [...struck, ...silence])
  assert.equal(found!.behaviour, 'extortion')
  assert.deepEqual(found!.shops, [])
  assert.equal(found!.victims.length, 4)
  const back = times<TradeEvent>(4, i =>
    tradeEvent('payment.refunded', { occurredAt: at(i * 24 + 90), shop: `s${i}`, order: `o${i}` }),
  )
  assert.deepEqual(told(hostileReviews, [...struck, ...back]), [])
})
