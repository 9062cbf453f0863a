/**
 * Greedy peeling: remove the node of least (weighted) degree again and again and remember when what
 * was left was densest. Charikar (APPROX 2000) proves that this is at least half as dense as the
 * densest subgraph there is; FRAUDAR (KDD 2016) is the same loop over weighted edges.
 *
 * Ties go to the lower node number, so the answer is a function of the graph and not of a queue's
 * history. Two shortcuts leave it as it is: a node whose degree fell below the best density so far
 * goes at once (the core of that degree, where the next better set must lie, is the same in any
 * order), and nodes above the current level are mere counters outside the heap.
 */
import type { Csr } from './csr.ts'

export interface Peeling {
  /** Nodes in the order of their removal. */
  order: Uint32Array
  /** The densest suffix of `order` begins here. */
  bestStart: number
  /** Total edge weight within that suffix, in the units of the graph's weights. */
  bestTotal: number
}

/** Peels the whole graph. O(edges + nodes · log nodes) typically, O(edges · log nodes) at worst. */
export function peel(csr: Csr): Peeling {
  const { nodeCount, offsets, neighbours, weights } = csr
  const degrees = weightedDegrees(csr)
  const queue = new LevelQueue(degrees)
  const doomed = new Doomed(nodeCount)
  const order = new Uint32Array(nodeCount)
  let total = 0
  for (let node = 0; node < nodeCount; node++) total += degrees[node]! / 2
  let best = { start: 0, total, density: nodeCount === 0 ? 0 : total / nodeCount }
  for (let node = 0; node < nodeCount; node++) if (degrees[node]! < best.density) doomed.add(node)
  for (let removed = 0; removed < nodeCount; removed++) {
    const density = total / (nodeCount - removed)
    if (density > best.density) best = { start: removed, total, density }
    const node = doomed.count > 0 ? doomed.take() : queue.takeLeast()
    order[removed] = node
    total -= degrees[node]!
    degrees[node] = -1
    const end = offsets[node + 1]!
    for (let at = offsets[node]!; at < end; at++) {
      const neighbour = neighbours[at]!
      const degree = degrees[neighbour]!
      if (degree < 0) continue
      const lowered = degree - (weights === null ? 1 : weights[at]!)
      degrees[neighbour] = lowered
      if (lowered < best.density) doomed.add(neighbour)
      else if (lowered <= queue.level) queue.lowered(neighbour)
    }
  }
  return { order, bestStart: best.start, bestTotal: best.total }
}

/** Nodes that go next, in any order, each once. */
class Doomed {
  count = 0
  private readonly nodes: Int32Array
  private readonly known: Uint8Array

  constructor(nodeCount: number) {
    this.nodes = new Int32Array(nodeCount)
    this.known = new Uint8Array(nodeCount)
  }

  add(node: number): void {
    if (this.known[node] === 1) return
    this.known[node] = 1
    this.nodes[this.count++] = node
  }

  take(): number {
    return this.nodes[--this.count]!
  }
}

function weightedDegrees(csr: Csr): Float64Array {
  const { nodeCount, offsets, weights } = csr
  const degrees = new Float64Array(nodeCount)
  for (let node = 0; node < nodeCount; node++) {
    const end = offsets[node + 1]!
    if (weights === null) {
      degrees[node] = end - offsets[node]!
      continue
    }
    let sum = 0
    for (let at = offsets[node]!; at < end; at++) sum += weights[at]!
    degrees[node] = sum
  }
  return degrees
}

/**
 * Serves nodes by (degree, number). Nodes above `level` wait unordered; when the heap runs dry the
 * level rises to the least of them. Each rescan keeps only nodes whose core number is at least the
 * level, so all rescans together cost no more than the sum of core numbers, O(edges).
 */
class LevelQueue {
  level = -1
  private readonly degrees: Float64Array
  /** Degrees as the heap knows them: those of nodes removed past it stay, which keeps it a heap. */
  private readonly keys: Float64Array
  private readonly heap: Int32Array
  private readonly places: Int32Array
  private readonly waiting: Int32Array
  private heapSize = 0
  private waitingCount: number

  constructor(degrees: Float64Array) {
    this.degrees = degrees
    this.keys = new Float64Array(degrees.length)
    this.waitingCount = degrees.length
    this.heap = new Int32Array(degrees.length)
    this.places = new Int32Array(degrees.length).fill(-1)
    this.waiting = Int32Array.from(degrees.keys())
  }

  /** Takes the least node that was not removed meanwhile. */
  takeLeast(): number {
    for (;;) {
      if (this.heapSize === 0) this.raiseLevel()
      const least = this.heap[0]!
      const last = this.heap[--this.heapSize]!
      if (this.heapSize > 0) this.sink(0, last)
      if (this.degrees[least]! >= 0) return least
    }
  }

  /** Tells that a node's degree fell to the level or below. */
  lowered(node: number): void {
    const place = this.places[node]!
    this.keys[node] = this.degrees[node]!
    this.rise(place < 0 ? this.heapSize++ : place, node)
  }

  private raiseLevel(): void {
    const { degrees, waiting, places } = this
    let least = Number.POSITIVE_INFINITY
    let kept = 0
    for (let index = 0; index < this.waitingCount; index++) {
      const node = waiting[index]!
      if (places[node]! >= 0 || degrees[node]! < 0) continue
      waiting[kept++] = node
      if (degrees[node]! < least) least = degrees[node]!
    }
    // A sixteenth above the least: fewer rescans, and the heap still serves in exact order.
    this.level = Math.floor(least * 1.0625)
    this.waitingCount = 0
    for (let index = 0; index < kept; index++) {
      const node = waiting[index]!
      if (degrees[node]! <= this.level) this.lowered(node)
      else waiting[this.waitingCount++] = node
    }
  }

  private rise(from: number, node: number): void {
    const { heap, places, keys } = this
    const key = keys[node]!
    let place = from
    while (place > 0) {
      const parentPlace = (place - 1) >> 1
      const parent = heap[parentPlace]!
      const parentKey = keys[parent]!
      if (parentKey < key || (parentKey === key && parent < node)) break
      heap[place] = parent
      places[parent] = place
      place = parentPlace
    }
    heap[place] = node
    places[node] = place
  }

  private sink(from: number, node: number): void {
    const { heap, places, keys, heapSize } = this
    const key = keys[node]!
    let place = from
    for (;;) {
      let childPlace = 2 * place + 1
      if (childPlace >= heapSize) break
      let child = heap[childPlace]!
      let childKey = keys[child]!
      if (childPlace + 1 < heapSize) {
        const other = heap[childPlace + 1]!
        const otherKey = keys[other]!
        if (otherKey < childKey || (otherKey === childKey && other < child)) {
          childPlace++
          child = other
          childKey = otherKey
        }
      }
      if (key < childKey || (key === childKey && node < child)) break
      heap[place] = child
      places[child] = place
      place = childPlace
    }
    heap[place] = node
    places[node] = place
  }
}
