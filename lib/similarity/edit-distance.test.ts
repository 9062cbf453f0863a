/**
 * Edit distances against published values and a naive reference.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { damerauLevenshtein, isSubsequence, jaroWinkler } from './edit-distance.ts'

const short = fc.string({ unit: fc.constantFrom(...'abc宁晋'), maxLength: 7 })

/** Straight from the recursion of optimal string alignment. */
function naive(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  const same = a.at(-1) === b.at(-1)
  const best = Math.min(
    naive(a.slice(0, -1), b) + 1,
    naive(a, b.slice(0, -1)) + 1,
    naive(a.slice(0, -1), b.slice(0, -1)) + (same ? 0 : 1),
  )
  const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)
  return swapped ? Math.min(best, naive(a.slice(0, -2), b.slice(0, -2)) + 1) : best
}

test('Damerau–Levenshtein is the least number of edits', () => {
  assert.equal(damerauLevenshtein('taobao', 'taoabo'), 1)
  assert.equal(damerauLevenshtein('kitten', 'sitting'), 3)
  fc.assert(
    fc.property(short, short, (a, b) => {
      assert.equal(damerauLevenshtein(a, b), naive(a, b))
    }),
    { numRuns: 60 },
  )
})

test('a limit only cuts the answer short', () => {
  fc.assert(
    fc.property(short, short, fc.nat(6), (a, b, limit) => {
      const full = damerauLevenshtein(a, b)
      assert.equal(damerauLevenshtein(a, b, limit), Math.min(full, limit + 1))
    }),
  )
})

test('Jaro–Winkler gives Winkler’s published values', () => {
  const published: [string, string, number][] = [
    ['MARTHA', 'MARHTA', 0.9611],
    ['DWAYNE', 'DUANE', 0.84],
    ['DIXON', 'DICKSONX', 0.8133],
  ]
  for (const [a, b, value] of published) assert.ok(Math.abs(jaroWinkler(a, b) - value) < 1e-4)
  assert.equal(jaroWinkler('', ''), 0)
  assert.equal(jaroWinkler('宁晋', '宁晋'), 1)
  assert.equal(jaroWinkler('ab', 'cd'), 0)
})

test('Jaro–Winkler is symmetric and between 0 and 1', () => {
  fc.assert(
    fc.property(short, short, (a, b) => {
      const value = jaroWinkler(a, b)
      assert.ok(value >= 0 && value <= 1)
      assert.ok(Math.abs(value - jaroWinkler(b, a)) < 1e-12)
    }),
  )
})

test('a subsequence is what striking out leaves', () => {
  assert.ok(isSubsequence('河北宁晋', '河北邢台宁晋'))
  assert.ok(isSubsequence('', '宁晋'))
  assert.equal(isSubsequence('晋宁', '宁晋'), false)
})
