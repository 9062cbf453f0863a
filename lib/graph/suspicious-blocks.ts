/**
 * Dense blocks that chance does not explain. Some users are busy and some shops popular, and
 * together they form a dense core in every honest market; so a block counts only if it holds far
 * more edges than its members' own degrees foretell (configuration model), by more than it costs to
 * name them.
 */
import type { Block } from './blocks.ts'
import { findDenseBlocks } from './blocks.ts'
import { surprise } from './chance.ts'
import { communitiesOf } from './communities.ts'
import { buildSimpleCsr } from './csr.ts'
import type { EdgeList } from './edge-list.ts'
import { degreesOf } from './edge-list.ts'
import { bitsOf, keepEdges } from './shrink.ts'

export interface SuspiciousBlock extends Block {
  /** Edges that the members' degrees alone would bring. */
  expectedEdges: number
  /** Nats beyond chance and beyond the cost of naming the members; positive. */
  evidence: number
}

/**
 * Peels `count` node-disjoint blocks and keeps what chance does not explain, most evidence first. A
 * block that holds several rings is given as its parts if they weigh more apart than together.
 */
export function findSuspiciousBlocks(edges: EdgeList, count: number): SuspiciousBlock[] {
  const degrees = degreesOf(edges)
  // In a graph of one kind an edge has no popular end: its direction is an accident of the file.
  const weighting = edges.rowCount === 0 ? 'plain' : 'camouflage-resistant'
  const options = { weighting, count, standingOut: true } as const
  const sum = (blocks: SuspiciousBlock[]) =>
    blocks.reduce((total, block) => total + block.evidence, 0)
  return findDenseBlocks(edges, options)
    .flatMap(block => {
      const whole = weighEvidence(block, edges, degrees)
      const parts = split(block, edges)
        .map(part => weighEvidence(part, edges, degrees))
        .filter(part => part.evidence > 0)
      return sum(parts) > Math.max(0, whole.evidence) ? parts : [whole]
    })
    .filter(block => block.evidence > 0)
    .sort((left, right) => right.evidence - left.evidence)
}

function split(block: Block, edges: EdgeList): Block[] {
  const { nodes } = block
  const inner = within(block, edges)
  const { count, communityOf } = communitiesOf(buildSimpleCsr(inner))
  if (count === 1) return [block]
  const edgeCounts = new Uint32Array(count)
  for (let edge = 0; edge < inner.sources.length; edge++) {
    const community = communityOf[inner.sources[edge]!]!
    if (community === communityOf[inner.targets[edge]!]) edgeCounts[community]!++
  }
  return Array.from(edgeCounts, (edgeCount, community) => {
    const members = nodes.filter((_, index) => communityOf[index] === community)
    return { nodes: members, edgeCount, density: edgeCount / members.length }
  })
}

/** The block as a graph of its own, members numbered by their place. */
function within({ nodes }: Block, edges: EdgeList): EdgeList {
  const inner = keepEdges({ ...edges, weights: null }, bitsOf(nodes, edges.nodeCount))
  const places = new Int32Array(edges.nodeCount)
  for (let index = 0; index < nodes.length; index++) places[nodes[index]!] = index
  const placeOf = (node: number) => places[node]!
  return {
    nodeCount: nodes.length,
    rowCount: 0,
    sources: inner.sources.map(placeOf),
    targets: inner.targets.map(placeOf),
  }
}

/**
 * For every node: nats by which its own edges into the block exceed chance and the cost of naming
 * it. Members have it, and so have fellows whom the peel dropped because their camouflage costs
 * density.
 */
export function blockEvidenceOf(block: Block, edges: EdgeList, degrees: Uint32Array): Float64Array {
  const { nodeCount, rowCount, sources, targets } = edges
  const sides = sidesOf(block, rowCount, degrees)
  const inside = new Uint8Array(nodeCount)
  for (const node of block.nodes) inside[node] = 1
  const evidence = new Float64Array(nodeCount)
  for (let edge = 0; edge < sources.length; edge++) {
    evidence[sources[edge]!]! += inside[targets[edge]!]!
    evidence[targets[edge]!]! += inside[sources[edge]!]!
  }
  const ends = rowCount === 0 ? 2 * sources.length : sources.length
  const rowCost = nameCost(rowCount, sides.rows)
  const columnCost = nameCost(nodeCount - rowCount, sides.columns)
  for (let node = 0; node < nodeCount; node++) {
    if (evidence[node] === 0) continue
    const isRow = node < rowCount
    const met = isRow || rowCount === 0 ? sides.columnDegrees : sides.rowDegrees
    const gain = surprise(evidence[node]!, (degrees[node]! * met) / ends)
    evidence[node] = Math.max(0, gain - (isRow ? rowCost : columnCost))
  }
  return evidence
}

/** The same, added up over several blocks. */
export function evidenceInBlocks(blocks: Block[], edges: EdgeList): Float64Array {
  const degrees = degreesOf(edges)
  const total = new Float64Array(edges.nodeCount)
  for (const block of blocks) {
    const evidence = blockEvidenceOf(block, edges, degrees)
    for (let node = 0; node < total.length; node++) total[node]! += evidence[node]!
  }
  return total
}

function weighEvidence(block: Block, edges: EdgeList, degrees: Uint32Array): SuspiciousBlock {
  const { nodeCount, rowCount, sources } = edges
  const { rows, columns, rowDegrees, columnDegrees } = sidesOf(block, rowCount, degrees)
  const expectedEdges =
    rowCount === 0
      ? columnDegrees ** 2 / (4 * sources.length)
      : (rowDegrees * columnDegrees) / sources.length
  const cost = rows * nameCost(rowCount, rows) + columns * nameCost(nodeCount - rowCount, columns)
  return { ...block, expectedEdges, evidence: surprise(block.edgeCount, expectedEdges) - cost }
}

/**
 * Members and the sum of their degrees, rows and columns apart; one kind of node counts as columns.
 */
function sidesOf(block: Block, rowCount: number, degrees: Uint32Array) {
  const sides = { rows: 0, columns: 0, rowDegrees: 0, columnDegrees: 0 }
  for (const node of block.nodes) {
    if (node < rowCount) {
      sides.rows++
      sides.rowDegrees += degrees[node]!
    } else {
      sides.columns++
      sides.columnDegrees += degrees[node]!
    }
  }
  return sides
}

/** Nats per member to name k of n: ln (n choose k) ≤ k (1 + ln(n / k)). */
function nameCost(n: number, k: number): number {
  return k === 0 ? 0 : 1 + Math.log(n / k)
}
