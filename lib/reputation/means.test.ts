/**
 * Averages and forgetting against published figures and the laws that make them averages.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  bayesianMean,
  betaReputation,
  decayedSum,
  decayWeight,
  type Explained,
  HEARTS_DIAMONDS_CROWNS,
  standingOf,
  wilsonLowerBound,
} from './index.ts'

const weight = fc.double({ min: 0, max: 1e6, noNaN: true })

test('every figure is the sum of its parts', () => {
  const whole = ({ value, parts }: Explained) => {
    const sum = parts.reduce((total, part) => total + part.adds, 0)
    assert.ok(Math.abs(sum - value) < 1e-9 * Math.max(1, Math.abs(value)), `${sum} ≠ ${value}`)
  }
  fc.assert(
    fc.property(weight, weight, (positive, negative) => {
      whole(betaReputation({ positive, negative }))
      whole(bayesianMean({ sum: positive * 5, weight: positive }, { mean: 3.5, weight: 7 }))
      if (positive > 1 && negative > 1) whole(wilsonLowerBound({ positive, negative }))
    }),
  )
})

test('beta reputation is one half without evidence and nears the share with much of it', () => {
  assert.equal(betaReputation({ positive: 0, negative: 0 }).value, 0.5)
  assert.equal(betaReputation({ positive: 8, negative: 1 }).value, 9 / 11)
  assert.throws(() => betaReputation({ positive: -1, negative: 0 }), RangeError)
})

test('three perfect ratings do not beat a hundred good ones', () => {
  const prior = { mean: 3.5, weight: 7 }
  const few = bayesianMean({ sum: 15, weight: 3 }, prior).value
  const many = bayesianMean({ sum: 470, weight: 100 }, prior).value
  assert.equal(few, 3.95)
  assert.ok(many > few)
})

test('Wilson lower bound equals the published interval and grows with evidence', () => {
  // 81 of 263: Newcombe (1998), Statistics in Medicine 17, table I, method 3: 0.2553.
  assert.ok(Math.abs(wilsonLowerBound({ positive: 81, negative: 182 }).value - 0.2553) < 5e-5)
  assert.equal(wilsonLowerBound({ positive: 0, negative: 0 }).value, 0)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), n => {
      const once = wilsonLowerBound({ positive: n, negative: 1 }).value
      const twice = wilsonLowerBound({ positive: 2 * n, negative: 2 }).value
      assert.ok(once < twice && twice < n / (n + 1))
    }),
  )
})

test('half is forgotten after a half-life and the future counts nothing', () => {
  const day = 86_400_000
  assert.equal(decayWeight(180 * day, 180), 0.5)
  assert.equal(decayWeight(-1, 180), 0)
  assert.throws(() => decayWeight(1, 0), RangeError)
})

test('a decayed sum has the same bytes whatever the order of its facts', () => {
  const facts = fc.uniqueArray(
    fc.record({ id: fc.string(), atMs: fc.nat(1e12), amount: fc.double({ noNaN: true }) }),
    { selector: fact => fact.id, maxLength: 20 },
  )
  fc.assert(
    fc.property(facts, amounts => {
      const reversed = [...amounts].reverse()
      assert.deepEqual(decayedSum(reversed, 1e12, 30), decayedSum(amounts, 1e12, 30))
    }),
  )
})

test('the ladder names the level and what is missing to the next', () => {
  const at = (points: number) => standingOf(points, HEARTS_DIAMONDS_CROWNS)
  assert.deepEqual(at(3).next, { level: 'heart-1', missing: 1 })
  assert.equal(at(-5).level, 'newcomer')
  assert.equal(at(250).level, 'heart-5')
  assert.equal(at(251).level, 'diamond-1')
  assert.equal(at(500_000).level, 'crown-5')
  assert.deepEqual(at(20_000_000).next, null)
  const fallen = [
    { level: 'b', minPoints: 5 },
    { level: 'a', minPoints: 5 },
  ]
  assert.throws(() => standingOf(1, fallen), /rung a does not rise/)
})
