/**
 * The county as a whole: the same seed gives the same bytes, its names and numbers are nobody's,
 * and its year has the rhythm, the tails and the habits of real trade.
 */

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { parseGtin, parseResidentId, parseUscc } from '#lib/identifiers'
import { CITIES, distanceKm } from './cities.ts'
import { type County, type CountyOptions, generateCounty, type TradeEvent } from './index.ts'

const SMALL: Partial<CountyOptions> = { seed: 7, merchants: 50, buyers: 750, orders: 2000 }
const middle = generateCounty({ seed: 'middle', merchants: 300, buyers: 4000, orders: 20_000 })
const events = [...middle.events()]

test('the same seed tells the same county to the byte, also read twice; another does not', () => {
  const county = generateCounty(SMALL)
  assert.equal(digest(county), digest(generateCounty(SMALL)))
  assert.equal(digest(county), digest(county), 'a second reading yields the same')
  assert.notEqual(digest(county), digest(generateCounty({ ...SMALL, seed: 8 })))
})

test('a small county is made and read within a second', t => {
  const startMs = performance.now()
  const county = generateCounty({ ...SMALL, seed: 'quick' })
  for (const _ of county.events());
  const tookMs = performance.now() - startMs
  t.diagnostic(`${tookMs.toFixed(0)} ms for ${county.eventCount} events`)
  assert.ok(tookMs < 1000)
})

