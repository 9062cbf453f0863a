import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TradeEvent, TradeEventOf } from '#contract'
import { tradeEvent } from '../../../tests/support/index.ts'
import { feed, startOfTime } from '../event-feed.ts'
import type { Model } from '../model.ts'
import { shippedParameters } from '../parameters.ts'
import { brandLeads } from './brand-leads.ts'
import { priceClaims } from './price-claims.ts'

const start = Date.parse('2026-03-02T00:00:00Z')
let count = 0
const listed = (day: number, more: Partial<TradeEventOf<'listing.changed'>>) => ({
  ...tradeEvent('listing.changed'),
  eventId: `l${count++}`,
  occurredAt: new Date(start + day * 86_400_000).toISOString(),
  ...more,
})
const suspicionsOf = (model: Model, events: readonly TradeEvent[]) => {
  const detector = model.create(shippedParameters(model))
  const clockwork = { newestMs: startOfTime }
  for (const event of events) feed([detector], clockwork, event)
  return detector.drain()
}
const daysCharged = (events: readonly TradeEvent[]) =>
  suspicionsOf(priceClaims, events).map(
    ({ evidence }) => evidence.figures.find(({ name }) => name === 'daysCharged')!.value,
  )

test('a struck price that never stood, or stood for three days, is told; one that stood for weeks is not', () => {
  const usual = listed(0, { priceFen: 5_000 })
  const cut = (day: number, struckPriceFen: number) =>
    listed(day, { priceFen: 4_500, struckPriceFen })
  assert.deepEqual(daysCharged([usual, cut(40, 9_900)]), [0])
  assert.deepEqual(daysCharged([usual, listed(37, { priceFen: 9_900 }), cut(40, 9_900)]), [3])
  assert.deepEqual(daysCharged([usual, cut(40, 5_000)]), [])
  const sales = [cut(40, 5_000), listed(41, { priceFen: 5_000 }), cut(42, 5_000)]
  assert.deepEqual(daysCharged([usual, ...sales]), [], 'a second sale day two days later')
  assert.deepEqual(daysCharged([cut(0, 9_900)]), [], 'no history, no judgement')
})

test('a lead names what is too cheap, numbered as another brand, or written like one', () => {
  const brands = ['清泉山', '禾畔春', '岚坡月']
  const market = brands.flatMap((brand, b) =>
    Array.from({ length: 8 }, (_, n) =>
      listed(n, {
        shop: `m${n}`,
        sku: `m${n}-${b}`,
        brand,
        priceFen: 10_000 + n,
        gtin: `069000000000${b}`,
      }),
    ),
  )
  market.sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1))
  const [found, ...none] = suspicionsOf(brandLeads, [
    ...market,
    listed(20, { shop: 'x', sku: 'x1', brand: '清泉山', priceFen: 2_000 }),
    listed(20, { shop: 'x', sku: 'x2', brand: '自家牌', priceFen: 9_000, gtin: '0690000000001' }),
    listed(20, { shop: 'x', sku: 'x3', brand: '岚坡目', priceFen: 9_000 }),
    listed(21, { shop: 'y', sku: 'y1', brand: '清泉山', priceFen: 9_000 }),
  ])
  assert.deepEqual(none, [])
  assert.equal(found!.behaviour, 'counterfeit')
  assert.deepEqual(found!.shops, [{ platform: 'p01', shop: 'x' }])
  const value = (name: string) =>
    found!.evidence.figures.find(figure => figure.name === name)!.value
  assert.deepEqual([value('cheap'), value('foreignNumbers'), value('imitations')], [1, 1, 1])
})

test('a number that shops list without a brand still tells one article: another under it is a lead, the same is none', () => {
  const numbered = (n: number) => `069000000000${n}`
  const known = Array.from({ length: 4 }, (_, n) =>
    listed(n, { shop: 'm', sku: `m${n}`, title: '旻泽橡套软电缆', gtin: numbered(n) }),
  )
  const listedAs = (title: string, shop: string) =>
    known.map(({ gtin }, n) =>
      listed(20, { shop, sku: `${shop}${n}`, title, brand: '清泉山', gtin: gtin! }),
    )
  const found = suspicionsOf(brandLeads, [...known, ...listedAs('清泉山超六类网线', 'x')]).at(-1)!
  assert.deepEqual(found.shops, [{ platform: 'p01', shop: 'x' }])
  const leads = found.inputs.leads as readonly { gtinOf: string | null }[]
  assert.deepEqual(new Set(leads.map(({ gtinOf }) => gtinOf)), new Set(['旻泽橡套软电缆']))
  const same = listedAs('清泉山 橡套软电缆 一百米', 'y')
  assert.deepEqual(suspicionsOf(brandLeads, [...known, ...same]), [])
})
