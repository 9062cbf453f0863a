/**
 * UUIDv7 (RFC 9562) made by the program, because PostgreSQL 15 has no `uuidv7()`. Ids made in one millisecond keep
 * their order, so an index on them grows at its right edge.
 */
import { randomFillSync } from 'node:crypto'
import type { Clock } from './clock.ts'

export type Ids = { next(): string }

/** Ids for production: the clock's milliseconds, a 12-bit counter and 62 random bits. */
export function randomIds(clock: Clock): Ids {
  const pool = new Uint8Array(4096)
  let used = pool.length
  return monotonic(
    () => clock.now().getTime(),
    bytes => {
      if (used + 8 > pool.length) {
        randomFillSync(pool)
        used = 0
      }
      bytes.set(pool.subarray(used, used + 8), 8)
      used += 8
    },
  )
}

/** Repeatable ids for tests and the demonstration county: the tail is a counter, not randomness. */
export function monotonicIds(clock: Clock, seed = 0): Ids {
  let counter = BigInt(seed)
  return monotonic(
    () => clock.now().getTime(),
    bytes => {
      counter += 1n
      new DataView(bytes.buffer).setBigUint64(8, counter)
    },
  )
}

function monotonic(now: () => number, fillTail: (bytes: Uint8Array) => void): Ids {
  const bytes = new Uint8Array(16)
  let lastMs = 0
  let sequence = 0
  return {
    next() {
      const ms = now()
      if (ms > lastMs) {
        lastMs = ms
        sequence = 0
      } else if (++sequence > 0xfff) {
        lastMs += 1
        sequence = 0
      }
      fillTail(bytes)
      const view = new DataView(bytes.buffer)
      view.setUint32(0, Math.floor(lastMs / 0x10000))
      view.setUint16(4, lastMs % 0x10000)
      bytes[6] = 0x70 | (sequence >> 8)
      bytes[7] = sequence & 0xff
      bytes[8] = 0x80 | (bytes[8]! & 0x3f)
      const hex = Buffer.from(bytes).toString('hex')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
    },
  }
}
