/**
 * The only source of chance in the county: xoshiro128** (Blackman & Vigna, ACM TOMS 2021), one
 * stream per named purpose. Named streams keep one part of the county the same when another part
 * draws more or less; without them a longer name list would move every order.
 */

export class Random {
  readonly #seed: string
  #a: number
  #b: number
  #c: number
  #d: number

  constructor(seed: string) {
    this.#seed = seed
    let state = fnv1a(seed)
    const next = () => {
      state = (state + 0x9e3779b9) >>> 0
      return mixed(state)
    }
    this.#a = next()
    this.#b = next()
    this.#c = next()
    this.#d = next() | 1
  }

  /** An independent stream for one purpose; the same name gives the same stream again. */
  stream(name: string | number): Random {
    return new Random(`${this.#seed}/${name}`)
  }

  /** 32 uniform bits as an unsigned integer. */
  bits(): number {
    const scrambled = Math.imul(rotated(Math.imul(this.#b, 5), 7), 9) >>> 0
    const shifted = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= shifted
    this.#d = rotated(this.#d, 11)
    return scrambled
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return this.bits() / 0x1_0000_0000
  }

  /** Uniform integer in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.unit() * limit)
  }

  /** Uniform integer in [least, most]. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError('nothing to pick from')
    return from[this.below(from.length)]!
  }

  /** Standard normal, by Box and Muller. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit())
  }

  /** Log-normal with this median; sigma is that of the logarithm. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal())
  }

  /** Shuffles in place (Fisher and Yates) and returns the array. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const held = items[i]!
      items[i] = items[j]!
      items[j] = held
    }
    return items
  }

  /** `count` different items, in random order. */
  sample<T>(from: readonly T[], count: number): T[] {
    if (count > from.length) throw new RangeError(`cannot draw ${count} of ${from.length}`)
    return this.shuffle([...from]).slice(0, count)
  }
}

/** Draws indices in proportion to weights in O(1): the alias method (Vose, IEEE TSE 1991). */
export class WeightedDraw {
  readonly #share: Float64Array
  readonly #alias: Uint32Array

  constructor(weights: ArrayLike<number>) {
    const n = weights.length
    let total = 0
    for (let i = 0; i < n; i++) total += weights[i]!
    if (!(total > 0)) throw new RangeError('weights must have a positive sum')
    this.#share = Float64Array.from(weights, weight => (weight * n) / total)
    this.#alias = new Uint32Array(n)
    const small: number[] = []
    const large: number[] = []
    for (let i = 0; i < n; i++) (this.#share[i]! < 1 ? small : large).push(i)
    while (small.length > 0 && large.length > 0) {
      const low = small.pop()!
      const high = large.at(-1)!
      this.#alias[low] = high
      this.#share[high]! -= 1 - this.#share[low]!
      if (this.#share[high]! < 1) small.push(large.pop()!)
    }
    for (const rest of [...small, ...large]) this.#share[rest] = 1
  }

  draw(random: Random): number {
    const place = random.below(this.#share.length)
    return random.unit() < this.#share[place]! ? place : this.#alias[place]!
  }
}

/** Deals all items in random order before any comes again, as tasks are dealt out to a crew. */
export class Deck<T> {
  readonly #items: T[]
  readonly #random: Random
  #dealt: number

  constructor(random: Random, items: readonly T[]) {
    this.#random = random
    this.#items = [...items]
    this.#dealt = items.length
  }

  deal(): T {
    if (this.#dealt === this.#items.length) {
      this.#random.shuffle(this.#items)
      this.#dealt = 0
    }
    return this.#items[this.#dealt++]!
  }
}

/** A well mixed 32-bit value of one integer (the finaliser of MurmurHash3). */
export function mixed(value: number): number {
  let x = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  return mixed(hash)
}

function rotated(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by))
}
