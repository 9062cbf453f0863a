/**
 * Which ties one shared occasion cannot explain. Where an edge means "met at one place", guests of
 * one occasion all know each other; so if two fellows share two fellows who are strangers to each
 * other, they met at least twice, as members of a ring do (CopyCatch, Beutel et al., WWW 2013, asks
 * the same of two purchases). Needs no list of the occasions.
 *
 * What is too much to look at is taken as not proven: long lists are sampled, and every edge is
 * asked about a limited number of pairs.
 */
import type { Circles } from './circles.ts'
import type { Csr } from './csr.ts'
import { scatter } from './random.ts'

/** Over all edges: list entries that are read, and pairs that are asked whether they are joined. */
const READ_BUDGET = 1e8
const ASK_BUDGET = 1e8
/** Enough to meet a stranger with 99.9 % where one pair in forty does not know each other. */
const ASKED_AT_MOST = 256
const READ_AT_LEAST = 16
const COMMON_AT_MOST = 64

/** No shared fellows; all know each other, as far as was asked; two are strangers. */
const ALONE = 0
const CROWD = 1
const REPEATED = 2

export interface Ties {
  /** The same nodes with only the ties that no crowd of one occasion explains. */
  ties: Csr
  /** For each node: to how many neighbours the tie is proven to be of two occasions at least. */
  repeated: Uint32Array
}

/**
 * Leaves out ties of a crowd: both ends share fellows, and these all know each other. A tie without
 * shared fellows stays: no crowd multiplied it. `joined` is the graph of the circles, which share
 * the strangers that their members share and are fewer. O(edges), times the limits above.
 */
export function tiesBeyondOccasions(csr: Csr, circles: Circles, joined: Csr): Ties {
  const { nodeCount, offsets, neighbours } = csr
  const { circleOf } = circles
  const sizes = new Uint32Array(circles.count)
  for (const circle of circleOf) sizes[circle]!++
  const prover = new Prover(joined)
  const between = prover.ofEdges()
  const within = Uint8Array.from(sizes, (size, circle) => {
    return size === 1 ? CROWD : prover.ofCircle(circle, size)
  })
  const repeated = new Uint32Array(nodeCount)
  const kept = new Uint32Array(neighbours.length)
  const keptOffsets = new Uint32Array(nodeCount + 1)
  let count = 0
  for (let node = 0; node < nodeCount; node++) {
    const circle = circleOf[node]!
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      const other = circleOf[neighbours[at]!]!
      const place = joined === csr ? at : placeOf(joined, circle, other)
      let tie = other === circle ? within[circle]! : between[place]!
      // Between circles, twins of either end are shared fellows too.
      if (tie === ALONE && other !== circle && sizes[circle]! + sizes[other]! > 2) tie = CROWD
      if (tie === CROWD) continue
      if (tie === REPEATED) repeated[node]!++
      kept[count++] = neighbours[at]!
    }
    keptOffsets[node + 1] = count
  }
  const ties = { nodeCount, offsets: keptOffsets, neighbours: kept.slice(0, count), weights: null }
  return { ties, repeated }
}

class Prover {
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
  ofEdges(): Uint8Array {
    const { nodeCount, offsets, neighbours } = this.#csr
    const ties = new Uint8Array(neighbours.length)
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
        const tie = count === 0 ? ALONE : this.#holdsStrangers(count) ? REPEATED : CROWD
        if (tie === ALONE) continue
        ties[at] = tie
        ties[placeOf(this.#csr, other, node)] = tie
      }
    }
    return ties
  }

  /** What the ties among the members of a circle are: they share all their fellows. */
  ofCircle(circle: number, size: number): number {
    const count = this.#gather(circle, scatter(circle), null, circle)
    if (count === 0 && size === 2) return ALONE
    return this.#holdsStrangers(count) ? REPEATED : CROWD
  }

  /**
   * Fills `#common` from the list of `node`, from any place on, with those that `mark` marks for
   * `by`, or with all, and says with how many.
   */
  #gather(node: number, start: number, mark: Int32Array | null, by: number): number {
    const { offsets, neighbours } = this.#csr
    const common = this.#common
    const first = offsets[node]!
    const end = offsets[node + 1]!
    const read = Math.min(end - first, this.#read)
    let count = 0
    for (let step = 0, at = first + (start % (end - first)); step < read; step++) {
      const third = neighbours[at]!
      if (mark === null || mark[third] === by) {
        common[count++] = third
        if (count === COMMON_AT_MOST) return count
      }
      if (++at === end) at = first
    }
    return count
  }

  #holdsStrangers(count: number): boolean {
    let asked = 0
    for (let gap = 1; gap < count; gap++) {
      for (let left = 0; left + gap < count; left++) {
        if (asked++ === this.#asked) return false
        const at = placeOf(this.#csr, this.#common[left]!, this.#common[left + gap]!)
        if (at === -1) return true
      }
    }
    return false
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
