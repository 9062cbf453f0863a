/**
 * A seeded 32-bit hash of text for sketches (MurmurHash3's mixing over UTF-16 units). Fast and
 * evenly spread; not for secrets and not for identity: two texts may share a hash.
 */

export function hash32(text: string, seed = 0): number {
  let hash = seed | 0
  for (let index = 0; index < text.length; index++) {
    let unit = Math.imul(text.charCodeAt(index), 0xcc9e2d51)
    unit = (unit << 15) | (unit >>> 17)
    hash ^= Math.imul(unit, 0x1b873593)
    hash = (hash << 13) | (hash >>> 19)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  return mix32(hash ^ text.length)
}

/** MurmurHash3's finaliser: a bijection of 32 bits, so that seeds give independent orders. */
export function mix32(value: number): number {
  let hash = value | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
