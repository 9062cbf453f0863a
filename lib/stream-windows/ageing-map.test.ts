import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AgeingMap } from './ageing-map.ts'

const sets = fc.array(fc.tuple(fc.nat(20), fc.nat(30)), { maxLength: 200 }).map(steps => {
  let atMs = 0
  return steps.map(([key, gapMs]) => {
    atMs += gapMs
    return { key: `k${key}`, atMs }
  })
})

test('an entry is there for a span after it was last set and gone after two', () => {
  fc.assert(
    fc.property(sets, steps => {
      const map = new AgeingMap<number>({ spanMs: 100, maxKeys: 1_000 })
      const last = new Map<string, number>()
      for (const { key, atMs } of steps) {
        map.set(key, atMs, atMs)
        last.set(key, atMs)
        for (const [name, setMs] of last) {
          if (atMs < setMs + 100) assert.equal(map.get(name), setMs)
          if (atMs >= setMs + 200) assert.equal(map.get(name), undefined)
        }
      }
      assert.equal(map.evictedKeys, 0)
    }),
  )
})

test('it never holds more than its keys and counts those it dropped early', () => {
  const map = new AgeingMap<number>({ spanMs: 1e9, maxKeys: 10 })
  for (let i = 0; i < 100; i++) {
    map.set(`k${i}`, i, i)
    assert.ok(map.size <= 11)
  }
  assert.equal(map.evictedKeys + map.size, 100)
  assert.equal(map.get('k99'), 99)
})

test('written down and taken up again it goes on as if nothing had happened', () => {
  fc.assert(
    fc.property(sets, fc.nat(200), (steps, cut) => {
      const limits = { spanMs: 100, maxKeys: 8 }
      const whole = new AgeingMap<number>(limits)
      let parts = new AgeingMap<number>(limits)
      steps.forEach(({ key, atMs }, i) => {
        if (i === cut)
          parts = new AgeingMap(limits, JSON.parse(JSON.stringify(parts.exportState())))
        whole.set(key, i, atMs)
        parts.set(key, i, atMs)
      })
      assert.deepEqual(parts.exportState(), whole.exportState())
    }),
  )
})
