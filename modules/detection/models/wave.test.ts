import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayBeAttack, waveOf } from './wave.ts'

const DAY_MS = 86_400_000
const days = (...list: number[]) => list.map(day => day * DAY_MS)
const limits = { suddenDays: 10, establishedDays: 30 }

test('a wave is where nearly all of it lies: one in ten before or after does not stretch it', () => {
  const wave = days(40, 41, 42, 43, 44, 45, 46, 47, 48)
  const core = { firstMs: 40 * DAY_MS, lastMs: 48 * DAY_MS }
  assert.deepEqual(waveOf([...wave, ...days(3)]), core)
  assert.deepEqual(waveOf([...days(90), ...wave]), core)
  assert.deepEqual(waveOf(days(7)), { firstMs: 7 * DAY_MS, lastMs: 7 * DAY_MS })
})

test('only a short wave at a shop that has long traded may be an attack on it', () => {
  const wave = { firstMs: 40 * DAY_MS, lastMs: 48 * DAY_MS }
  assert.equal(mayBeAttack(wave, 0, limits), true)
  assert.equal(mayBeAttack(wave, 20 * DAY_MS, limits), false, 'a new shop')
  assert.equal(mayBeAttack({ ...wave, lastMs: 60 * DAY_MS }, 0, limits), false, 'a habit')
  assert.equal(mayBeAttack(wave, Number.POSITIVE_INFINITY, limits), false, 'trade nobody saw')
})
