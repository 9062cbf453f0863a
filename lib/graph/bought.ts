/**
 * How many of a product's one-time visitors were bought (singleton reviewers: Xie et al., KDD
 * 2012). Where most accounts appear once, one appearance says little; but honest one-time visitors
 * stand in some proportion to visitors who return, more at one product and less at the next, while
 * bought ones come on top of that and do not grow with the product's popularity. So one-time visits
 * are taken for a negative binomial count in proportion to returning visits and, at a part of the
 * products, a geometric number of bought ones, fitted by expectation maximisation. Small products
 * shrink to the market and large ones to their own habit by themselves (empirical Bayes).
 */
import type { Csr } from './csr.ts'

export interface Bought {
  /** For each column: visits by accounts that appear once. */
  once: Uint32Array
  /** For each column: the chance that such a visit was bought. */
  chance: Float64Array
}

interface Market {
  /** Honest one-time visits for each returning one. */
  ratio: number
  /** Squared coefficient by which that ratio varies between products. */
  spread: number
  /** Returning visits that a product of which none is known may still have: regression to it. */
  unseen: number
  /** Part of the products at which visits were bought. */
  part: number
  /** How many, there. */
  size: number
  likelihood: number
}

const SPREADS = [0.003, 0.01, 0.03, 0.1, 0.2, 0.35, 0.6, 1, 1.6]
const UNSEENS = [0.1, 0.3, 1, 3]
const SAMPLE = 8000
/** The time goes into visits, not products. */
const SAMPLED_VISITS = 40_000
/** Larger products say nothing more of campaigns and cost time. */
const LARGEST_SAMPLED = 5000
const ROUNDS = 25
/** One or two bought visits are no campaign that anybody could tell from chance. */
const LEAST_SIZE = 3
/** What happens at more products than this is the market's habit. */
const LARGEST_PART = 1 / 3
/** If purchases explain nothing, they still order one-time accounts among each other. */
const LEAST_WEIGHT = 0.02

/**
 * Rows and columns of a simple bipartite graph; `honest` is the chance that a returning row is. A
 * ring's own visits must not stand for regular custom. O(edges + sample × rounds).
 */
export function findBought(csr: Csr, rowCount: number, honest: Float64Array): Bought {
  const { offsets, neighbours, nodeCount } = csr
  const once = new Uint32Array(nodeCount - rowCount)
  const returning = new Float64Array(nodeCount - rowCount)
  for (let row = 0; row < rowCount; row++) {
    const start = offsets[row]!
    const end = offsets[row + 1]!
    for (let at = start; at < end; at++) {
      const column = neighbours[at]! - rowCount
      if (end - start === 1) once[column]!++
      else returning[column]! += honest[row]!
    }
  }
  const chance = new Float64Array(once.length)
  const sample = sampleOf(once)
  if (sample.length === 0) return { once, chance }
  const { market, weight } = fitMarket(sample, once, returning)
  for (let column = 0; column < once.length; column++) {
    const count = once[column]!
    if (count === 0) continue
    chance[column] = (weight * weigh(count, returning[column]!, market).bought) / count
  }
  return { once, chance }
}

function sampleOf(once: Uint32Array): number[] {
  const visits = once.reduce((sum, count) => sum + (count <= LARGEST_SAMPLED ? count : 0), 0)
  const step = Math.ceil(Math.max(once.length / SAMPLE, visits / SAMPLED_VISITS, 1))
  const sample: number[] = []
  for (let column = 0; column < once.length; column += step) {
    if (once[column]! <= LARGEST_SAMPLED) sample.push(column)
  }
  return sample
}

/** The market with purchases, and how sure it is that there are any (Schwarz 1978). */
function fitMarket(sample: number[], once: Uint32Array, returning: Float64Array) {
  const best = (part: number) =>
    SPREADS.flatMap(spread => UNSEENS.map(unseen => ({ spread, unseen })))
      .map(kind => fit({ sample, once, returning }, { ...kind, part }))
      .reduce((one, other) => (other.likelihood > one.likelihood ? other : one))
  const market = best(0.2)
  const gain = market.likelihood - best(0).likelihood
  const certainty = 1 / (1 + sample.length / Math.exp(Math.min(100, gain)))
  return { market, weight: Math.max(LEAST_WEIGHT, certainty) }
}

interface Visits {
  sample: number[]
  once: Uint32Array
  returning: Float64Array
}

function fit(visits: Visits, start: Pick<Market, 'spread' | 'unseen' | 'part'>): Market {
  const { sample, once, returning } = visits
  const { spread, unseen } = start
  let onceVisits = 0
  let returningVisits = 0
  for (const column of sample) {
    onceVisits += once[column]!
    returningVisits += returning[column]! + unseen
  }
  const size = Math.max(LEAST_SIZE, (0.3 * onceVisits) / sample.length)
  const ratio = Math.max(1e-6, onceVisits / returningVisits)
  let market: Market = { ...start, ratio, size, likelihood: Number.NEGATIVE_INFINITY }
  for (let round = 0; round < ROUNDS; round++) {
    let likelihood = 0
    let targets = 0
    let bought = 0
    let honestOnce = 0
    let honestReturning = 0
    for (const column of sample) {
      const found = weigh(once[column]!, returning[column]!, market)
      const regular = returning[column]! + unseen
      const precision = 1 / (1 + market.ratio * regular * (1 / regular + spread))
      likelihood += found.likelihood
      targets += found.target
      bought += found.bought
      honestOnce += precision * (once[column]! - found.bought)
      honestReturning += precision * regular
    }
    const done = likelihood - market.likelihood < 0.001
    market = {
      ...market,
      ratio: Math.max(1e-6, honestOnce / honestReturning),
      part: Math.min(LARGEST_PART, targets / sample.length),
      size: targets > 0 ? Math.max(LEAST_SIZE, bought / targets) : market.size,
      likelihood,
    }
    if (done) break
  }
  return market
}

/**
 * What a product with these visits tells: its likelihood, the chance that visits were bought there,
 * and how many. The sum over all numbers of bought visits is a recursion of its own. O(once).
 */
function weigh(once: number, returning: number, { ratio, spread, unseen, part, size }: Market) {
  const regular = returning + unseen
  const shape = 1 / (1 / regular + spread)
  const mean = ratio * regular
  const success = mean / (mean + shape)
  const more = 1 - 1 / size
  let log = -shape * Math.log1p(mean / shape)
  // Probabilities of j one-time visits in units of exp(log): none bought, some, some × how many.
  let none = 1
  let some = 0
  let amount = 0
  for (let j = 0; j < once; j++) {
    some = more * some + none / size
    amount = some + more * amount
    none *= (success * (shape + j)) / (j + 1)
    if (none > 1e200 || amount > 1e200) {
      none *= 1e-200
      some *= 1e-200
      amount *= 1e-200
      log += 200 * Math.LN10
    }
  }
  // A market that cannot explain a product at all is dropped for its likelihood, not for a NaN.
  const all = Math.max(1e-300, (1 - part) * none + part * some)
  // A product without any visitor would not be in the file.
  const unlisted = (1 - part) * (1 + mean / shape) ** -shape
  const listed = returning === 0 ? Math.log1p(-Math.min(1 - 1e-9, unlisted)) : 0
  return {
    likelihood: log + Math.log(all) - listed,
    target: (part * some) / all,
    bought: (part * amount) / all,
  }
}
