/**
 * The one in-memory form of a graph's edges that every kernel reads: two Uint32Arrays, 8 bytes an
 * edge, so that a hundred million edges are 0.8 GB and no edge is ever an object. A bipartite graph
 * keeps its two kinds of nodes in one number space, rows first, so that no kernel needs a second
 * code path.
 */

export interface EdgeList {
  /** Nodes are the integers in [0, nodeCount). */
  readonly nodeCount: number
  /**
   * Bipartite: nodes below are rows (sources), the others columns (targets). 0: one kind of node.
   */
  readonly rowCount: number
  readonly sources: Uint32Array
  readonly targets: Uint32Array
}

export const MAX_NODES = 2 ** 31 - 1

/**
 * Throws unless both ends are equally many, in range and, in a bipartite graph, of their own kind.
 */
export function assertEdgeList(edges: EdgeList): void {
  const { nodeCount, rowCount, sources, targets } = edges
  if (sources.length !== targets.length)
    throw new RangeError('sources and targets differ in length')
  if (nodeCount > MAX_NODES || rowCount > nodeCount) throw new RangeError('node count out of range')
  const sourceEnd = rowCount === 0 ? nodeCount : rowCount
  let valid = true
  for (let edge = 0; edge < sources.length; edge++) {
    const target = targets[edge]!
    valid = valid && sources[edge]! < sourceEnd && target >= rowCount && target < nodeCount
  }
  if (!valid) throw new RangeError('an edge names a node outside its range')
}

/** How many edges touch each node. O(nodes + edges). */
export function degreesOf(edges: EdgeList): Uint32Array {
  const degrees = new Uint32Array(edges.nodeCount)
  const { sources, targets } = edges
  for (let edge = 0; edge < sources.length; edge++) {
    degrees[sources[edge]!]!++
    degrees[targets[edge]!]!++
  }
  return degrees
}

/** How many edges end at each node. O(nodes + edges). */
export function inDegreesOf(edges: EdgeList): Uint32Array {
  const degrees = new Uint32Array(edges.nodeCount)
  const { targets } = edges
  for (let edge = 0; edge < targets.length; edge++) degrees[targets[edge]!]!++
  return degrees
}

/** How many edges begin at each node. O(nodes + edges). */
export function outDegreesOf(edges: EdgeList): Uint32Array {
  const degrees = new Uint32Array(edges.nodeCount)
  const { sources } = edges
  for (let edge = 0; edge < sources.length; edge++) degrees[sources[edge]!]!++
  return degrees
}
