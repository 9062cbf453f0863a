/**
 * Sliding windows against a naive oracle that keeps every event and filters; plus what the bounds
 * promise: late events refused, room kept, state written down and taken up again.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { OrderConcentration, SlidingWindows, type WindowFigures } from './index.ts'

type Seen = { atMs: number; value: number; token: string }
const SPAN = 20
const LIMITS = { spanMs: SPAN, latenessMs: 15, maxEntries: 1000, maxKeys: 100 }

const arrivals = fc
  .uniqueArray(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 60 })
  .chain(times =>
    fc.record({
      times: fc.constant(times.sort((a, b) => a - b)),
      jitter: fc.array(fc.integer({ min: 0, max: 18 }), { minLength: 60, maxLength: 60 }),
      tokens: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 60, maxLength: 60 }),
    }),
  )
  .map(({ times, jitter, tokens }) =>
    times
      .map((atMs, i) => ({ atMs, value: i + 1, token: tokens[i]!, arrives: atMs + jitter[i]! }))
      .sort((a, b) => a.arrives - b.arrives),
  )

test('every event sees the exact count, sum and distinct count of the window it ends', () => {
  fc.assert(
    fc.property(arrivals, events => {
      const windows = new SlidingWindows(LIMITS)
      const taken: Seen[] = []
      for (const event of events) {
        const newest = Math.max(...taken.map(e => e.atMs), event.atMs)
        const figures = windows.add({ key: 'k', ...event })
        if (event.atMs < newest - LIMITS.latenessMs) {
          assert.equal(figures, null)
          continue
        }
        taken.push(event)
        assert.deepEqual(figures, naive(taken, event.atMs))
        assert.deepEqual(windows.read('k', newest), naive(taken, newest))
      }
      assert.equal(windows.losses.lateCount, events.length - taken.length)
    }),
  )
})

test('an observer sees every state the event changes and every state that passed by', () => {
  fc.assert(
    fc.property(arrivals, events => {
      const windows = new SlidingWindows(LIMITS)
      const taken: Seen[] = []
      for (const event of events) {
        const last = Math.max(Number.NEGATIVE_INFINITY, ...taken.map(e => e.atMs))
        const states: WindowFigures[] = []
        if (!windows.add({ key: 'k', ...event }, state => states.push(state))) continue
        taken.push(event)
        const inOrder = event.atMs >= last
        const from = inOrder ? last + 1 : event.atMs
        const to = inOrder ? event.atMs : Math.min(last, event.atMs + SPAN - 1)
        const ends = new Set(taken.flatMap(e => [e.atMs, e.atMs + SPAN]))
        const expected = [...ends]
          .filter(end => end >= from && end <= to)
          .sort((a, b) => a - b)
          .map(end => naive(taken, end))
          .filter(state => state.count > 0)
        assert.deepEqual(states, expected)
      }
    }),
  )
})

test('a window written down and taken up again continues as if nothing had happened', () => {
  fc.assert(
    fc.property(arrivals, fc.nat(60), (events, cut) => {
      const whole = new SlidingWindows(LIMITS)
      let restored = new SlidingWindows(LIMITS)
      events.forEach((event, i) => {
        const key = `k${i % 3}`
        if (i === cut) {
          const written = JSON.stringify(restored.exportState())
          restored = SlidingWindows.restore(LIMITS, JSON.parse(written))
        }
        assert.deepEqual(restored.add({ key, ...event }), whole.add({ key, ...event }))
      })
      assert.deepEqual(restored.exportState(), whole.exportState())
    }),
  )
})

test('events of one millisecond enter one by one in order of arrival', () => {
  const windows = new SlidingWindows(LIMITS)
  const counts = ['a', 'a', 'b'].map(token => windows.add({ key: 'k', atMs: 5, token })?.distinct)
  assert.deepEqual(counts, [1, 1, 2])
  assert.equal(windows.add({ key: 'k', atMs: 25 })?.count, 1, 'the window is half open')
})

test('a full key drops its oldest entries and says so while they would still count', () => {
  const windows = new SlidingWindows({ ...LIMITS, maxEntries: 3 })
  for (let t = 1; t <= 4; t++) windows.add({ key: 'k', atMs: t, token: `${t}` })
  assert.deepEqual(windows.read('k', 4), {
    endMs: 4,
    count: 3,
    sum: 3,
    distinct: 3,
    saturated: true,
  })
  assert.equal(windows.add({ key: 'k', atMs: 22 })?.saturated, false)
})

test('keys stay bounded: windows that are over go first, then the longest idle', () => {
  const windows = new SlidingWindows({ ...LIMITS, maxKeys: 16 })
  for (let i = 0; i < 16; i++) windows.add({ key: `old${i}`, atMs: i })
  windows.add({ key: 'old15', atMs: 100 })
  windows.add({ key: 'new', atMs: 100 })
  assert.equal(windows.losses.evictedKeys, 0)
  assert.equal(windows.keyCount, 2)
  for (let i = 0; i < 200; i++) windows.add({ key: `k${i}`, atMs: 101 })
  assert.ok(windows.keyCount <= 16)
  assert.equal(windows.losses.evictedKeys, 202 - windows.keyCount)
})

test('concentration is orders over unique buyers in the worst hour, wherever it begins', () => {
  const hour = 3_600_000
  const limits = { spanMs: hour, latenessMs: 0, maxEntries: 1000, maxKeys: 10, minOrders: 3 }
  const watch = new OrderConcentration(limits)
  const add = (buyer: string, minute: number) =>
    watch.add({ shop: 's', buyer, atMs: minute * 60_000 })
  assert.equal(add('x', 0), null)
  for (let i = 1; i <= 5; i++) add('b', i * 10)
  assert.equal(watch.read('s', 50 * 60_000)?.ratio, 3)
  const peak = add('y', 69)
  assert.deepEqual(peak, {
    shop: 's',
    fromMs: 0,
    endMs: hour,
    orders: 5,
    buyers: 1,
    ratio: 5,
    saturated: false,
  })
})

function naive(taken: Seen[], endMs: number): WindowFigures {
  const inside = taken.filter(e => e.atMs > endMs - SPAN && e.atMs <= endMs)
  return {
    endMs,
    count: inside.length,
    sum: inside.reduce((sum, e) => sum + e.value, 0),
    distinct: new Set(inside.map(e => e.token)).size,
    saturated: false,
  }
}
