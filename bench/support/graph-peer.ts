/**
 * The obvious peel, as a competent engineer writes it in an afternoon: adjacency in typed arrays,
 * nodes in linked lists by degree, always remove from the lowest list. The peer of the graph
 * benchmarks.
 */
import { buildCsr, type EdgeList } from '#lib/graph'

export function plainPeel(edges: EdgeList): number {
  const { nodeCount } = edges
  const { offsets, neighbours } = buildCsr(edges)
  const degrees = new Int32Array(nodeCount)
  let largest = 0
  for (let node = 0; node < nodeCount; node++) {
    degrees[node] = offsets[node + 1]! - offsets[node]!
    largest = Math.max(largest, degrees[node]!)
  }
  const first = new Int32Array(largest + 1).fill(-1)
  const next = new Int32Array(nodeCount)
  const previous = new Int32Array(nodeCount)
  const link = (node: number, degree: number) => {
    const head = first[degree]!
    next[node] = head
    previous[node] = -1
    if (head >= 0) previous[head] = node
    first[degree] = node
  }
  for (let node = 0; node < nodeCount; node++) link(node, degrees[node]!)
  let left = edges.sources.length
  let best = left / nodeCount
  let level = 0
  for (let removed = 0; removed < nodeCount; removed++) {
    while (first[level]! < 0) level++
    const node = first[level]!
    first[level] = next[node]!
    if (next[node]! >= 0) previous[next[node]!] = -1
    left -= degrees[node]!
    degrees[node] = -1
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      const neighbour = neighbours[at]!
      const degree = degrees[neighbour]!
      if (degree < 0) continue
      const before = previous[neighbour]!
      const after = next[neighbour]!
      if (before >= 0) next[before] = after
      else first[degree] = after
      if (after >= 0) previous[after] = before
      degrees[neighbour] = degree - 1
      link(neighbour, degree - 1)
    }
    level = Math.max(0, level - 1)
    if (removed + 1 < nodeCount) best = Math.max(best, left / (nodeCount - removed - 1))
  }
  return best
}
