/**
 * Compressed sparse rows: the neighbours of every node in one array, built by counting sort. Every
 * kernel that walks from node to node reads this form; the edge list stays the form that is stored.
 */
import type { EdgeList } from './edge-list.ts'
import { degreesOf } from './edge-list.ts'

export interface Csr {
  readonly nodeCount: number
  /** The neighbours of `node` are neighbours[offsets[node]] … neighbours[offsets[node + 1] - 1]. */
  readonly offsets: Uint32Array
  readonly neighbours: Uint32Array
  /** Weight of the edge to each neighbour in integer units, or null when every edge weighs one. */
  readonly weights: Uint32Array | null
}

/**
 * Both directions of every edge; parallel edges stay parallel. O(nodes + edges), 8 bytes an edge.
 */
export function buildCsr(edges: EdgeList, edgeWeights: Uint32Array | null = null): Csr {
  const { nodeCount, sources, targets } = edges
  const offsets = offsetsOf(degreesOf(edges))
  const neighbours = new Uint32Array(2 * sources.length)
  const weights = edgeWeights === null ? null : new Uint32Array(2 * sources.length)
  const next = offsets.slice(0, nodeCount)
  for (let edge = 0; edge < sources.length; edge++) {
    const source = sources[edge]!
    const target = targets[edge]!
    const atSource = next[source]!++
    const atTarget = next[target]!++
    neighbours[atSource] = target
    neighbours[atTarget] = source
    if (weights !== null && edgeWeights !== null) {
      weights[atSource] = edgeWeights[edge]!
      weights[atTarget] = edgeWeights[edge]!
    }
  }
  return { nodeCount, offsets, neighbours, weights }
}

/**
 * The same graph with neighbours ascending and each pair once. Two counting sorts (by target, then
 * by source) order every row without comparing. O(nodes + edges).
 */
export function buildSimpleCsr(edges: EdgeList): Csr {
  const once = buildCsr(edges)
  const { nodeCount, offsets } = once
  const neighbours = new Uint32Array(once.neighbours.length)
  const next = offsets.slice(0, nodeCount)
  for (let node = 0; node < nodeCount; node++) {
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      neighbours[next[once.neighbours[at]!]!++] = node
    }
  }
  const simpleOffsets = new Uint32Array(nodeCount + 1)
  let kept = 0
  for (let node = 0; node < nodeCount; node++) {
    let previous = -1
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      const neighbour = neighbours[at]!
      if (neighbour !== previous) neighbours[kept++] = neighbour
      previous = neighbour
    }
    simpleOffsets[node + 1] = kept
  }
  return { nodeCount, offsets: simpleOffsets, neighbours: neighbours.slice(0, kept), weights: null }
}

/** Each edge of a graph of one kind of node once, from its lower end. O(nodes + edges). */
export function edgesOf({ nodeCount, offsets, neighbours }: Csr): EdgeList {
  const sources = new Uint32Array(neighbours.length / 2)
  const targets = new Uint32Array(neighbours.length / 2)
  let edge = 0
  for (let node = 0; node < nodeCount; node++) {
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      if (neighbours[at]! < node) continue
      sources[edge] = node
      targets[edge++] = neighbours[at]!
    }
  }
  return { nodeCount, rowCount: 0, sources, targets }
}

/** Running sums: where each group of the given sizes begins, and the total at the end. */
export function offsetsOf(sizes: Uint32Array): Uint32Array {
  const offsets = new Uint32Array(sizes.length + 1)
  let total = 0
  for (let index = 0; index < sizes.length; index++) {
    offsets[index] = total
    total += sizes[index]!
  }
  if (total > 0xffffffff) throw new RangeError('more than 2^32 edge ends')
  offsets[sizes.length] = total
  return offsets
}
