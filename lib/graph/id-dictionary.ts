/**
 * Numbers texts in the order of their first appearance, reading them straight from file bytes. A JS
 * string and a Map entry cost about 100 bytes an id; this costs the id's bytes and about 16 more.
 */

/** Positions in the pool are signed 32-bit integers. */
const MAX_POOL_BYTES = 2 ** 31 - 1

export class IdDictionary {
  private pool = new Uint8Array(1 << 16)
  private poolSize = 0
  private ends = new Uint32Array(1 << 10)
  /**
   * Open addressing; a slot is four integers: the id's number + 1 (or 0), its hash, and where its
   * bytes begin and end in the pool, side by side so that a look-up misses the cache once here and
   * once there. The number of slots is a power of two, at most 3/4 used.
   */
  private slots = new Int32Array(1 << 12)
  private count = 0

  get size(): number {
    return this.count
  }

  /** The number of the id that stands in `bytes` from `start` to `end`. */
  number(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    hash ^= hash >>> 13
    const { slots, pool } = this
    const mask = slots.length - 4
    let slot = (4 * hash) & mask
    for (;;) {
      const number = slots[slot]! - 1
      if (number < 0) return this.add(bytes, start, end, hash, slot)
      if (slots[slot + 1] === hash) {
        const from = slots[slot + 2]!
        const length = slots[slot + 3]! - from
        if (length === end - start && equalBytes(pool, from, bytes, start, length)) return number
      }
      slot = (slot + 4) & mask
    }
  }

  /** The number of an id given as text. */
  numberOfText(text: string): number {
    const bytes = new TextEncoder().encode(text)
    return this.number(bytes, 0, bytes.length)
  }

  text(number: number): string {
    if (number >= this.count) throw new RangeError(`no id ${number}`)
    const start = number === 0 ? 0 : this.ends[number - 1]!
    return new TextDecoder().decode(this.pool.subarray(start, this.ends[number]!))
  }

  private add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const number = this.count++
    const length = end - start
    if (this.poolSize + length > MAX_POOL_BYTES) throw new RangeError('too many bytes of ids')
    if (this.poolSize + length > this.pool.length) {
      this.pool = enlarged(this.pool, new Uint8Array(2 * this.pool.length + length))
    }
    if (number === this.ends.length) this.ends = enlarged(this.ends, new Uint32Array(2 * number))
    for (let at = start; at < end; at++) this.pool[this.poolSize++] = bytes[at]!
    this.ends[number] = this.poolSize
    this.slots[slot] = number + 1
    this.slots[slot + 1] = hash
    this.slots[slot + 2] = this.poolSize - length
    this.slots[slot + 3] = this.poolSize
    if (this.count * 16 > this.slots.length * 3) this.rehash()
    return number
  }

  private rehash(): void {
    const old = this.slots
    const slots = new Int32Array(2 * old.length)
    const mask = slots.length - 4
    for (let from = 0; from < old.length; from += 4) {
      if (old[from] === 0) continue
      let slot = (4 * old[from + 1]!) & mask
      while (slots[slot] !== 0) slot = (slot + 4) & mask
      for (let part = 0; part < 4; part++) slots[slot + part] = old[from + part]!
    }
    this.slots = slots
  }
}

function equalBytes(
  left: Uint8Array,
  leftStart: number,
  right: Uint8Array,
  rightStart: number,
  length: number,
): boolean {
  for (let at = 0; at < length; at++) {
    if (left[leftStart + at] !== right[rightStart + at]) return false
  }
  return true
}

function enlarged<T extends Uint8Array | Uint32Array>(old: T, larger: T): T {
  larger.set(old)
  return larger
}
