/**
 * A small seeded generator (sfc32) for synthetic graphs. Benchmarks and tests must be reproducible
 * to the byte, so randomness is an argument here and never the machine's.
 */

export interface Random {
  /** The next integer in [0, 2^32). */
  uint32(): number
  /** The next number in [0, 1). */
  unit(): number
  /** The next integer in [0, bound), bound ≤ 2^32. */
  below(bound: number): number
}

/** Equal seeds give equal sequences on every machine. */
export function createRandom(seed: number): Random {
  let a = 0x9e3779b9 | 0
  let b = 0x243f6a88 | 0
  let c = seed | 0
  let counter = 1
  const uint32 = (): number => {
    const mixed = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + mixed
    return mixed >>> 0
  }
  const unit = (): number => uint32() / 4294967296
  for (let round = 0; round < 12; round++) uint32()
  return { uint32, unit, below: bound => Math.floor(unit() * bound) }
}

/** A bijection of 32 bits that leaves no pattern of its input ("lowbias32", Wellons 2018). */
export function scatter(value: number): number {
  let bits = value ^ (value >>> 16)
  bits = Math.imul(bits, 0x7feb352d)
  bits ^= bits >>> 15
  bits = Math.imul(bits, 0x846ca68b)
  return (bits ^ (bits >>> 16)) >>> 0
}
