/**
 * Short identifiers that tell nothing: a number of a sequence is carried through a seeded bijection
 * of 30 bits, so that ids are unique, six letters long, and reveal neither order nor who planted
 * them. (Two rounds of odd multiplication and xor-shift, each of which can be undone.)
 */

import type { Random } from './random.ts'

const BITS = 30
const MASK = 2 ** BITS - 1
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'

export class Ids {
  readonly #prefix: string
  readonly #factors: readonly [number, number]
  readonly #offset: number
  #count = 0

  constructor(prefix: string, random: Random) {
    this.#prefix = prefix
    this.#factors = [(random.bits() & MASK) | 1, (random.bits() & MASK) | 1]
    this.#offset = random.bits() & MASK
  }

  next(): string {
    return this.at(this.#count++)
  }

  /** The id of the n-th thing, 0 ≤ n < 2³⁰. */
  at(n: number): string {
    let x = Math.imul(n + this.#offset, this.#factors[0]) & MASK
    x ^= x >>> (BITS / 2)
    x = Math.imul(x, this.#factors[1]) & MASK
    x ^= x >>> (BITS / 2)
    let text = this.#prefix
    for (let shift = BITS - 5; shift >= 0; shift -= 5) text += DIGITS[(x >>> shift) & 31]
    return text
  }
}

/** Tokens that buyers and sellers draw from alike, because either may turn out to be the other. */
export type Tokens = { addresses: Ids; devices: Ids; purses: Ids }

export function makeTokens(random: Random): Tokens {
  return {
    addresses: new Ids('a', random),
    devices: new Ids('d', random),
    purses: new Ids('w', random),
  }
}
