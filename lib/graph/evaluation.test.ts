/** Ranking figures against their definitions by counting pairs. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { evaluateRanking } from './evaluation.ts'

const items = fc.array(fc.record({ score: fc.integer({ min: 0, max: 6 }), label: fc.nat(2) }), {
  minLength: 2,
  maxLength: 40,
})

test('AUC is the share of positive–negative pairs in the right order, ties counting half', () => {
  fc.assert(
    fc.property(items, list => {
      const positives = list.filter(item => item.label === 1)
      const negatives = list.filter(item => item.label === 0)
      fc.pre(positives.length > 0 && negatives.length > 0)
      let won = 0
      for (const { score } of positives) {
        for (const other of negatives)
          won += score > other.score ? 1 : score === other.score ? 0.5 : 0
      }
      const figures = evaluate(list)
      assert.ok(Math.abs(figures.auc - won / positives.length / negatives.length) < 1e-12)
    }),
  )
})

test('a constant score earns what guessing earns', () => {
  const figures = evaluateRanking([5, 5, 5, 5], [1, 0, 0, 0], { ks: [1, 2] })
  assert.equal(figures.auc, 0.5)
  assert.equal(figures.averagePrecision, 0.25)
  assert.deepEqual(figures.precisionAtK, [
    { k: 1, precision: 0.25 },
    { k: 2, precision: 0.25 },
  ])
})

test('a known ranking has its known figures', () => {
  const figures = evaluateRanking([9, 8, 7, 6, 5], [1, 0, 1, 0, -1], { precisions: [0.9, 0.6] })
  assert.equal(figures.auc, 0.75)
  assert.equal(figures.averagePrecision, (1 + 2 / 3) / 2)
  assert.deepEqual(figures.recallAtPrecision, [
    { precision: 0.9, recall: 0.5 },
    { precision: 0.6, recall: 1 },
  ])
})

function evaluate(list: { score: number; label: number }[]) {
  return evaluateRanking(
    list.map(item => item.score),
    list.map(item => item.label),
  )
}
