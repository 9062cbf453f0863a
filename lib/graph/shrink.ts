/**
 * Linear passes that throw away what cannot belong to the densest block, so that the exact peel has
 * only a small rest to work on. First batch peeling (Bahmani, Kumar, Vassilvitskii, PVLDB 2012)
 * finds some block and its density ρ; then nodes of (weighted) degree below ρ fall, as in D-Cube.
 */
import type { EdgeList } from './edge-list.ts'
import { degreesOf } from './edge-list.ts'

/** Edges still alive; `weights` are integer units, null when every edge weighs one. */
export interface WeightedEdges extends EdgeList {
  readonly weights: Uint32Array | null
}

/** What is left after dropping nodes of degree ≤ `dropped` only. */
interface Remnant {
  edges: WeightedEdges
  degrees: Degrees
  dropped: number
}

type Degrees = Uint32Array | Float64Array

/**
 * Each batch drops nodes of degree ≤ 2 (1 + 0.1) × density, so at most log1.1(nodes) batches run.
 */
const BATCH_FACTOR = 2.2

/**
 * Remnants of batch peeling, from the whole graph down, and the best density on the way, which is
 * at least 1 / 2.2 of the densest there is. O(edges) for the first batch, geometrically less after
 * it.
 */
export class BatchPeel {
  readonly bestDensity: number
  /** Edge weight ÷ touched nodes of the whole graph. */
  readonly meanDensity: number
  private readonly remnants: Remnant[] = []

  constructor(edges: WeightedEdges) {
    let remnant: Remnant = { edges, degrees: weightedDegreesOf(edges), dropped: 0 }
    let best = 0
    this.meanDensity = densityOf(remnant.degrees)
    while (remnant.edges.sources.length > 0) {
      this.remnants.push(remnant)
      const density = densityOf(remnant.degrees)
      best = Math.max(best, density)
      remnant = dropUpTo(remnant, BATCH_FACTOR * density)
    }
    this.bestDensity = best
  }

  /**
   * A part of the graph that contains its whole core of degree ≥ `leastDegree`, shrunk until a pass
   * would remove less than a tenth, which the exact peel does better.
   */
  aroundCore(leastDegree: number): WeightedEdges {
    let remnant = this.remnants[0]!
    for (const later of this.remnants) if (later.dropped < leastDegree) remnant = later
    for (;;) {
      // Weights are integers, so dropping degrees up to this bound drops exactly those below the
      // least.
      const smaller = dropUpTo(remnant, Math.ceil(leastDegree) - 1)
      const left = smaller.edges.sources.length
      if ((remnant.edges.sources.length - left) * 10 <= left) return smaller.edges
      remnant = smaller
      if (left === 0) return smaller.edges
    }
  }
}

/** Weighted degree of every node. O(nodes + edges). */
export function weightedDegreesOf(edges: WeightedEdges): Degrees {
  const { nodeCount, sources, targets, weights } = edges
  if (weights === null) return degreesOf(edges)
  const degrees = new Float64Array(nodeCount)
  for (let edge = 0; edge < sources.length; edge++) {
    const weight = weights[edge]!
    degrees[sources[edge]!]! += weight
    degrees[targets[edge]!]! += weight
  }
  return degrees
}

function densityOf(degrees: Degrees): number {
  let total = 0
  let nodes = 0
  for (let node = 0; node < degrees.length; node++) {
    const degree = degrees[node]!
    total += degree
    if (degree > 0) nodes++
  }
  return nodes === 0 ? 0 : total / 2 / nodes
}

function dropUpTo(remnant: Remnant, bound: number): Remnant {
  const edges = keepEdges(remnant.edges, aliveBits(remnant.degrees, bound))
  const dropped = Math.max(remnant.dropped, bound)
  return { edges, degrees: weightedDegreesOf(edges), dropped }
}

/** Bits of some nodes: bit `node & 31` of word `node >>> 5`. */
export function bitsOf(nodes: Uint32Array, nodeCount: number): Int32Array {
  const bits = new Int32Array((nodeCount >>> 5) + 1)
  for (const node of nodes) bits[node >>> 5]! |= 1 << (node & 31)
  return bits
}

/**
 * One bit a node, so that the random look-ups of the edge pass stay within the processor's cache.
 */
function aliveBits(degrees: Degrees, bound: number): Int32Array {
  const bits = new Int32Array((degrees.length >>> 5) + 1)
  for (let node = 0; node < degrees.length; node++) {
    if (degrees[node]! > bound) bits[node >>> 5]! |= 1 << (node & 31)
  }
  return bits
}

/** The edges whose both ends have their bit set. O(edges). */
export function keepEdges(edges: WeightedEdges, alive: Int32Array): WeightedEdges {
  const { sources, targets, weights } = edges
  const count = sources.length
  const keptSources = new Uint32Array(count)
  const keptTargets = new Uint32Array(count)
  const keptWeights = weights === null ? null : new Uint32Array(count)
  let kept = 0
  for (let edge = 0; edge < count; edge++) {
    const source = sources[edge]!
    const target = targets[edge]!
    const bits = (alive[source >>> 5]! >> (source & 31)) & (alive[target >>> 5]! >> (target & 31))
    if ((bits & 1) === 0) continue
    keptSources[kept] = source
    keptTargets[kept] = target
    if (keptWeights !== null) keptWeights[kept] = weights![edge]!
    kept++
  }
  return {
    nodeCount: edges.nodeCount,
    rowCount: edges.rowCount,
    sources: keptSources.subarray(0, kept),
    targets: keptTargets.subarray(0, kept),
    weights: keptWeights === null ? null : keptWeights.subarray(0, kept),
  }
}
