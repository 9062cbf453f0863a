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

const TRIM_ROUNDS = 20
/** Two nodes are an edge, not a group. */
const LEAST_CARVED = 3
/** Where a block is no denser than chance, nobody brings anything. */
const LEAST_LIFT = 1.01

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
      const asPeeled = sum(parts) > Math.max(0, whole.evidence) ? parts : [whole]
      const carved = carve(block, edges, degrees)
      return sum(carved) > Math.max(0, sum(asPeeled)) ? carved : asPeeled
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

/**
 * Camouflage goes where everybody goes, so a peeled block may hold popular goods that weigh down its
 * evidence and tie together groups that share nothing else. Without them it is split again, and each
 * part loses in turn the members of either side that cost more nats than they bring (CrossSpot, Jiang
 * et al., ICDM 2015), until nothing is gained.
 */
function carve(block: Block, edges: EdgeList, degrees: Uint32Array): SuspiciousBlock[] {
  const bits = bitsOf(block.nodes, edges.nodeCount)
  const own = keepEdges({ ...edges, weights: null }, bits)
  return split(withoutPopular(block, edges, degrees), own)
    .filter(({ nodes }) => nodes.length >= LEAST_CARVED)
    .map(part => trim(part.nodes, own, { edges, degrees }))
    .filter(part => part !== null)
}

/** The block without the goods at which its accounts are less over-represented than on the whole. */
function withoutPopular(block: Block, edges: EdgeList, degrees: Uint32Array): Block {
  const { rowCount, sources } = edges
  if (rowCount === 0) return block
  const { rowDegrees, columnDegrees } = sidesOf(block, rowCount, degrees)
  const visits = degreesOf(within(block, edges))
  const lift = (block.edgeCount * sources.length) / (rowDegrees * columnDegrees)
  const nodes = block.nodes.filter(
    (node, index) =>
      node < rowCount || visits[index]! * sources.length >= lift * degrees[node]! * rowDegrees,
  )
  return { ...block, nodes }
}

interface Whole {
  edges: EdgeList
  degrees: Uint32Array
}

/** The part of most evidence on the way, if any. `own` are edges among the nodes. O(own × rounds). */
function trim(nodes: Uint32Array, own: EdgeList, whole: Whole): SuspiciousBlock | null {
  const { rowCount } = own
  const inner = within({ nodes, edgeCount: 0, density: 0 }, own)
  const kept = new Uint8Array(nodes.length).fill(1)
  let best: SuspiciousBlock | null = null
  for (let round = 0; round < TRIM_ROUNDS; round++) {
    for (const rows of rowCount === 0 ? [false] : [false, true]) {
      const gains = gainsOf({ nodes, inner, kept }, whole)
      for (let index = 0; index < nodes.length; index++) {
        if (nodes[index]! < rowCount === rows) kept[index] = gains[index]! > 0 ? 1 : 0
      }
    }
    const members = nodes.filter((_, index) => kept[index] === 1)
    if (members.length === 0) return best
    const edgeCount = edgesAmong(inner, kept)
    const density = edgeCount / members.length
    const block = { nodes: members, edgeCount, density }
    const weighed = weighEvidence(block, whole.edges, whole.degrees)
    if (weighed.evidence <= Math.max(0, best?.evidence ?? 0)) return best
    best = weighed
  }
  return best
}

function edgesAmong({ sources, targets }: EdgeList, kept: Uint8Array): number {
  let count = 0
  for (let edge = 0; edge < sources.length; edge++) {
    count += kept[sources[edge]!]! & kept[targets[edge]!]!
  }
  return count
}

/** For each node: the nats that it brings to those kept, less the cost of naming it. */
function gainsOf(
  { nodes, inner, kept }: { nodes: Uint32Array; inner: EdgeList; kept: Uint8Array },
  { edges, degrees }: Whole,
): Float64Array {
  const { nodeCount, rowCount, sources } = edges
  const members = nodes.filter((_, index) => kept[index] === 1)
  const sides = sidesOf({ nodes: members, edgeCount: 0, density: 0 }, rowCount, degrees)
  const own = new Uint32Array(nodes.length)
  for (let edge = 0; edge < inner.sources.length; edge++) {
    own[inner.sources[edge]!]! += kept[inner.targets[edge]!]!
    own[inner.targets[edge]!]! += kept[inner.sources[edge]!]!
  }
  const lift = Math.max(LEAST_LIFT, edgesAmong(inner, kept) / expectedIn(sides, edges))
  const ends = rowCount === 0 ? 2 * sources.length : sources.length
  const rowCost = nameCost(rowCount, Math.max(1, sides.rows))
  const columnCost = nameCost(nodeCount - rowCount, Math.max(1, sides.columns))
  return Float64Array.from(nodes, (node, index) => {
    const isRow = node < rowCount
    const met = isRow || rowCount === 0 ? sides.columnDegrees : sides.rowDegrees
    const chance = (degrees[node]! * met) / ends
    return own[index]! * Math.log(lift) - (lift - 1) * chance - (isRow ? rowCost : columnCost)
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
  const { nodeCount, rowCount } = edges
  const sides = sidesOf(block, rowCount, degrees)
  const { rows, columns } = sides
  const expectedEdges = expectedIn(sides, edges)
  const cost = rows * nameCost(rowCount, rows) + columns * nameCost(nodeCount - rowCount, columns)
  return { ...block, expectedEdges, evidence: surprise(block.edgeCount, expectedEdges) - cost }
}

/** Edges that the degrees alone would bring. */
function expectedIn(
  { rowDegrees, columnDegrees }: Pick<ReturnType<typeof sidesOf>, 'rowDegrees' | 'columnDegrees'>,
  { rowCount, sources }: EdgeList,
): number {
  return rowCount === 0
    ? columnDegrees ** 2 / (4 * sources.length)
    : (rowDegrees * columnDegrees) / sources.length
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
