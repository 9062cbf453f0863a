/**
 * Synthetic graphs with a known answer: a random bipartite background and blocks planted into it,
 * as FRAUDAR (Hooi et al., KDD 2016) and D-Cube (Shin et al., WSDM 2017) are evaluated. The block's
 * accounts can also buy camouflage: edges to columns outside the block.
 */
import type { EdgeList } from './edge-list.ts'
import type { Random } from './random.ts'

export interface PlantedBlock {
  rows: number
  columns: number
  /** Share of the block's row–column pairs that become edges. */
  density: number
  /** Extra edges of each row to columns anywhere. */
  camouflage?: number
}

export interface PlantedPlan {
  rowCount: number
  columnCount: number
  /** All edges together, the planted ones included. */
  edgeCount: number
  blocks: PlantedBlock[]
  /** 0 draws columns evenly; larger values make few columns popular (density ∝ rank^-skew, < 1). */
  skew?: number
}

export interface PlantedGraph {
  edges: EdgeList
  /** 0 for the background, otherwise 1 + the index of the planted block. */
  blockOf: Uint8Array
}

/** Blocks take the rows and columns at random places and do not overlap. O(nodes + edges). */
export function plantGraph(plan: PlantedPlan, random: Random): PlantedGraph {
  const { rowCount, columnCount, edgeCount, blocks } = plan
  const nodeCount = rowCount + columnCount
  const sources = new Uint32Array(edgeCount)
  const targets = new Uint32Array(edgeCount)
  const blockOf = new Uint8Array(nodeCount)
  let edge = 0
  blocks.forEach((block, index) => {
    const rows = claimNodes(blockOf, 0, rowCount, block.rows, index + 1, random)
    const columns = claimNodes(blockOf, rowCount, columnCount, block.columns, index + 1, random)
    for (const row of rows) {
      for (const column of columns) {
        if (random.unit() >= block.density || edge === edgeCount) continue
        sources[edge] = row
        targets[edge++] = column
      }
      for (let extra = 0; extra < (block.camouflage ?? 0) && edge < edgeCount; extra++) {
        sources[edge] = row
        targets[edge++] = rowCount + random.below(columnCount)
      }
    }
  })
  const exponent = 1 / (1 - (plan.skew ?? 0))
  for (; edge < edgeCount; edge++) {
    sources[edge] = random.below(rowCount)
    targets[edge] = rowCount + Math.floor(columnCount * random.unit() ** exponent)
  }
  shuffleEdges(sources, targets, random)
  return { edges: { nodeCount, rowCount, sources, targets }, blockOf }
}

function claimNodes(
  blockOf: Uint8Array,
  first: number,
  count: number,
  wanted: number,
  mark: number,
  random: Random,
): Uint32Array {
  if (wanted * 2 > count) throw new RangeError('a planted block must leave half of the nodes free')
  const claimed = new Uint32Array(wanted)
  for (let taken = 0; taken < wanted; ) {
    const node = first + random.below(count)
    if (blockOf[node] !== 0) continue
    blockOf[node] = mark
    claimed[taken++] = node
  }
  return claimed.sort()
}

function shuffleEdges(sources: Uint32Array, targets: Uint32Array, random: Random): void {
  for (let last = sources.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const source = sources[last]!
    const target = targets[last]!
    sources[last] = sources[other]!
    targets[last] = targets[other]!
    sources[other] = source
    targets[other] = target
  }
}
