/**
 * Which of many intervals [low, high] hold a value: intervals sorted by their low ends, and the highest end of each
 * block of them, so that blocks that end below the value are passed over. Thresholds, ranges and single numbers are all
 * intervals. O(n / block + hits) a look.
 */
export type Interval = { readonly low: number; readonly high: number; readonly unit: number }

const BLOCK = 32

export class IntervalIndex {
  readonly #lows: Float64Array
  readonly #highs: Float64Array
  readonly #units: Int32Array
  readonly #blockHighs: Float64Array

  constructor(intervals: readonly Interval[]) {
    const sorted = intervals.toSorted((a, b) => a.low - b.low || a.unit - b.unit)
    this.#lows = Float64Array.from(sorted, ({ low }) => low)
    this.#highs = Float64Array.from(sorted, ({ high }) => high)
    this.#units = Int32Array.from(sorted, ({ unit }) => unit)
    this.#blockHighs = new Float64Array(Math.ceil(sorted.length / BLOCK)).fill(-Infinity)
    sorted.forEach(({ high }, i) => {
      const block = Math.floor(i / BLOCK)
      if (high > this.#blockHighs[block]!) this.#blockHighs[block] = high
    })
  }

  /** Writes the units whose interval holds `value` into `into` from `at`; answers where the next would go. */
  look(value: number, into: Int32Array, at: number): number {
    const [lows, highs, units] = [this.#lows, this.#highs, this.#units]
    let to = at
    for (let from = 0, block = 0; from < lows.length; from += BLOCK, block++) {
      if (lows[from]! > value) break
      if (this.#blockHighs[block]! < value) continue
      const end = Math.min(from + BLOCK, lows.length)
      for (let i = from; i < end && lows[i]! <= value; i++)
        if (highs[i]! >= value) into[to++] = units[i]!
    }
    return to
  }
}

/** The next number above, so that `> t` is `>= after(t)`. */
export const after = (value: number): number => neighbour(value, 1)
/** The next number below, so that `< t` is `<= before(t)`. */
export const before = (value: number): number => neighbour(value, -1)

const double = new Float64Array(1)
const bits = new BigInt64Array(double.buffer)

function neighbour(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE
  double[0] = value
  bits[0] = bits[0]! + BigInt(value > 0 ? direction : -direction)
  return double[0]!
}
