/**
 * Chance that is fair and can be repeated: streams by name, draws in proportion, ids without
 * repetition and without order.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Deck, Random, WeightedDraw } from './random.ts'
import { Ids } from './tokens.ts'

test('a named stream repeats itself and does not depend on what others drew', () => {
  const root = new Random('seed')
  const first = root.stream('a')
  const drawn = Array.from({ length: 20 }, () => first.bits())
  root.bits()
  root.stream('b').bits()
  const again = root.stream('a')
  assert.deepEqual(
    Array.from({ length: 20 }, () => again.bits()),
    drawn,
  )
  assert.notEqual(root.stream('b').bits(), drawn[0])
})

test('uniform numbers fill their range evenly', () => {
  const random = new Random('even')
  const cells = new Uint32Array(16)
  for (let i = 0; i < 160_000; i++) cells[random.below(16)]!++
  const chiSquare = cells.reduce((sum, seen) => sum + (seen - 10_000) ** 2 / 10_000, 0)
  assert.ok(chiSquare < 37.7, `χ² of 15 degrees ${chiSquare} (p = 0.001 at 37.7)`)
})

test('normal numbers have mean 0 and variance 1; log-normal ones their median', () => {
  const random = new Random('bell')
  const values = Array.from({ length: 50_000 }, () => random.normal())
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length
  assert.ok(Math.abs(mean) < 0.02 && Math.abs(variance - 1) < 0.03)
  const skewed = Array.from({ length: 20_001 }, () => random.logNormal(7, 1)).sort((a, b) => a - b)
  assert.ok(Math.abs(skewed[10_000]! - 7) < 0.25)
})

test('weighted draws come in proportion, and what weighs nothing never comes', () => {
  const weights = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 })
    .filter(list => list.some(weight => weight > 0))
  fc.assert(
    fc.property(weights, fc.string(), (list, seed) => {
      const random = new Random(seed)
      const draw = new WeightedDraw(list)
      const total = list.reduce((a, b) => a + b, 0)
      const seen = new Uint32Array(list.length)
      for (let i = 0; i < 20_000; i++) seen[draw.draw(random)]!++
      list.forEach((weight, i) => {
        if (weight === 0) assert.equal(seen[i], 0)
        assert.ok(Math.abs(seen[i]! / 20_000 - weight / total) < 0.025)
      })
    }),
    { numRuns: 25 },
  )
})

test('a sample holds different items; more than there are cannot be drawn', () => {
  const random = new Random('sample')
  const items = Array.from({ length: 30 }, (_, i) => i)
  assert.equal(new Set(random.sample(items, 30)).size, 30)
  assert.throws(() => random.sample(items, 31), /cannot draw 31 of 30/)
})

test('a deck deals everything once before anything twice', () => {
  const deck = new Deck(new Random('deck'), [1, 2, 3, 4, 5])
  for (let round = 0; round < 4; round++) {
    const dealt = Array.from({ length: 5 }, () => deck.deal())
    assert.deepEqual(dealt.sort(), [1, 2, 3, 4, 5])
  }
})

test('ids never repeat, have one length and keep no order', () => {
  const ids = new Ids('k', new Random('ids'))
  const made = Array.from({ length: 100_000 }, () => ids.next())
  assert.equal(new Set(made).size, made.length)
  assert.ok(made.every(id => /^k[0-9a-z]{6}$/.test(id)))
  const rising = made.filter((id, i) => i > 0 && id > made[i - 1]!).length / made.length
  assert.ok(Math.abs(rising - 0.5) < 0.05)
  assert.equal(ids.at(17), made[17])
})
