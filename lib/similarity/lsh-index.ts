/**
 * Finds the signatures like a given one without comparing all (locality-sensitive hashing by
 * bands; Leskovec, Rajaraman, Ullman, ch. 3). Made for a stream: memory is fixed when the index
 * is made, the oldest entry gives way to the newest, and a template everyone uses cannot flood
 * its bucket.
 */
import { mix32 } from './hash.ts'
import { minHashLikeness } from './min-hash.ts'

export interface LshOptions {
  /** Signature length must be bands × rows. More rows: fewer false candidates, more misses. */
  bands: number
  rows: number
  /** Entries kept; each takes (bands × rows + bands) × 4 bytes beside its key. */
  capacity: number
  /** Entries per bucket that are offered as candidates; the oldest drop out first. */
  bucketLimit?: number
}

export interface Match {
  key: string
  /** Estimated Jaccard likeness, 0 to 1. */
  likeness: number
}

export interface LshIndex {
  readonly size: number
  /** Adds an entry, replacing the one of the same key. O(bands). */
  add(key: string, signature: Uint32Array): void
  remove(key: string): void
  /** Entries at least as like as `threshold`, most like first. */
  similar(signature: Uint32Array, threshold: number): Match[]
}

const MAX_CELLS = 1 << 28

/** The likeness at which a pair is about as likely found as missed: (1/bands)^(1/rows). */
export function lshThreshold({ bands, rows }: Pick<LshOptions, 'bands' | 'rows'>): number {
  return (1 / bands) ** (1 / rows)
}

export function lshIndex({ bands, rows, capacity, bucketLimit = 200 }: LshOptions): LshIndex {
  const width = bands * rows
  if (!(width >= 1 && capacity >= 1 && width * capacity <= MAX_CELLS)) {
    throw new RangeError(`an index of ${capacity} × ${width} does not fit ${MAX_CELLS} cells`)
  }
  const signatures = new Uint32Array(capacity * width)
  const bandHashes = new Uint32Array(capacity * bands)
  const keys: (string | undefined)[] = new Array(capacity).fill(undefined)
  const slots = new Map<string, number>()
  const buckets = Array.from({ length: bands }, () => new Map<number, number[]>())
  let next = 0

  const release = (slot: number) => {
    const key = keys[slot]
    if (key === undefined) return
    keys[slot] = undefined
    slots.delete(key)
    for (let band = 0; band < bands; band++) {
      const hash = bandHashes[slot * bands + band]!
      const bucket = buckets[band]!.get(hash)
      const at = bucket?.indexOf(slot) ?? -1
      if (at >= 0) bucket!.splice(at, 1)
      if (bucket?.length === 0) buckets[band]!.delete(hash)
    }
  }
  const signatureOf = (slot: number) => signatures.subarray(slot * width, (slot + 1) * width)
  const check = (signature: Uint32Array) => {
    if (signature.length !== width) {
      throw new RangeError(`signature has ${signature.length} values, the index takes ${width}`)
    }
  }

  return {
    get size() {
      return slots.size
    },
    add(key, signature) {
      check(signature)
      const old = slots.get(key)
      if (old !== undefined) release(old)
      const slot = next
      next = (next + 1) % capacity
      release(slot)
      keys[slot] = key
      slots.set(key, slot)
      signatures.set(signature, slot * width)
      for (let band = 0; band < bands; band++) {
        const hash = bandHash(signature, band, rows)
        bandHashes[slot * bands + band] = hash
        const bucket = buckets[band]!.get(hash)
        if (!bucket) buckets[band]!.set(hash, [slot])
        else if (bucket.push(slot) > bucketLimit) bucket.shift()
      }
    },
    remove(key) {
      const slot = slots.get(key)
      if (slot !== undefined) release(slot)
    },
    similar(signature, threshold) {
      check(signature)
      const seen = new Set<number>()
      for (let band = 0; band < bands; band++) {
        const bucket = buckets[band]!.get(bandHash(signature, band, rows)) ?? []
        for (const slot of bucket) seen.add(slot)
      }
      return [...seen]
        .map(slot => ({
          key: keys[slot]!,
          likeness: minHashLikeness(signature, signatureOf(slot)),
        }))
        .filter(({ likeness }) => likeness >= threshold)
        .sort((a, b) => b.likeness - a.likeness || (a.key < b.key ? -1 : 1))
    },
  }
}

function bandHash(signature: Uint32Array, band: number, rows: number): number {
  let hash = mix32(band + 1)
  for (let row = band * rows; row < (band + 1) * rows; row++) hash = mix32(hash ^ signature[row]!)
  return hash
}
