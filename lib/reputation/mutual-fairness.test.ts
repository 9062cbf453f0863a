/**
 * Fairness and goodness against their defining equations, a planted group of slanderers, and the
 * real market of people rating each other where it is at hand.
 */

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { explainFairness, FAIRNESS_DEFAULTS, mutualFairness, type RatingEdges } from './index.ts'

const PEOPLE = 12
const network = fc
  .array(
    fc.tuple(
      fc.nat(PEOPLE - 1),
      fc.nat(PEOPLE - 1),
      fc.integer({ min: -10, max: 10 }).filter(score => score !== 0),
    ),
    { maxLength: 60 },
  )
  .map(triples => edgesOf(PEOPLE, triples))

test('the answer satisfies the three equations that define it', () => {
  fc.assert(
    fc.property(network, edges => {
      const { fairness, goodness, reliability } = mutualFairness(edges)
      const given = Array.from({ length: PEOPLE }, () => [FAIRNESS_DEFAULTS.fairnessPrior])
      const received = Array.from({ length: PEOPLE }, () => [0])
      edges.scores.forEach((score, i) => {
        const [rater, ratee] = [edges.raters[i]!, edges.ratees[i]!]
        const agreement = 1 - Math.abs(score / 10 - goodness[ratee]!) / 2
        near(reliability[i]!, (fairness[rater]! + agreement) / 2)
        given[rater]!.push(reliability[i]!)
        received[ratee]!.push((reliability[i]! * score) / 10)
      })
      for (let p = 0; p < PEOPLE; p++) {
        near(fairness[p]!, mean(given[p]!))
        near(goodness[p]!, mean(received[p]!))
      }
    }),
  )
})

test('names do not matter: renumbered people keep their figures', () => {
  fc.assert(
    fc.property(network, edges => {
      const mirror = (ids: Uint32Array) => ids.map(id => PEOPLE - 1 - id)
      const before = mutualFairness(edges)
      const renumbered = {
        ...edges,
        raters: mirror(edges.raters),
        ratees: mirror(edges.ratees),
      }
      const after = mutualFairness(renumbered)
      for (let p = 0; p < PEOPLE; p++) near(after.fairness[PEOPLE - 1 - p]!, before.fairness[p]!)
    }),
  )
})

test('those who slander whom all others praise come out least fair, ratings shown', () => {
  const triples: [number, number, number][] = []
  for (let rater = 0; rater < 40; rater++) {
    for (let k = 1; k <= 8; k++) {
      const ratee = (rater + k * 5) % 60
      triples.push([rater, ratee, rater < 6 ? -10 : 8])
    }
  }
  const edges = edgesOf(60, triples)
  const result = mutualFairness(edges)
  const order = [...result.fairness.keys()].sort(
    (a, b) => result.fairness[a]! - result.fairness[b]!,
  )
  assert.deepEqual(
    order.slice(0, 6).sort((a, b) => a - b),
    [0, 1, 2, 3, 4, 5],
  )
  const shown = explainFairness(edges, result, 0)
  assert.equal(shown.ratings.length, 8)
  assert.ok(shown.ratings.every(rating => rating.score === -10 && rating.goodness > 0))
  near(shown.fairness, mean([0.5, ...shown.ratings.map(rating => rating.reliability)]))
})

test('suspicious behaviour lowers fairness by the weight it is given', () => {
  const edges = edgesOf(3, [
    [0, 2, 5],
    [1, 2, 5],
  ])
  const behaviour = Float64Array.of(1, 0, 1)
  const { fairness } = mutualFairness(edges, { behaviour, behaviourRatings: 2 })
  assert.ok(fairness[1]! < fairness[0]!)
})

test('edges outside the network or the scale are refused', () => {
  assert.throws(() => mutualFairness(edgesOf(2, [[0, 2, 1]])), /edge 0 leaves the network/)
  assert.throws(() => mutualFairness(edgesOf(2, [[0, 1, 11]])), /edge 0 has score 11/)
})

test('on a real market, judged by what they gave alone, fraudulent raters rank as less fair', t => {
  const folder =
    process.env.XINHENG_DATA_DIR ?? resolve(import.meta.dirname, '../../../shared/data')
  const otc = resolve(folder, 'ratings/bitcoin-otc')
  if (!existsSync(otc)) return t.skip('no bitcoin-otc data at hand')
  const rows = rowsOf(resolve(otc, 'otc_network.csv')).map(row => row.map(Number))
  const people = new Map<number, number>()
  for (const person of rows.flatMap(row => [row[0]!, row[1]!])) {
    if (!people.has(person)) people.set(person, people.size)
  }
  const edges = edgesOf(
    people.size,
    rows.map(([rater, ratee, score]) => [people.get(rater!)!, people.get(ratee!)!, score!]),
  )
  const { fairness, rounds } = mutualFairness(edges)
  const labelled = rowsOf(resolve(otc, 'otc_gt.csv')).map(([person, label]) => ({
    fairness: fairness[people.get(Number(person))!]!,
    fraud: Number(label) < 0,
  }))
  const area = auc(labelled)
  t.diagnostic(`AUC ${area.toFixed(4)} after ${rounds} rounds`)
  assert.ok(area >= 0.85)
})

function edgesOf(people: number, triples: [number, number, number][]): RatingEdges {
  return {
    people,
    raters: Uint32Array.from(triples, ([rater]) => rater),
    ratees: Uint32Array.from(triples, ([, ratee]) => ratee),
    scores: Int8Array.from(triples, ([, , score]) => score),
  }
}

function rowsOf(file: string): string[][] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map(line => line.trim().split(','))
}

/** Chance that a fraudulent rater has less fairness than a benign one. */
function auc(labelled: { fairness: number; fraud: boolean }[]): number {
  const frauds = labelled.filter(person => person.fraud)
  const benign = labelled.filter(person => !person.fraud)
  let wins = 0
  for (const a of frauds) {
    for (const b of benign)
      wins += a.fairness < b.fairness ? 1 : a.fairness === b.fairness ? 0.5 : 0
  }
  return wins / frauds.length / benign.length
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-7, `${actual} is not ${expected}`)
}
