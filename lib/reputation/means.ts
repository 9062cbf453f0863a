/**
 * Averages that few ratings cannot carry away: the beta reputation (Jøsang & Ismail, 2002), the
 * Bayesian mean (how Trustpilot begins with seven ratings of 3.5) and the lower end of Wilson's
 * interval (1927). Each returns its value with the parts that add up to it.
 */

import type { Explained } from './explained.ts'

/** Evidence for and against, as counts or decayed weights ≥ 0. */
export type Evidence = { positive: number; negative: number }

/** Expected chance of a good outcome: (positive + a) / (all + a + b), uniform prior a = b = 1. */
export function betaReputation(
  { positive, negative }: Evidence,
  prior: Evidence = { positive: 1, negative: 1 },
): Explained {
  assertWeights(positive, negative, prior.positive, prior.negative)
  const weight = positive + negative + prior.positive + prior.negative
  if (weight === 0) throw new RangeError('neither evidence nor prior')
  return {
    value: (positive + prior.positive) / weight,
    parts: [
      { name: 'positive', amount: positive, adds: positive / weight },
      { name: 'negative', amount: negative, adds: 0 },
      {
        name: 'prior',
        amount: prior.positive + prior.negative,
        adds: prior.positive / weight,
      },
    ],
  }
}

/** Mean of scores as if `prior.weight` scores of `prior.mean` had been there before. */
export function bayesianMean(
  scores: { sum: number; weight: number },
  prior: { mean: number; weight: number },
): Explained {
  assertWeights(scores.weight, prior.weight)
  const weight = scores.weight + prior.weight
  if (weight === 0) throw new RangeError('neither scores nor prior')
  return {
    value: (scores.sum + prior.mean * prior.weight) / weight,
    parts: [
      { name: 'scores', amount: scores.weight, adds: scores.sum / weight },
      { name: 'prior', amount: prior.weight, adds: (prior.mean * prior.weight) / weight },
    ],
  }
}

/**
 * Lower end of the Wilson score interval for the share of positives; 0 without evidence. `z` is the
 * normal quantile: 1.96 leaves 2.5 % below.
 */
export function wilsonLowerBound(
  { positive, negative }: Evidence,
  z = 1.959963984540054,
): Explained {
  assertWeights(positive, negative, z)
  const n = positive + negative
  if (n === 0) return { value: 0, parts: [] }
  const share = positive / n
  const divisor = 1 + (z * z) / n
  const centre = (share + (z * z) / (2 * n)) / divisor
  const margin = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / divisor
  return {
    value: Math.max(0, centre - margin),
    parts: [
      { name: 'share', amount: n, adds: share },
      { name: 'pull to one half', amount: z, adds: centre - share },
      { name: 'margin', amount: z, adds: -margin },
    ],
  }
}

function assertWeights(...weights: number[]): void {
  for (const weight of weights) {
    if (!(weight >= 0 && Number.isFinite(weight)))
      throw new RangeError(`weight ${weight} is not ≥ 0`)
  }
}