test('the default county has 200,000 orders and about 700,000 events', t => {
  let startMs = performance.now()
  const county = generateCounty()
  t.diagnostic(`planned in ${(performance.now() - startMs).toFixed(0)} ms`)
  startMs = performance.now()
  const kinds = new Map<string, number>()
  for (const { kind } of county.events()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const perSecond = (county.eventCount / (performance.now() - startMs)) * 1000
  t.diagnostic(`${county.eventCount} events at ${perSecond.toFixed(0)} per second`)
  assert.equal(kinds.get('order.placed'), 200_000)
  assert.ok(county.eventCount > 650_000 && county.eventCount < 720_000)
  assert.equal(county.platforms.length, 6)
  assert.equal(county.buyers.length, 30_000)
  assert.ok(county.merchants.length >= 2000 && county.merchants.length < 2010)
})

test('names bear the mark of an example and numbers are valid but nobody’s', () => {
  const { organisations, platforms, carriers, institutions, merchants, shops } = middle
  const codes = [...organisations, ...platforms, ...carriers, ...institutions].map(o => o.uscc)
  const firms = merchants.flatMap(({ uscc }) => uscc ?? [])
  for (const code of [...codes, ...firms]) {
    const parsed = parseUscc(code)
    assert.ok(parsed.ok && parsed.warnings.length === 0, code)
    assert.equal(code[8], 'Y', 'a body that no registrar has issued')
  }
  const people = merchants.map(({ operator }) => operator)
  for (const { name, residentId } of people) {
    const parsed = parseResidentId(residentId)
    assert.ok(parsed.ok && parsed.parts.birthDate < '1901', 'no living person bears it')
    assert.equal(name[1], '示')
  }
  assert.equal(new Set([...codes, ...firms]).size, codes.length + firms.length)
  assert.equal(new Set(people.map(person => person.residentId)).size, people.length)
  const organised = [...platforms, ...carriers, ...institutions].map(({ name }) => name)
  const names = [...organised, ...organisations.map(o => o.nameZh), ...shops.map(s => s.name)]
  for (const name of names) assert.match(name, /^示例/)
  for (const { domain } of platforms) assert.match(domain, /\.example$/)
  for (const { url } of shops) assert.match(url, /^https:\/\/p\d\d\.example\//)
  for (const event of of('listing.changed')) {
    if (event.gtin) assert.ok(parseGtin(event.gtin).ok)
  }
})

test('a merchant is a firm with a code, or a person with the case in which none is needed', () => {
  for (const merchant of middle.merchants) {
    const person = merchant.kind === 'person'
    assert.equal(merchant.uscc === undefined, person)
    assert.equal(merchant.noRegistrationCase !== undefined, person)
    assert.ok(merchant.shops.length >= 1)
  }
  const share = middle.merchants.filter(({ kind }) => kind === 'person').length / 300
  assert.ok(share > 0.2 && share < 0.45)
})

test('days have their rhythm: evenings over nights, sale days, a lull at the festival', () => {
  const byHour = new Float64Array(24)
  const byDay = new Map<string, number>()
  for (const { occurredAt } of of('order.placed')) {
    const local = new Date(Date.parse(occurredAt) + 8 * 3_600_000).toISOString()
    byHour[Number(local.slice(11, 13))]!++
    byDay.set(local.slice(0, 10), (byDay.get(local.slice(0, 10)) ?? 0) + 1)
  }
  assert.ok(byHour[21]! > 8 * byHour[4]!)
  const usual = median([...byDay.values()])
  assert.ok(byDay.get('2025-11-11')! > 4 * usual)
  assert.ok(byDay.get('2026-06-18')! > 2.5 * usual)
  assert.ok((byDay.get('2026-02-17') ?? 0) < 0.6 * usual)
})

test('shops follow Zipf, buyers come back, ratings are shaped like a J', () => {
  const perShop = counts(of('order.placed').map(({ shop }) => shop))
  const sizes = [...perShop.values()].sort((a, b) => b - a)
  const top = sizes.slice(0, Math.ceil(sizes.length / 10)).reduce((a, b) => a + b, 0)
  assert.ok(top / 20_000 > 0.3 && top / 20_000 < 0.65, `top tenth sells ${top}`)
  const pairs = counts(of('order.placed').map(({ shop, buyer }) => `${shop} ${buyer}`))
  const returning = [...pairs.values()].filter(times => times > 1).length / pairs.size
  assert.ok(returning > 0.04 && returning < 0.35, `${returning} of pairs meet again`)
  const scores = of('review.posted').filter(({ by }) => by === 'buyer')
  const stars = counts(scores.map(({ score }) => score))
  assert.ok(stars.get(5)! > 0.65 * scores.length)
  assert.ok(stars.get(1)! > stars.get(2)! && stars.get(4)! > stars.get(3)!)
})

test('shares are those of ordinary trade', () => {
  const share = (n: number) => n / 20_000
  const signed = share(of('parcel.signed').length)
  assert.ok(signed > 0.93 && signed < 0.97, `signed ${signed}`)
  const late = of('parcel.sent').map(({ occurredAt }) => Date.parse(occurredAt))
  assert.ok(late.length > 0)
  assert.ok(Date.parse(middle.endAt) - Math.min(...late) < 40 * 86_400_000, 'still under way')
  const reviews = of('review.posted')
  const byBuyer = share(reviews.filter(({ by }) => by === 'buyer').length)
  assert.ok(byBuyer > 0.25 && byBuyer < 0.36, `reviewed ${byBuyer}`)
  const bySeller = share(reviews.filter(({ by }) => by === 'seller').length)
  assert.ok(bySeller > 0.06 && bySeller < 0.12, `answered ${bySeller}`)
  const refunded = share(of('payment.refunded').length)
  assert.ok(refunded > 0.02 && refunded < 0.045, `refunded ${refunded}`)
})

test('delivery takes longer the farther it goes, and its times have a long tail', () => {
  const place = new Map(CITIES.map(({ code }, i) => [code, i]))
  const near: number[] = []
  const far: number[] = []
  for (const { occurredAt, sentAt, senderCity, receiverCity } of of('parcel.signed')) {
    const km = distanceKm(place.get(senderCity)!, place.get(receiverCity)!)
    const hours = (Date.parse(occurredAt) - Date.parse(sentAt)) / 3_600_000
    if (km < 100) near.push(hours)
    if (km > 1000) far.push(hours)
  }
  assert.ok(median(far) > 1.5 * median(near))
  const mean = far.reduce((a, b) => a + b, 0) / far.length
  assert.ok(mean > median(far))
})

test('honest buyers rarely write the same text, and write of the goods they bought', () => {
  const ordered = new Set(middle.truth.flatMap(scheme => scheme.orders))
  const texts = of('review.posted').flatMap(({ order, text }) =>
    text && !ordered.has(order) ? [text] : [],
  )
  assert.ok(texts.length > 1500)
  const repeated = [...counts(texts).values()].filter(times => times > 1).length
  assert.ok(repeated / texts.length < 0.02, `${repeated} of ${texts.length} texts repeat`)
})

test('sharing alone proves nothing: honest families share devices, crowds share addresses', () => {
  const ordered = new Set(middle.truth.flatMap(scheme => scheme.orders))
  const honest = of('order.placed').filter(({ order }) => !ordered.has(order))
  const sharedBy = (key: 'device' | 'address') => {
    const buyers = new Map<string, Set<string>>()
    for (const event of honest) {
      const shared = event[key]
      if (shared) buyers.set(shared, (buyers.get(shared) ?? new Set()).add(event.buyer))
    }
    return [...buyers.values()].map(set => set.size)
  }
  assert.ok(sharedBy('device').filter(size => size > 1).length > 20)
  assert.ok(Math.max(...sharedBy('address')) > 6)
})

test('too small a county and nonsense are refused', () => {
  assert.throws(() => generateCounty({ ...SMALL, orders: 10 }), /at least 1000 orders/)
  assert.throws(() => generateCounty({ ...SMALL, merchants: 3.5 }), /at least 30 merchants/)
  assert.throws(() => generateCounty({ ...SMALL, startAt: 'soon' }), /not an instant/)
})

function of<K extends TradeEvent['kind']>(kind: K): Extract<TradeEvent, { kind: K }>[] {
  return events.filter((event): event is Extract<TradeEvent, { kind: K }> => event.kind === kind)
}

function digest(county: County): string {
  const hash = createHash('sha256')
  const { events: stream, ...rest } = county
  hash.update(JSON.stringify(rest))
  for (const event of stream()) hash.update(JSON.stringify(event))
  return hash.digest('hex')
}

function counts<T>(values: T[]): Map<T, number> {
  const result = new Map<T, number>()
  for (const value of values) result.set(value, (result.get(value) ?? 0) + 1)
  return result
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!
}
