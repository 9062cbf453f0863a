/**
 * The points ledger: caps per pair and per item, the balance as the sum of lines, and replay that
 * does not depend on the order in which ratings are handed over.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type PointsRating, type PointsRule, replay } from './index.ts'

const RULE: PointsRule = {
  version: '2026-01',
  pointsByScore: [-1, -1, 0, 1, 1],
  pairCapPerMonth: 6,
  sameItemDays: 14,
  zoneOffsetMs: 8 * 3_600_000,
}

const ratings = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    rater: fc.constantFrom('a', 'b'),
    ratee: fc.constantFrom('x', 'y'),
    item: fc.option(fc.constantFrom('i', 'j', 'k'), { nil: undefined }),
    score: fc.integer({ min: 1, max: 5 }),
    atMs: fc.integer({ min: 0, max: 120 * 86_400_000 }),
  }),
  { selector: rating => rating.id, maxLength: 60 },
)

test('the balance is the sum of the lines and every rating has one line', () => {
  fc.assert(
    fc.property(ratings, all => {
      const { lines, balances } = replay(all, RULE)
      assert.equal(lines.length, all.length)
      for (const [ratee, balance] of balances) {
        const sum = lines.reduce((t, line) => t + (line.ratee === ratee ? line.points : 0), 0)
        assert.equal(balance, sum)
      }
    }),
  )
})

test('replay gives the same lines whatever order the ratings come in', () => {
  fc.assert(
    fc.property(ratings, all => {
      assert.deepEqual(replay([...all].reverse(), RULE), replay(all, RULE))
    }),
  )
})

test('no pair of people counts more often in a month than the rule allows', () => {
  fc.assert(
    fc.property(ratings, all => {
      const counted = new Set<string>()
      for (const line of replay(all, RULE).lines) {
        if (line.reason === 'counted') counted.add(line.rating)
      }
      const perMonth = new Map<string, number>()
      for (const rating of all) {
        if (!counted.has(rating.id)) continue
        const month = new Date(rating.atMs + RULE.zoneOffsetMs).toISOString().slice(0, 7)
        const key = `${rating.rater} ${rating.ratee} ${month}`
        perMonth.set(key, (perMonth.get(key) ?? 0) + 1)
      }
      for (const count of perMonth.values()) assert.ok(count <= 6)
    }),
  )
})

test('the seventh rating of a pair in a month counts nothing and names the six before it', () => {
  const all = Array.from({ length: 7 }, (_, i) => rating(`r${i}`, `2026-03-0${i + 1}T00:00:00Z`))
  const { lines, balances } = replay(all, RULE)
  assert.equal(balances.get('shop'), 6)
  assert.deepEqual(lines[6], {
    rating: 'r6',
    ratee: 'shop',
    ruleVersion: '2026-01',
    points: 0,
    reason: 'pair-cap',
    because: ['r0', 'r1', 'r2', 'r3', 'r4', 'r5'],
  })
})

test('the same item counts once in fourteen days; months follow the local clock', () => {
  const item = { item: 'tea' }
  const again = [
    { ...rating('r0', '2026-03-01T00:00:00Z'), ...item },
    { ...rating('r1', '2026-03-14T23:59:59Z'), ...item },
    { ...rating('r2', '2026-03-15T00:00:00Z'), ...item },
  ]
  const reasons = replay(again, RULE).lines.map(line => line.reason)
  assert.deepEqual(reasons, ['counted', 'same-item', 'counted'])
  const capped = { ...RULE, pairCapPerMonth: 1 }
  const overMidnight = [rating('m0', '2026-03-31T15:59:59Z'), rating('m1', '2026-03-31T16:00:00Z')]
  assert.equal(replay(overMidnight, capped).balances.get('shop'), 2)
})

test('a score outside the scale is refused by name', () => {
  const zero = { ...rating('bad', '2026-03-01T00:00:00Z'), score: 0 }
  assert.throws(() => replay([zero], RULE), /rating bad has score 0/)
})

function rating(id: string, at: string): PointsRating {
  return { id, rater: 'buyer', ratee: 'shop', score: 5, atMs: Date.parse(at) }
}
