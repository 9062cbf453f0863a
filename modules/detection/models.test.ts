import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import type { TradeEvent } from '#contract'
import { canonicalize } from '#lib/canonical'
import { generateCounty, type Scheme } from '#lib/county'
import { feed, startOfTime } from './event-feed.ts'
import type { Detector, Json, Suspicion } from './model.ts'
import { orderConcentration } from './models/order-concentration.ts'
import { shippedModels } from './models/shipped-models.ts'
import { shippedParameters } from './parameters.ts'

const made = (states: readonly (Json | undefined)[] = []) =>
  shippedModels.map((model, i) => model.create(shippedParameters(model), states[i]))

let events: TradeEvent[]
let truth: Scheme[]
before(() => {
  const county = generateCounty({
    seed: 'replay',
    merchants: 200,
    buyers: 3_000,
    orders: 16_000,
    days: 200,
  })
  events = [...county.events()] as TradeEvent[]
  truth = county.truth
})

function run(
  detectors: Detector[],
  some: readonly TradeEvent[],
  clockwork = { newestMs: startOfTime },
) {
  const told: Suspicion[] = []
  for (const event of some) feed(detectors, clockwork, event)
  for (const detector of detectors) told.push(...detector.drain())
  return told
}

test('the accounts of each planted scheme are found and few others, and honest crowds are left alone', () => {
  const told = run(made(), events)
  const kinds = [
    'brushing-ring',
    'camouflaged-ring',
    'reverse-brushing',
    'empty-parcel-pool',
    'self-funding-loop',
    'extortion-group',
    'proxied-mailing',
  ] as const
  for (const kind of kinds) {
    const accounts = new Set(truth.find(scheme => scheme.kind === kind)!.accounts)
    const flagged = new Set(
      told
        .filter(({ accounts: found }) => found.some(account => accounts.has(account)))
        .flatMap(({ accounts: found }) => found),
    )
    const hit = flagged.intersection(accounts).size
    assert.ok(hit >= 0.95 * accounts.size, `${kind}: ${hit} of ${accounts.size}`)
    assert.ok(hit >= 0.9 * flagged.size, `${kind}: ${hit} of ${flagged.size} flagged`)
  }
  for (const kind of ['honest-sale-burst', 'honest-group-buy'] as const) {
    const [shop] = truth.find(scheme => scheme.kind === kind)!.shops
    assert.ok(!told.some(({ shops }) => shops.some(found => found.shop === shop)), kind)
  }
})

test('same events give the same suspicions and state, wherever the state was written down and taken up', () => {
  const whole = made()
  const toldWhole = run(whole, events)
  const stateOf = (detectors: Detector[]) =>
    canonicalize(detectors.map(detector => detector.state()))
  fc.assert(
    fc.property(fc.array(fc.nat(events.length), { maxLength: 3 }), cuts => {
      const clockwork = { newestMs: startOfTime }
      let detectors = made()
      const told: Suspicion[] = []
      let from = 0
      for (const cut of [...cuts.sort((a, b) => a - b), events.length]) {
        told.push(...run(detectors, events.slice(from, cut), clockwork))
        const written = JSON.parse(JSON.stringify(detectors.map(detector => detector.state())))
        detectors = made(written as Json[])
        from = cut
      }
      assert.equal(stateOf(detectors), stateOf(whole))
      const byKey = (all: readonly Suspicion[]) =>
        all.map(suspicion => canonicalize(suspicion)).sort()
      assert.deepEqual(byKey(told), byKey(toldWhole))
    }),
    { numRuns: 3 },
  )
})

test('the figures of every suspicion follow from its stored inputs', () => {
  shippedModels.forEach((model, i) => {
    const told = run([made()[i]!], events)
    assert.ok(told.length > 0, model.card.code)
    for (const { inputs, evidence } of told) {
      const stored = JSON.parse(JSON.stringify(inputs))
      assert.deepEqual(model.recompute(stored, shippedParameters(model)), evidence.figures)
    }
  })
})

const placed = (n: number, buyer: string, atMs: number): TradeEvent => ({
  kind: 'order.placed',
  source: 'p01',
  eventId: `e${n}`,
  occurredAt: new Date(atMs).toISOString(),
  platform: 'p01',
  shop: 's1',
  order: `o${n}`,
  buyer,
  items: [{ sku: 'k1', quantity: 1, unitPriceFen: 9900 }],
  amountFen: 9900,
})

test('six orders by two buyers in an hour are concentrated; six by three are not, and it says why', () => {
  const start = Date.parse('2026-03-02T12:00:00Z')
  const orders = (buyers: number) =>
    Array.from({ length: 6 }, (_, n) => placed(n, `b${n % buyers}`, start + n * 60_000))
  const two = orderConcentration.create(shippedParameters(orderConcentration))
  const [found] = run([two], orders(2))
  assert.deepEqual(found!.accounts.toSorted(), ['b0', 'b1'])
  assert.match(found!.sentence.zh, /6 笔订单仅来自 2 个买家账号/)
  const three = orderConcentration.create(shippedParameters(orderConcentration))
  assert.deepEqual(run([three], orders(3)), [])
  const answer = three.whyNot({ shop: { platform: 'p01', shop: 's1' } })
  assert.equal(answer.suspected, false)
  assert.deepEqual(
    answer.figures.map(({ name, value, met }) => [name, value, met]),
    [
      ['ratio', 2, false],
      ['orders', 6, true],
      ['repeaters', 3, true],
    ],
  )
})

test('on a sale day that policy names, the same hour is judged by a higher threshold', () => {
  const start = Date.parse('2026-11-11T12:00:00Z')
  const orders = Array.from({ length: 6 }, (_, n) => placed(n, `b${n % 2}`, start + n * 60_000))
  const detector = orderConcentration.create(shippedParameters(orderConcentration))
  assert.deepEqual(run([detector], orders), [])
})

test('every card names policies that ship, a lawful source, and behaviours of the catalogue', () => {
  for (const model of shippedModels) {
    assert.equal(Object.keys(shippedParameters(model)).length, model.card.parameters.length)
    assert.ok(model.card.behaviours.length > 0 && model.card.lawfulSource.zh.length > 0)
  }
})
