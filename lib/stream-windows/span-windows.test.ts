import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SpanWindows } from './span-windows.ts'

const limits = { spansMs: [10, 25], latenessMs: 15, maxEntries: 1_000, maxKeys: 100 }
type Entry = { key: string; atMs: number; value: number; token: string }

/** Few values, so that ties, expiry at the edge and late entries are common. */
const someEntries = fc.array(
  fc.record({
    key: fc.constantFrom('a', 'b'),
    atMs: fc.nat(120),
    value: fc.nat(9),
    token: fc.constantFrom(...'rstuvwxyz0123456'.split('')),
  }),
  { maxLength: 80 },
)

function naive(taken: readonly Entry[], key: string, spanMs: number, endMs: number) {
  const own = taken.filter(e => e.key === key && e.atMs > endMs - spanMs && e.atMs <= endMs)
  return {
    count: own.length,
    sum: own.reduce((sum, { value }) => sum + value, 0),
    distinct: new Set(own.map(({ token }) => token)).size,
  }
}

const figures = (windows: SpanWindows, key: string, span: number, endMs: number) => {
  const log = windows.log(key)
  return {
    count: log?.count(span, endMs) ?? 0,
    sum: log?.sum(span, endMs) ?? 0,
    distinct: log?.distinct(span, endMs) ?? 0,
  }
}

test('every span of every key has the figures of its entries, also after late ones, whatever was asked before', () => {
  fc.assert(
    fc.property(someEntries, fc.array(fc.nat(20), { minLength: 1 }), (entries, leads) => {
      const windows = new SpanWindows(limits)
      const taken: Entry[] = []
      let newestMs = Number.NEGATIVE_INFINITY
      entries.forEach((entry, i) => {
        newestMs = Math.max(newestMs, entry.atMs)
        const watermarkMs = newestMs - limits.latenessMs
        if (entry.atMs >= watermarkMs) taken.push(entry)
        windows.add(entry.key, entry.atMs, entry.value, entry.token)
        for (const endMs of [entry.atMs, newestMs, newestMs + leads[i % leads.length]!])
          for (const key of ['a', 'b'])
            limits.spansMs.forEach((spanMs, span) => {
              if (endMs < watermarkMs) return
              const asked = figures(windows, key, span, endMs)
              assert.deepEqual(asked, naive(taken, key, spanMs, endMs))
            })
      })
      assert.equal(windows.lateCount, entries.length - taken.length)
    }),
    { numRuns: 300 },
  )
})

test('a state written down and taken up goes on as if nothing had happened', () => {
  fc.assert(
    fc.property(someEntries, fc.nat(80), (entries, cut) => {
      const whole = new SpanWindows(limits)
      let parted = new SpanWindows(limits)
      entries.forEach(({ key, atMs, value, token }, i) => {
        if (i === cut)
          parted = new SpanWindows(limits, JSON.parse(JSON.stringify(parted.exportState())))
        whole.add(key, atMs, value, token)
        parted.add(key, atMs, value, token)
        for (const span of [0, 1])
          assert.deepEqual(figures(parted, key, span, atMs), figures(whole, key, span, atMs))
      })
      assert.deepEqual(parted.exportState(), whole.exportState())
    }),
    { numRuns: 200 },
  )
})

test('entries and keys stay within their bounds, and what was forgotten is counted', () => {
  const windows = new SpanWindows({ ...limits, maxEntries: 4, maxKeys: 16 })
  for (let n = 0; n < 10; n++) windows.add('busy', 100, 1, `t${n}`)
  assert.deepEqual(figures(windows, 'busy', 0, 100), { count: 4, sum: 4, distinct: 4 })
  for (let n = 0; n < 100; n++) windows.add(`k${n}`, 101, 1, '')
  assert.ok(windows.exportState().logs.length <= 16 && windows.evictedKeys > 0)
})
