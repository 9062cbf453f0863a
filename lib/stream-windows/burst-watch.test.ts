/**
 * The burst statistic against exact sums of the distributions, and the watch against a year of
 * simulated trade: a planted burst stands out, a sale day — announced or not — does not.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type BurstJudgement, type BurstLimits, BurstWatch } from './burst-watch.ts'
import { negativeBinomialTail, poissonTail } from './tails.ts'

type Kind = 'quiet' | 'burst' | 'sale' | 'surprise'

const HOUR = 3_600_000
const START = Date.parse('2026-01-05T00:00:00+08:00')

const LIMITS: BurstLimits = {
  zoneOffsetMs: 8 * HOUR,
  latenessMs: 600_000,
  halfLifeHours: 28 * 24,
  priorPerHour: 0.5,
  priorHours: 2,
  maxKeys: 1000,
  dayClasses: {
    ordinary: { factor: 1, weightHours: 1, maxSize: 50 },
    sale: { factor: 4, weightHours: 24, maxSize: 8 },
  },
  calendar: { '2026-02-10': 'sale' },
}

test('tails agree with the plain sum of the distribution', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.double({ min: 0.01, max: 30, noNaN: true }), (k, mean) => {
      let below = 0
      let term = Math.exp(-mean)
      for (let i = 0; i < k; i++) {
        below += term
        term *= mean / (i + 1)
      }
      close(poissonTail(k, mean), 1 - below, 1e-9)
    }),
  )
  fc.assert(
    fc.property(
      fc.nat(40),
      fc.double({ min: 0.01, max: 30, noNaN: true }),
      fc.double({ min: 0.5, max: 80, noNaN: true }),
      (k, mean, size) => {
        const q = mean / (mean + size)
        let below = 0
        let term = (1 - q) ** size
        for (let i = 0; i < k; i++) {
          below += term
          term *= ((i + size) / (i + 1)) * q
        }
        close(negativeBinomialTail(k, mean, size), 1 - below, 1e-9)
      },
    ),
  )
})

test('far tails keep their size instead of vanishing below rounding', () => {
  // P(X ≥ 100 | mean 1) = e⁻¹/100! · (1 + 1/101 + …), by hand from ln 100! = 363.73937555556.
  close(Math.log(poissonTail(100, 1)), -1 - 363.7393755555635 + Math.log1p(1 / 101), 1e-6)
  assert.ok(negativeBinomialTail(200, 1, 10) > 0)
  close(negativeBinomialTail(7, 3, 1e9), poissonTail(7, 3), 1e-6)
})

test('a burst of one shop stands out; the same rise of the whole market does not', () => {
  const watch = new BurstWatch(LIMITS)
  const worst = { quiet: 0, burst: 0, sale: 0, surprise: 0 }
  for (const { key, atMs, kind } of simulatedTrade()) {
    const judgement = watch.add(key, atMs)
    assert.ok(judgement)
    worst[kind] = Math.max(worst[kind], -Math.log10(judgement.tail))
  }
  assert.ok(worst.burst > 8, `planted burst 10^-${worst.burst}`)
  for (const kind of ['quiet', 'sale', 'surprise'] as const) {
    assert.ok(worst[kind] < 6, `${kind} 10^-${worst[kind]}`)
  }
})

test('the judgement is reproducible from its own figures', () => {
  const watch = new BurstWatch(LIMITS)
  let last: BurstJudgement | null = null
  for (let i = 0; i < 500; i++) last = watch.add(`s${i % 5}`, START + i * 400_000)
  assert.ok(last)
  assert.equal(last.tail, negativeBinomialTail(last.observed, last.expected, last.size))
})

test('events past the lateness are refused and counted', () => {
  const watch = new BurstWatch(LIMITS)
  watch.add('s', START)
  assert.equal(watch.add('s', START - 600_001), null)
  assert.notEqual(watch.add('s', START - 600_000), null)
  assert.equal(watch.losses.lateCount, 1)
})

test('a watch written down and taken up again judges as if nothing had happened', () => {
  const limits = { ...LIMITS, maxKeys: 16 }
  const whole = new BurstWatch(limits)
  let restored = new BurstWatch(limits)
  for (let i = 0; i < 4000; i++) {
    const key = `s${(i * 7919) % 23}`
    const atMs = START + i * 900_000 - ((i * 31) % 7) * 60_000
    if (i % 500 === 0) {
      restored = new BurstWatch(limits, JSON.parse(JSON.stringify(restored.exportState())))
    }
    assert.deepEqual(restored.add(key, atMs), whole.add(key, atMs))
  }
  assert.deepEqual(restored.exportState(), whole.exportState())
  assert.ok(whole.losses.evictedKeys > 0)
  assert.ok(whole.exportState().levels.length <= 16)
})

/** 60 days, 40 shops with a day rhythm; a sale on day 36, unannounced on 45, a burst on 52. */
function* simulatedTrade(): Generator<{ key: string; atMs: number; kind: Kind }> {
  let seed = 42
  const random = () => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return seed / 0x7fffffff
  }
  const poisson = (mean: number) => {
    let count = 0
    for (let p = random(); p > Math.exp(-mean); p *= random()) count++
    return count
  }
  for (let hour = 0; hour < 60 * 24; hour++) {
    const day = Math.floor(hour / 24)
    const rhythm = 0.3 + 1.4 * Math.max(0, Math.sin(((hour % 24) - 6) * (Math.PI / 18)))
    const sale = day === 36 ? 4 : day === 45 ? 3 : 1
    const label = day === 36 ? 'sale' : day === 45 ? 'surprise' : 'quiet'
    const events: { key: string; atMs: number; kind: Kind }[] = []
    for (let shop = 0; shop < 40; shop++) {
      const burst = shop === 20 && day === 52 && hour % 24 === 3 ? 30 : 0
      const count = poisson((6 / (1 + shop / 4)) * rhythm * sale) + burst
      for (let i = 0; i < count; i++) {
        const atMs = START + hour * HOUR + Math.floor(((i + 0.5) / count) * HOUR)
        events.push({ key: `shop${shop}`, atMs, kind: burst ? 'burst' : label })
      }
    }
    yield* events.sort((a, b) => a.atMs - b.atMs)
  }
}

function close(actual: number, expected: number, tolerance: number): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual} is not ${expected}`,
  )
}
