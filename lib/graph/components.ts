/**
 * Connected components and k-cores: the two oldest ways to say that nodes belong together.
 * Components join what shares any token; the core number (Seidman 1983; Batagelj and Zaveršnik
 * 2003) says how many fellows everyone around a node still has after all weaker nodes left.
 */
import type { Csr } from './csr.ts'
import type { EdgeList } from './edge-list.ts'

export interface Components {
  count: number
  /** The component of each node, numbered from 0 in the order of their lowest nodes. */
  componentOf: Int32Array
}

/** Union by the lower root with path halving. Near O(nodes + edges). */
export function connectedComponents(edges: EdgeList): Components {
  const { nodeCount, sources, targets } = edges
  const parents = Int32Array.from({ length: nodeCount }, (_, node) => node)
  const rootOf = (start: number): number => {
    let node = start
    while (parents[node] !== node) {
      parents[node] = parents[parents[node]!]!
      node = parents[node]!
    }
    return node
  }
  for (let edge = 0; edge < sources.length; edge++) {
    const left = rootOf(sources[edge]!)
    const right = rootOf(targets[edge]!)
    if (left < right) parents[right] = left
    else parents[left] = right
  }
  const componentOf = new Int32Array(nodeCount)
  let count = 0
  for (let node = 0; node < nodeCount; node++) {
    const root = rootOf(node)
    componentOf[node] = root === node ? count++ : componentOf[root]!
  }
  return { count, componentOf }
}

/** The largest k for which a node lies in a subgraph of least degree k. O(nodes + edges). */
export function coreNumbers(csr: Csr): Int32Array {
  const { nodeCount, offsets, neighbours } = csr
  const cores = new Int32Array(nodeCount)
  let highest = 0
  for (let node = 0; node < nodeCount; node++) {
    cores[node] = offsets[node + 1]! - offsets[node]!
    highest = Math.max(highest, cores[node]!)
  }
  // Nodes sorted by degree in bins; a node whose degree falls swaps to the front of its bin.
  const bins = new Int32Array(highest + 2)
  for (let node = 0; node < nodeCount; node++) bins[cores[node]! + 1]!++
  for (let degree = 0; degree <= highest; degree++) bins[degree + 1]! += bins[degree]!
  const sorted = new Int32Array(nodeCount)
  const places = new Int32Array(nodeCount)
  const next = bins.slice()
  for (let node = 0; node < nodeCount; node++) {
    const place = next[cores[node]!]!++
    sorted[place] = node
    places[node] = place
  }
  for (let index = 0; index < nodeCount; index++) {
    const node = sorted[index]!
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      const neighbour = neighbours[at]!
      const degree = cores[neighbour]!
      if (degree <= cores[node]!) continue
      const place = places[neighbour]!
      const front = bins[degree]!
      const frontNode = sorted[front]!
      sorted[place] = frontNode
      places[frontNode] = place
      sorted[front] = neighbour
      places[neighbour] = front
      bins[degree] = front + 1
      cores[neighbour] = degree - 1
    }
  }
  return cores
}
