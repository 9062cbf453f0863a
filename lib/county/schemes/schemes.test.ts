/**
 * The planted truth against the events it speaks of: each scheme leaves the traces that define it,
 * and nothing about an id tells who is in it.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  demoStory,
  generateCounty,
  SCHEME_KINDS,
  type SchemeKind,
  type TradeEvent,
} from '../index.ts'

const county = generateCounty({ seed: 'truth', merchants: 300, buyers: 4000, orders: 20_000 })
const events = [...county.events()]
const placed = new Map(of('order.placed').map(event => [event.order, event]))

test('every kind is planted once by default, and only the honest crowds are not suspicious', () => {
  assert.deepEqual(
    county.truth.map(scheme => scheme.kind),
    [...SCHEME_KINDS],
  )
  for (const { kind, suspicious } of county.truth) {
    assert.equal(suspicious, !kind.startsWith('honest-'))
  }
})

test('kinds can be left out or planted twice', () => {
  const small = { seed: 1, merchants: 60, buyers: 900, orders: 2500 }
  const none = Object.fromEntries(SCHEME_KINDS.map(kind => [kind, 0]))
  assert.deepEqual(generateCounty({ ...small, schemes: none }).truth, [])
  const schemes = { ...none, 'brushing-ring': 2 }
  const rings = generateCounty({ ...small, schemes }).truth
  assert.deepEqual(
    rings.map(({ kind }) => kind),
    ['brushing-ring', 'brushing-ring'],
  )
  const [one, two] = rings.map(({ accounts }) => new Set(accounts))
  assert.ok(one!.isDisjointFrom(two!))
})

test('the truth names placed orders, by its accounts, within its span, at its shops', () => {
  for (const scheme of county.truth) {
    const accounts = new Set(scheme.accounts)
    const shops = new Set([...scheme.shops, ...scheme.victims])
    const buyers = new Set<string>()
    for (const id of scheme.orders) {
      const order = placed.get(id)!
      assert.ok(shops.has(order.shop), scheme.kind)
      assert.ok(scheme.from <= order.occurredAt && order.occurredAt <= scheme.to)
      buyers.add(order.buyer)
    }
    if (accounts.size > 0) assert.deepEqual(buyers, accounts)
    for (const id of scheme.camouflageOrders) assert.ok(accounts.has(placed.get(id)!.buyer))
  }
  const ids = county.truth.flatMap(scheme => scheme.orders)
  assert.equal(new Set(ids).size, ids.length, 'an order belongs to one scheme')
  assert.ok(ids.length < 0.1 * placed.size)
})

test('accounts of schemes have honest histories and ids like anybody’s', () => {
  const planted = new Set(county.truth.flatMap(scheme => scheme.orders))
  for (const kind of ['brushing-ring', 'camouflaged-ring', 'empty-parcel-pool'] as const) {
    const accounts = new Set(schemeOf(kind).accounts)
    const honest = of('order.placed').filter(
      ({ buyer, order }) => accounts.has(buyer) && !planted.has(order),
    )
    const withHistory = new Set(honest.map(({ buyer }) => buyer))
    assert.ok(withHistory.size > 0.7 * accounts.size, kind)
  }
  const ranks = new Map([...placed.keys()].sort().map((id, i) => [id, i / placed.size]))
  const meanRank = [...planted].reduce((sum, id) => sum + ranks.get(id)!, 0) / planted.size
  assert.ok(Math.abs(meanRank - 0.5) < 0.05, `ids of planted orders sort to ${meanRank}`)
})

test('the plain ring crowds few buyers into an hour; the camouflaged one never does', () => {
  const worst = (kind: SchemeKind) => {
    const orders = schemeOf(kind).orders.map(id => placed.get(id)!)
    return Math.max(
      ...orders.map(({ shop, occurredAt }) => {
        const endMs = Date.parse(occurredAt)
        const hour = orders.filter(other => {
          const atMs = Date.parse(other.occurredAt)
          return other.shop === shop && atMs <= endMs && atMs > endMs - 3_600_000
        })
        return hour.length / new Set(hour.map(({ buyer }) => buyer)).size
      }),
    )
  }
  assert.ok(worst('brushing-ring') >= 3)
  assert.ok(worst('camouflaged-ring') < 3)
  const platforms = new Set(schemeOf('camouflaged-ring').orders.map(id => placed.get(id)!.platform))
  assert.ok(platforms.size >= 3)
  assert.ok(schemeOf('camouflaged-ring').camouflageOrders.length > 50)
})

test('empty parcels share a node no honest parcel leaves from, and weigh next to nothing', () => {
  const { orders, nodes, shops } = schemeOf('empty-parcel-pool')
  const own = new Set(orders)
  const fromNode = of('parcel.signed').filter(({ senderNode }) => senderNode === nodes[0])
  assert.ok(fromNode.length > 0.9 * orders.length)
  assert.ok(fromNode.every(({ order }) => own.has(order)))
  assert.ok(new Set(fromNode.map(({ shop }) => shop)).size === shops.length)
  const weights = fromNode.map(({ weightG }) => weightG).sort((a, b) => a - b)
  assert.ok(weights[weights.length >> 1]! < 40)
})

test('honest warehouses are shared too, so that a shared node alone proves nothing', () => {
  const planted = new Set(county.truth.flatMap(scheme => scheme.nodes))
  const shops = new Map<string, Set<string>>()
  for (const { senderNode, shop } of of('parcel.signed')) {
    if (planted.has(senderNode)) continue
    shops.set(senderNode, (shops.get(senderNode) ?? new Set()).add(shop))
  }
  assert.ok([...shops.values()].some(set => set.size >= 4))
})

test('gifts mailed by proxy all weigh the same and mostly go elsewhere than the order says', () => {
  const own = new Set(schemeOf('proxied-mailing').orders)
  const parcels = of('parcel.signed').filter(({ order }) => own.has(order))
  const weights = parcels.map(({ weightG }) => weightG)
  assert.ok(Math.max(...weights) - Math.min(...weights) <= 4)
  const elsewhere = parcels.filter(
    ({ order, receiverCity }) => receiverCity !== placed.get(order)!.addressCity,
  )
  assert.ok(elsewhere.length > 0.45 * parcels.length)
  const astray = of('parcel.signed').filter(
    ({ order, receiverCity }) => !own.has(order) && receiverCity !== placed.get(order)!.addressCity,
  )
  assert.equal(astray.length, 0)
})

test('money of the self-funding loop can be followed from the buyer back to the buyer', () => {
  const { orders, purses } = schemeOf('self-funding-loop')
  const own = new Set(orders)
  const between = new Set(purses)
  const reached = new Set<string>()
  for (const event of events) {
    if (event.kind === 'payment.made' && own.has(event.order)) reached.add(event.payee)
    if (event.kind !== 'funds.moved' || !reached.has(event.payer)) continue
    if (between.has(event.payee) || between.has(event.payer)) reached.add(event.payee)
  }
  const payers = of('payment.made').flatMap(({ order, payer }) => (own.has(order) ? [payer] : []))
  const returned = new Set(payers.filter(payer => reached.has(payer)))
  assert.ok(returned.size > 0.9 * new Set(payers).size)
})

test('reverse brushing hits one victim with refunds, paid for from the rival’s purse', () => {
  const { orders, victims, beneficiaries, purses } = schemeOf('reverse-brushing')
  assert.equal(victims.length, 1)
  const own = new Set(orders)
  const refunds = of('payment.refunded').filter(({ order }) => own.has(order))
  assert.ok(refunds.length > 0.5 * orders.length)
  const rival = county.shops.find(({ id }) => id === beneficiaries[0])!
  const { payee } = county.merchants.find(({ id }) => id === rival.merchant)!
  assert.ok(of('funds.moved').some(e => e.payer === payee && e.payee === purses[0]))
})

test('extortionists leave bad reviews at many shops and take them back when paid', () => {
  const { orders, victims, accounts } = schemeOf('extortion-group')
  assert.ok(victims.length > 10 && accounts.length <= 6)
  const own = new Set(orders)
  const reviews = of('review.posted').filter(({ order, by }) => own.has(order) && by === 'buyer')
  assert.ok(reviews.every(({ score }) => score <= 2))
  assert.ok(of('review.followed').some(({ order }) => own.has(order)))
  assert.ok(of('service.opened').some(({ order, text }) => own.has(order) && text))
})

test('paid praise repeats itself in words and pictures', () => {
  const own = new Set(schemeOf('paid-praise').orders)
  const reviews = of('review.posted').filter(({ order, by }) => own.has(order) && by === 'buyer')
  const pictures = reviews.flatMap(review => review.pictures ?? [])
  assert.ok(new Set(pictures).size < pictures.length / 2)
  const texts = reviews.map(({ text }) => shingles(text!))
  const alike = texts.filter(a => texts.some(b => a !== b && jaccard(a, b) > 0.6))
  assert.ok(alike.length > 0.8 * texts.length)
})

test('bought visitors leave at once and buy nothing', () => {
  const { eventIds } = schemeOf('false-traffic')
  const own = new Set(eventIds)
  const weeks = of('traffic.counted').filter(({ eventId }) => own.has(eventId))
  assert.equal(weeks.length, eventIds.length)
  assert.ok(weeks.length > 0)
  for (const { medianDwellS, visitors } of weeks) assert.ok(medianDwellS <= 3 && visitors > 100)
})

test('a struck price was charged before — unless the scheme made it up', () => {
  const fraud = new Set(schemeOf('price-fraud').skus)
  const charged = new Map<string, Set<number>>()
  let madeUp = 0
  for (const { sku, priceFen, struckPriceFen } of of('listing.changed')) {
    const before = charged.get(sku) ?? new Set()
    if (struckPriceFen !== undefined) {
      assert.equal(before.has(struckPriceFen), !fraud.has(sku))
      if (fraud.has(sku)) madeUp++
    }
    charged.set(sku, before.add(priceFen))
  }
  assert.ok(madeUp > 0)
})

test('counterfeits cost far less than the brand does anywhere else', () => {
  const { skus } = schemeOf('counterfeit-lead')
  const own = new Set(skus)
  const floor = new Map<string, number>()
  const listings = of('listing.changed').filter(({ brand }) => brand)
  for (const { sku, brand, category, priceFen } of listings) {
    const key = `${brand} ${category}`
    if (!own.has(sku)) floor.set(key, Math.min(floor.get(key) ?? Infinity, priceFen))
  }
  for (const { sku, brand, category, priceFen } of listings) {
    if (own.has(sku)) assert.ok(priceFen < 0.5 * (floor.get(`${brand} ${category}`) ?? Infinity))
  }
})

test('the reborn operator opens after the closing, same surname, shared tokens', () => {
  const { shops, links, accounts } = schemeOf('reborn-operator')
  const [old, young] = shops.map(id => county.shops.find(shop => shop.id === id)!)
  assert.ok(old!.closedOn! < young!.openedOn)
  const [before, after] = [old!, young!].map(
    ({ merchant }) => county.merchants.find(({ id }) => id === merchant)!,
  )
  assert.equal(before!.operator.name[0], after!.operator.name[0])
  assert.notEqual(before!.operator.residentId, after!.operator.residentId)
  assert.equal(links.length, 3)
  const tokens = ({ deviceToken, addressToken, payee }: NonNullable<typeof before>) =>
    new Set([deviceToken, addressToken, payee])
  assert.ok(!tokens(before!).isDisjointFrom(tokens(after!)))
  assert.deepEqual(accounts, [])
})

test('the honest crowds are crowds of different people with ordinary parcels', () => {
  const sale = schemeOf('honest-sale-burst')
  assert.ok(sale.accounts.length > 0.9 * sale.orders.length)
  const village = schemeOf('honest-group-buy')
  const orders = village.orders.map(id => placed.get(id)!)
  const addresses = orders.flatMap(({ address }) => address ?? [])
  assert.ok(new Set(addresses).size <= 1)
  assert.ok(village.accounts.length > 0.7 * orders.length)
})

test('a demonstration can be played: one ring, one seller, dates in order within the year', () => {
  const story = demoStory(county)
  assert.equal(story.ring.kind, 'brushing-ring')
  assert.ok(story.sellerOrders.every(id => placed.get(id)!.shop === story.shop.id))
  assert.equal(story.shop.merchant, story.seller.id)
  const quarter = story.ring.orders.filter(id => placed.get(id)!.occurredAt < story.alertDueAt)
  assert.equal(quarter.length, Math.floor(story.ring.orders.length / 4))
  const dates = Object.values(story.dates)
  assert.deepEqual(dates, [...dates].sort())
  assert.ok(story.alertDueAt < dates[0]! && dates.at(-1)! < county.endAt)
  const shifted = demoStory(county, date => `${date}*`)
  assert.ok(Object.values(shifted.dates).every(date => date.endsWith('*')))
})

function of<K extends TradeEvent['kind']>(kind: K): Extract<TradeEvent, { kind: K }>[] {
  return events.filter((event): event is Extract<TradeEvent, { kind: K }> => event.kind === kind)
}

function schemeOf(kind: SchemeKind) {
  return county.truth.find(scheme => scheme.kind === kind)!
}

function shingles(text: string): Set<string> {
  return new Set(Array.from({ length: text.length - 2 }, (_, i) => text.slice(i, i + 3)))
}

function jaccard(a: Set<string>, b: Set<string>): number {
  return a.intersection(b).size / a.union(b).size
}
