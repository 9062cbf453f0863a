/**
 * Which ties one shared occasion cannot explain. Where an edge means "met at one place", guests of
 * one occasion all know each other; so if two fellows share two fellows who are strangers to each
 * other, they met at least twice, as members of a ring do (CopyCatch, Beutel et al., WWW 2013, asks
 * the same of two purchases). Needs no list of the occasions.
 *
 * What is too much to look at is taken as not proven: long lists are sampled, and every edge is
 * asked about a limited number of pairs.
 */
import type { Csr } from './csr.ts'
import { scatter } from './random.ts'

/** Over all edges: list entries that are read, and pairs that are asked whether they are joined. */
const READ_BUDGET = 1e8
const ASK_BUDGET = 1e8
/**
 * So few that a crowd stays one if a tie in a hundred is missing from the record, and so many that
 * strangers are met with 96 % where one pair in ten does not know each other.
 */
const ASKED_AT_MOST = 32
const READ_AT_LEAST = 16
const COMMON_AT_MOST = 64

/** Shared fellows all know each other, as far as was asked; or two are strangers; 0: none. */
const CROWD = 1
const REPEATED = 2

export interface Ties {
  /** The same nodes with only the ties that no crowd of one occasion explains. */
  ties: Csr
  /** For each node: to how many neighbours the tie is of two occasions at least. */
  repeated: Uint32Array
}

/**
 * Leaves out ties of a crowd: both ends share fellows, and these all know each other. A tie without
 * shared fellows stays: no crowd multiplied it. A simple graph. O(edges), times the limits above.
 */
export function tiesBeyondOccasions(csr: Csr): Ties {
  const { nodeCount, offsets, neighbours } = csr
  const kinds = new Asker(csr).kindsOfTies()
  const repeated = new Uint32Array(nodeCount)
  const kept = new Uint32Array(neighbours.length)
  const keptOffsets = new Uint32Array(nodeCount + 1)
  let count = 0
  for (let node = 0; node < nodeCount; node++) {
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      if (kinds[at] === CROWD) continue
      if (kinds[at] === REPEATED) repeated[node]!++
      kept[count++] = neighbours[at]!
    }
    keptOffsets[node + 1] = count
  }
  const ties = { nodeCount, offsets: keptOffsets, neighbours: kept.slice(0, count), weights: null }
  return { ties, repeated }
}

class Asker {
  readonly #csr: Csr
  readonly #asked: number
  readonly #read: number
  readonly #common = new Uint32Array(COMMON_AT_MOST)

  constructor(csr: Csr) {
    const edges = Math.max(1, csr.neighbours.length / 2)
    this.#csr = csr
    this.#asked = Math.min(ASKED_AT_MOST, Math.ceil(ASK_BUDGET / edges))
    this.#read = Math.max(READ_AT_LEAST, Math.floor(READ_BUDGET / edges))
  }

  /** What the tie at each place of the neighbour lists is. */
  kindsOfTies(): Uint8Array {
    const { nodeCount, offsets, neighbours } = this.#csr
    const kinds = new Uint8Array(neighbours.length)
    const mark = new Int32Array(nodeCount).fill(-1)
    for (let node = 0; node < nodeCount; node++) {
      const degree = offsets[node + 1]! - offsets[node]!
      for (let at = offsets[node]!; at < offsets[node + 1]!; at++) mark[neighbours[at]!] = node
      for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
        const other = neighbours[at]!
        const theirs = offsets[other + 1]! - offsets[other]!
        // Each pair once, by the shorter list.
        if (theirs > degree || (theirs === degree && other > node)) continue
        const count = this.#gather(other, scatter(node), mark, node)
        if (count === 0) continue
        const kind = this.#holdsStrangers(count, scatter(node) ^ other) ? REPEATED : CROWD
        kinds[at] = kind
        kinds[placeOf(this.#csr, other, node)] = kind
      }
    }
    return kinds
  }

  /**
   * Fills `#common` from the list of `node`, from any place on, with those that `by` has marked,
   * and says with how many.
   */
  #gather(node: number, start: number, mark: Int32Array, by: number): number {
    const { offsets, neighbours } = this.#csr
    const common = this.#common
    const first = offsets[node]!
    const end = offsets[node + 1]!
    const read = Math.min(end - first, this.#read)
    let count = 0
    for (let step = 0, at = first + (start % (end - first)); step < read; step++) {
      const third = neighbours[at]!
      if (mark[third] === by) {
        common[count++] = third
        if (count === COMMON_AT_MOST) return count
      }
      if (++at === end) at = first
    }
    return count
  }

  /** Asks all pairs of `#common` where they are few, else as many as the limit, drawn by `seed`. */
  #holdsStrangers(count: number, seed: number): boolean {
    if ((count * (count - 1)) / 2 > this.#asked) {
      for (let asked = 0; asked < this.#asked; asked++) {
        const draw = scatter(seed + asked)
        const left = draw % count
        const right = (left + 1 + ((draw >>> 8) % (count - 1))) % count
        if (this.#areStrangers(left, right)) return true
      }
      return false
    }
    for (let left = 1; left < count; left++) {
      for (let right = 0; right < left; right++) if (this.#areStrangers(left, right)) return true
    }
    return false
  }

  #areStrangers(left: number, right: number): boolean {
    return placeOf(this.#csr, this.#common[left]!, this.#common[right]!) === -1
  }
}

/** Where `other` stands in the ascending list of `node`; -1 if it does not. */
function placeOf({ offsets, neighbours }: Csr, node: number, other: number): number {
  let low = offsets[node]!
  let high = offsets[node + 1]! - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = neighbours[middle]!
    if (found === other) return middle
    if (found < other) low = middle + 1
    else high = middle - 1
  }
  return -1
}
