/**
 * Each pair of nodes once. Who buys a hundred times in one shop is a good customer, not a ring, so
 * structure is judged on distinct pairs; files also like to list an undirected edge in both
 * directions.
 */
import { offsetsOf } from './csr.ts'
import type { EdgeList } from './edge-list.ts'
import { outDegreesOf } from './edge-list.ts'

/**
 * The same graph without repeated pairs; in a graph of one kind, (a, b) and (b, a) are one pair.
 */
export function distinctEdges(edges: EdgeList): EdgeList {
  const { nodeCount, rowCount } = edges
  const oriented = rowCount === 0 ? lowerFirst(edges) : edges
  const { sources, targets } = oriented
  const offsets = offsetsOf(outDegreesOf(oriented))
  const next = offsets.slice(0, nodeCount)
  const grouped = new Uint32Array(targets.length)
  for (let edge = 0; edge < targets.length; edge++) {
    grouped[next[sources[edge]!]!++] = targets[edge]!
  }
  const lastSource = new Int32Array(nodeCount).fill(-1)
  const keptSources = new Uint32Array(targets.length)
  let kept = 0
  for (let source = 0; source < nodeCount; source++) {
    for (let at = offsets[source]!; at < offsets[source + 1]!; at++) {
      const target = grouped[at]!
      if (lastSource[target] === source) continue
      lastSource[target] = source
      keptSources[kept] = source
      grouped[kept++] = target
    }
  }
  if (kept === targets.length) return oriented
  return {
    nodeCount,
    rowCount,
    sources: keptSources.slice(0, kept),
    targets: grouped.slice(0, kept),
  }
}

function lowerFirst(edges: EdgeList): EdgeList {
  const sources = new Uint32Array(edges.sources.length)
  const targets = new Uint32Array(edges.targets.length)
  for (let edge = 0; edge < sources.length; edge++) {
    const source = edges.sources[edge]!
    const target = edges.targets[edge]!
    sources[edge] = Math.min(source, target)
    targets[edge] = Math.max(source, target)
  }
  return { ...edges, sources, targets }
}
