/**
 * SimHash (Charikar 2002): 64 bits of a text, of which near-duplicates differ in few (Manku et
 * al. 2007 take up to 3 for web pages; short reviews need more). One integer per text, where
 * MinHash needs a hundred, and it weighs repeated pieces.
 */
import { hash32 } from './hash.ts'

/** The 64-bit SimHash of pieces, each counted as often as it is given; 0 for none. */
export function simHash64(pieces: Iterable<string>): bigint {
  const sums = new Int32Array(64)
  for (const piece of pieces) {
    const low = hash32(piece, 0x5bd1e995)
    const high = hash32(piece, 0x27d4eb2f)
    for (let bit = 0; bit < 32; bit++) {
      sums[bit]! += ((low >>> bit) & 1) * 2 - 1
      sums[bit + 32]! += ((high >>> bit) & 1) * 2 - 1
    }
  }
  let hash = 0n
  for (let bit = 63; bit >= 0; bit--) hash = (hash << 1n) | (sums[bit]! > 0 ? 1n : 0n)
  return hash
}

/** How many of the 64 bits differ. */
export function hammingDistance64(a: bigint, b: bigint): number {
  const difference = BigInt.asUintN(64, a ^ b)
  return popCount(Number(difference & 0xffffffffn)) + popCount(Number(difference >> 32n))
}

function popCount(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
