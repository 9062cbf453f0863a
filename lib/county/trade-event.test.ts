/**
 * Every event the county tells, held against the shapes of the trade contract field by field, and
 * against the county itself: known shops, known orders, one id once, time that does not go back.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { areaOf, parseWaybill } from '#lib/identifiers'
import { generateCounty, type TradeEvent } from './index.ts'

const county = generateCounty({ seed: 'shapes', merchants: 60, buyers: 900, orders: 3000 })
const events = [...county.events()]

type Check = (value: unknown) => boolean

const token: Check = v => typeof v === 'string' && /^[0-9A-Za-z-]{1,64}$/.test(v)
const text: Check = v => typeof v === 'string' && v.length > 0 && v.length <= 2000
const fen: Check = v => Number.isSafeInteger(v) && (v as number) > 0
const count: Check = v => Number.isSafeInteger(v) && (v as number) >= 0
const score: Check = v => Number.isInteger(v) && (v as number) >= 1 && (v as number) <= 5
const area: Check = v => typeof v === 'string' && v.length === 6 && areaOf(v)?.status === 'current'
const instant: Check = v =>
  typeof v === 'string' && new Date(v).toISOString() === v && v.endsWith('Z')
const date: Check = v => typeof v === 'string' && /^\d{4}-\d\d-\d\d$/.test(v)
const gtin: Check = v => typeof v === 'string' && /^952\d{10}$/.test(v)
const waybill: Check = v => typeof v === 'string' && parseWaybill(v).ok
const either =
  (...values: string[]): Check =>
  v =>
    values.includes(v as string)
const list =
  (of: Check): Check =>
  v =>
    Array.isArray(v) && v.length > 0 && v.every(of)
const shape =
  (required: Record<string, Check>, optional: Record<string, Check> = {}): Check =>
  v => {
    const value = v as Record<string, unknown>
    const known = (key: string) => required[key] ?? optional[key]
    return (
      Object.keys(required).every(key => key in value) &&
      Object.entries(value).every(([key, field]) => known(key)?.(field) === true)
    )
  }

const common = {
  kind: text,
  source: token,
  eventId: token,
  occurredAt: instant,
  platform: token,
  shop: token,
}
const payment = { order: token, payment: token, payer: token, payee: token, amountFen: fen }
const parcel = {
  order: token,
  waybill,
  carrier: token,
  senderNode: token,
  senderCity: area,
  receiverCity: area,
  weightG: fen,
}
const item = shape({ sku: token, quantity: fen, unitPriceFen: fen })
const scan = shape({ at: instant, node: token, city: area, action: text })

const SHAPES: Record<TradeEvent['kind'], Check> = {
  'order.placed': shape(
    { ...common, order: token, buyer: token, items: list(item), amountFen: fen },
    { addressCity: area, address: token, device: token, promiseShipHours: fen },
  ),
  'order.cancelled': shape({ ...common, order: token, buyer: token, reason: text }),
  'payment.made': shape({ ...common, ...payment, institution: token }),
  'payment.refunded': shape({ ...common, ...payment, reason: text }),
  'funds.moved': shape({
    ...common,
    payer: token,
    payee: token,
    amountFen: fen,
    institution: token,
  }),
  'parcel.sent': shape({ ...common, ...parcel }),
  'parcel.signed': shape({ ...common, ...parcel, sentAt: instant }, { scans: list(scan) }),
  'review.posted': shape(
    { ...common, order: token, review: token, by: either('buyer', 'seller'), buyer: token, score },
    { text, pictures: list(token) },
  ),
  'review.followed': shape({
    ...common,
    order: token,
    review: token,
    parent: token,
    buyer: token,
    text,
  }),
  'listing.changed': shape(
    { ...common, sku: token, title: text, priceFen: fen },
    { struckPriceFen: fen, gtin, brand: text, category: token },
  ),
  'production.recorded': shape({ ...common, sku: token, lot: token, producedOn: date }, { gtin }),
  'service.opened': shape({ ...common, order: token, buyer: token, topic: token }, { text }),
  'traffic.counted': shape({
    ...common,
    windowS: fen,
    views: count,
    visitors: count,
    likes: count,
    follows: count,
    medianDwellS: count,
  }),
}

test('every event has exactly the fields of its kind, each of its form', () => {
  for (const event of events) {
    assert.ok(SHAPES[event.kind](event), `wrong shape: ${JSON.stringify(event)}`)
  }
  const kinds = new Set(events.map(event => event.kind))
  assert.deepEqual([...kinds].sort(), Object.keys(SHAPES).sort())
})

test('events come in time order within the year, as foretold, each id once per source', () => {
  assert.equal(events.length, county.eventCount)
  const seen = new Set<string>()
  let before = county.startAt
  for (const { source, eventId, occurredAt } of events) {
    assert.ok(before <= occurredAt && occurredAt < county.endAt)
    before = occurredAt
    const id = `${source}/${eventId}`
    assert.ok(!seen.has(id), `${id} twice`)
    seen.add(id)
  }
})

test('events speak of registered sources, of shops while open, and of orders placed', () => {
  const sources = [...county.platforms, ...county.carriers, ...county.institutions]
  const codes = new Set(sources.map(({ code }) => code))
  const shops = new Map(county.shops.map(shop => [shop.id, shop]))
  const buyers = new Set(county.buyers.map(({ token: buyer }) => buyer))
  const orders = new Map<string, TradeEvent & { kind: 'order.placed' }>()
  for (const event of events) {
    assert.ok(codes.has(event.source))
    if (event.kind === 'funds.moved') {
      assert.equal(event.shop, event.payee)
      continue
    }
    assert.equal(shops.get(event.shop)?.platform, event.platform)
    if (event.kind === 'order.placed') {
      const { openedOn, closedOn = '9999-12-31' } = shops.get(event.shop)!
      const day = new Date(Date.parse(event.occurredAt) + 8 * 3_600_000).toISOString().slice(0, 10)
      assert.ok(openedOn <= day && day <= closedOn)
      orders.set(event.order, event)
    } else if ('order' in event) {
      assert.equal(orders.get(event.order)?.shop, event.shop, 'an order precedes what follows it')
    }
    if ('buyer' in event) assert.ok(buyers.has(event.buyer))
  }
  assert.equal(orders.size, county.options.orders)
})

test('an order costs what its goods were listed at; payments and refunds agree', () => {
  const listed = new Map<string, number>()
  const amounts = new Map<string, number>()
  for (const event of events) {
    if (event.kind === 'listing.changed') listed.set(event.sku, event.priceFen)
    if (event.kind === 'order.placed') {
      for (const { sku, unitPriceFen } of event.items) assert.equal(unitPriceFen, listed.get(sku))
      const sum = event.items.reduce(
        (t, { quantity, unitPriceFen }) => t + quantity * unitPriceFen,
        0,
      )
      assert.equal(event.amountFen, sum)
      amounts.set(event.order, event.amountFen)
    }
    if (event.kind === 'payment.made' || event.kind === 'payment.refunded') {
      assert.equal(event.amountFen, amounts.get(event.order))
    }
  }
})

test('a parcel is sent after payment, signed after sending, reviewed after that', () => {
  const paid = new Map<string, string>()
  const signed = new Map<string, string>()
  for (const event of events) {
    if (event.kind === 'payment.made') paid.set(event.order, event.occurredAt)
    if (event.kind === 'parcel.sent') assert.ok(paid.get(event.order)! < event.occurredAt)
    if (event.kind === 'parcel.signed') {
      assert.ok(paid.get(event.order)! <= event.sentAt && event.sentAt < event.occurredAt)
      const scans = (event.scans ?? []).map(({ at }) => at)
      assert.deepEqual(scans, [...scans].sort())
      signed.set(event.order, event.occurredAt)
    }
    if (event.kind === 'review.posted') assert.ok(signed.get(event.order)! < event.occurredAt)
  }
})

test('some orders can be followed through all five stages', () => {
  const produced = new Set<string>()
  const stages = new Map<string, Set<string>>()
  for (const event of events) {
    if (event.kind === 'production.recorded') produced.add(event.sku)
    if (event.kind === 'order.placed') {
      const made = event.items.some(({ sku }) => produced.has(sku))
      stages.set(event.order, new Set(made ? ['production', 'order'] : ['order']))
    } else if ('order' in event) {
      stages.get(event.order)!.add(event.kind.split('.')[0]!)
    }
  }
  const whole = ['production', 'order', 'payment', 'parcel', 'service']
  const complete = [...stages.values()].filter(seen => whole.every(stage => seen.has(stage)))
  assert.ok(complete.length > 0)
})
