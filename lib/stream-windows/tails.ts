/**
 * Upper tails of the Poisson and negative binomial distributions, accurate far out, where a burst
 * is judged. Summed from the term at k outward instead of as 1 − cdf, which would lose every tail
 * below 10⁻¹⁶. Numerical Recipes §6.1 (log gamma by Lanczos), Johnson, Kemp & Kotz ch. 5.
 */

/** P(X ≥ k) for X ~ Poisson(mean). */
export function poissonTail(k: number, mean: number): number {
  assertTail(k, mean)
  if (k === 0) return 1
  if (mean === 0) return 0
  const logTerm = (i: number) => i * Math.log(mean) - mean - logGamma(i + 1)
  return tailOf(k, mean, logTerm, i => mean / (i + 1))
}

/**
 * P(X ≥ k) for a negative binomial of this mean and size: variance = mean + mean²/size, the
 * predictive law of a Poisson rate known from `size` events. As size → ∞ it is the Poisson tail.
 */
export function negativeBinomialTail(k: number, mean: number, size: number): number {
  assertTail(k, mean)
  if (!(size > 0)) throw new RangeError(`size ${size} is not positive`)
  if (!Number.isFinite(size)) return poissonTail(k, mean)
  if (k === 0) return 1
  if (mean === 0) return 0
  const logP = -Math.log1p(mean / size)
  const logQ = Math.log(mean) - Math.log(mean + size)
  const q = Math.exp(logQ)
  const logTerm = (i: number) =>
    logGamma(i + size) - logGamma(size) - logGamma(i + 1) + size * logP + i * logQ
  return tailOf(k, mean, logTerm, i => ((i + size) / (i + 1)) * q)
}

/** Sums terms upward from k above the mean, downward from k − 1 below it (both then shrink). */
function tailOf(
  k: number,
  mean: number,
  logTerm: (i: number) => number,
  ratio: (i: number) => number,
): number {
  if (k > mean) {
    let term = Math.exp(logTerm(k))
    let sum = term
    for (let i = k; term > sum * 1e-17; i++) sum += term *= ratio(i)
    return Math.min(1, sum)
  }
  let term = Math.exp(logTerm(k - 1))
  let sum = term
  for (let i = k - 1; i > 0 && term > sum * 1e-17; i--) sum += term /= ratio(i - 1)
  return Math.max(0, 1 - sum)
}

function assertTail(k: number, mean: number): void {
  if (!Number.isInteger(k) || k < 0) throw new RangeError(`count ${k} is not a natural number`)
  if (!(mean >= 0 && Number.isFinite(mean))) throw new RangeError(`mean ${mean} is out of range`)
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
]

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const shifted = x - 1
  const base = shifted + 7.5
  let series = LANCZOS[0]!
  for (let i = 1; i < LANCZOS.length; i++) series += LANCZOS[i]! / (shifted + i)
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series)
}
