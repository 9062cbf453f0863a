/**
 * MinHash signatures (Broder 1997): a fixed number of integers from which the Jaccard likeness of
 * two sets can be read, off by about 1/√size. Signatures compare only when made with the same
 * size and seed; keep both with whatever stores them.
 */
import { hash32, mix32 } from './hash.ts'

export interface MinHasher {
  readonly size: number
  readonly seed: number
  /** O(pieces × size). The signature of an empty set is all ones and is like nothing. */
  sign(pieces: Iterable<string>): Uint32Array
}

const EMPTY = 0xffffffff
const MAX_SIZE = 1024

export function minHasher({ size = 128, seed = 1 } = {}): MinHasher {
  if (!Number.isInteger(size) || size < 1 || size > MAX_SIZE) {
    throw new RangeError(`signature size must be 1 to ${MAX_SIZE}, is ${size}`)
  }
  const masks = Uint32Array.from({ length: size }, (_, index) => mix32(seed * 0x9e3779b1 + index))
  return {
    size,
    seed,
    sign(pieces) {
      const signature = new Uint32Array(size).fill(EMPTY)
      for (const piece of pieces) {
        const hash = hash32(piece, seed)
        for (let index = 0; index < size; index++) {
          const value = mix32(hash ^ masks[index]!)
          if (value < signature[index]!) signature[index] = value
        }
      }
      return signature
    },
  }
}

/** The estimated Jaccard likeness of the sets behind two signatures, 0 to 1. */
export function minHashLikeness(a: Uint32Array, b: Uint32Array): number {
  if (a.length !== b.length) throw new RangeError('signatures of different size do not compare')
  let equal = 0
  for (let index = 0; index < a.length; index++) {
    if (a[index] === b[index] && a[index] !== EMPTY) equal++
  }
  return equal / a.length
}
