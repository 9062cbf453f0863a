import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TradeEvent } from '#contract'
import { tradeEvent } from '../../../tests/support/index.ts'
import { feed, startOfTime } from '../event-feed.ts'
import type { Model } from '../model.ts'
import { shippedParameters } from '../parameters.ts'
import { falseTraffic } from './false-traffic.ts'
import { paidPraise } from './paid-praise.ts'

const HOUR_MS = 3_600_000
const start = Date.parse('2026-03-01T02:00:00Z')
const at = (hours: number) => new Date(start + hours * HOUR_MS).toISOString()

function told(model: Model, events: readonly TradeEvent[]) {
  const detector = model.create(shippedParameters(model))
  const clockwork = { newestMs: startOfTime }
  const inOrder = events.toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1))
  for (const event of inOrder) feed([detector], clockwork, event)
  return detector.drain()
}

/** An order that is paid, praised and rewarded the next day. */
function rewarded(n: number, hours: number): TradeEvent[] {
  const purses = { payer: `w${n}`, payee: 'till' }
  const order = { order: `o${n}`, shop: 's1' }
  return [
    tradeEvent('payment.made', { ...order, ...purses, occurredAt: at(hours) }),
    tradeEvent('review.posted', {
      ...order,
      review: `r${n}`,
      buyer: `b${n}`,
      score: 5,
      occurredAt: at(hours + 50),
    }),
    tradeEvent('funds.moved', {
      payer: 'till',
      payee: `w${n}`,
      amountFen: 300,
      occurredAt: at(hours + 74),
    }),
  ]
}

const quiet = (hours: number) => tradeEvent('order.placed', { occurredAt: at(hours), shop: 's9' })

test('the last who were paid for praise are told too, once no more follow for a week', () => {
  const most = Array.from({ length: 19 }, (_, n) => rewarded(n, n)).flat()
  const campaign = [...most, ...rewarded(19, 30), quiet(110)]
  const soon = told(paidPraise, campaign).at(-1)!
  assert.ok(!soon.accounts.includes('b19'), 'one more after nineteen is not told at once')
  const later = told(paidPraise, [...campaign, quiet(110 + 24 * 7)]).at(-1)!
  assert.equal(later.accounts.length, 20)
  assert.equal(later.key, soon.key)
})

test('three who were paid after praise are suspected among few reviews, and compensation among many', () => {
  const three = Array.from({ length: 3 }, (_, n) => rewarded(n, n)).flat()
  const reviews = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      tradeEvent('review.posted', {
        shop: 's1',
        order: `h${n}`,
        review: `h${n}`,
        buyer: `h${n}`,
        score: 4,
        occurredAt: at(n / 10),
      }),
    )
  assert.equal(told(paidPraise, [...reviews(5), ...three, quiet(110)]).length, 1)
  assert.deepEqual(told(paidPraise, [...reviews(60), ...three, quiet(110)]), [])
})

type Week = { visitors: number; orders: number; stayS: number }

/** A shop's counts of traffic, one a week, with the orders of each. */
const weeksOf = (shop: string, weeks: readonly Week[]): TradeEvent[] =>
  weeks.flatMap(({ visitors, orders, stayS }, week) => [
    ...Array.from({ length: orders }, (_, n) =>
      tradeEvent('order.placed', {
        shop,
        order: `${shop}-${week}-${n}`,
        occurredAt: at(week * 168 + n),
      }),
    ),
    tradeEvent('traffic.counted', {
      shop,
      visitors,
      medianDwellS: stayS,
      occurredAt: at(week * 168 + 160),
    }),
  ])

const usual = (visitors: number, weeks = 20): Week[] =>
  Array.from({ length: weeks }, (_, n) => ({
    visitors: visitors + (n % 5) * 8,
    orders: 6 + (n % 3),
    stayS: 30 + (n % 4),
  }))
/** Eight shops at which some twenty to a hundred and sixty look before one buys. */
const market = Array.from({ length: 8 }, (_, n) => weeksOf(`m${n}`, usual(150 * 1.35 ** n, 24)))
const machines: Week[] = Array.from({ length: 3 }, () => ({ visitors: 900, orders: 7, stayS: 1 }))

test('visitors that would be many for this shop are told, though other shops are used to as many', () => {
  const found = told(falseTraffic, [
    ...market.flat(),
    ...weeksOf('x', [...usual(130), ...machines]),
  ])
  assert.deepEqual(
    new Set(found.flatMap(({ shops }) => shops.map(({ shop }) => shop))),
    new Set(['x']),
  )
})

test('a shop whose goods are looked at long before one is bought is used to its visitors', () => {
  const dear = weeksOf('y', [...usual(2_000), ...usual(2_400, 3)])
  assert.deepEqual(told(falseTraffic, [...market.flat(), ...dear]), [])
  const staying = machines.map(week => ({ ...week, stayS: 29 }))
  assert.deepEqual(
    told(falseTraffic, [...market.flat(), ...weeksOf('z', [...usual(130), ...staying])]),
    [],
    'people who stay are no machines, however many come',
  )
})
