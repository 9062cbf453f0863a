/**
 * How far an observation lies from what chance would bring, and a scale on which unlike signals can
 * be averaged. All in natural logarithms (nats), so that evidence from different sources adds up.
 */

/**
 * Log-likelihood ratio of a Poisson count against the expected one: 0 at or below what is expected.
 * CrossSpot (Jiang et al., ICDM 2015) measures the suspiciousness of a dense block this way.
 */
export function surprise(observed: number, expected: number): number {
  if (observed <= expected) return 0
  return observed * Math.log(observed / expected) - (observed - expected)
}

/** Each value's rank from 0 to 1, ties sharing the middle of their places. O(n log n). */
export function midranks(values: ArrayLike<number>): Float64Array {
  const count = values.length
  const order = Uint32Array.from({ length: count }, (_, item) => item)
  order.sort((left, right) => values[left]! - values[right]!)
  const ranks = new Float64Array(count)
  for (let start = 0; start < count; ) {
    let end = start + 1
    while (end < count && values[order[end]!] === values[order[start]!]) end++
    for (let place = start; place < end; place++) ranks[order[place]!] = (start + end) / 2 / count
    start = end
  }
  return ranks
}

/**
 * The mean of the midranks of several signals: equal weights, for nothing says that one is better.
 */
export function meanRank(signals: ArrayLike<number>[]): Float64Array {
  const mean = new Float64Array(signals[0]?.length ?? 0)
  for (const signal of signals) {
    const ranks = midranks(signal)
    for (let item = 0; item < mean.length; item++) mean[item]! += ranks[item]! / signals.length
  }
  return mean
}

/**
 * The mean logarithm of several signals from 0 up: they multiply, so that a node without one of
 * them needs far more of the others, and twice as much counts the same at any size.
 */
export function meanLog(signals: ArrayLike<number>[]): Float64Array {
  const mean = new Float64Array(signals[0]?.length ?? 0)
  for (const signal of signals) {
    for (let item = 0; item < mean.length; item++) {
      mean[item]! += Math.log1p(signal[item]!) / signals.length
    }
  }
  return mean
}
