/**
 * The densest block of a graph, and the next ones: who bought together far more than chance allows.
 * Exact greedy peeling (Charikar 2000; FRAUDAR 2016 with column weights 1 / log(x + 5), which make
 * camouflage purchases in popular shops worthless), made fast by passes that cannot change its
 * answer.
 */
import { buildCsr } from './csr.ts'
import type { EdgeList } from './edge-list.ts'
import { inDegreesOf } from './edge-list.ts'
import { peel } from './peel.ts'
import type { WeightedEdges } from './shrink.ts'
import { BatchPeel, bitsOf, keepEdges } from './shrink.ts'

export interface Block {
  /** Members, ascending. */
  nodes: Uint32Array
  /** Edges among the members. */
  edgeCount: number
  /** Edge weight among the members ÷ members; with plain weights, edges ÷ members. */
  density: number
}

/** `camouflage-resistant`: an edge into a column of degree x weighs 1 / log(x + 5). */
export type EdgeWeighting = 'plain' | 'camouflage-resistant'

export interface BlockOptions {
  weighting?: EdgeWeighting
  /** At most this many blocks; default 1. Later blocks share no node with earlier ones. */
  count?: number
  /** Stop at a block that hardly stands out from what is left; default false. */
  standingOut?: boolean
}

/** Batch peeling of even noise finds a little more than the mean density. */
const LEAST_LIFT = 1.25

/** Weights are integers in this unit: sums are then exact and do not depend on their order. */
const UNITS_PER_WEIGHT = 2 ** 20

/** The densest block, or null for a graph without edges. Precondition: no self-loops. */
export function findDensestBlock(edges: EdgeList, options: BlockOptions = {}): Block | null {
  return findDenseBlocks(edges, { ...options, count: 1 })[0] ?? null
}

/**
 * Node-disjoint blocks, densest first. O(edges) passes plus the peel of the remaining core, each.
 */
export function findDenseBlocks(edges: EdgeList, options: BlockOptions = {}): Block[] {
  const { weighting = 'plain', count = 1, standingOut = false } = options
  const blocks: Block[] = []
  let rest = weigh(edges, weighting)
  while (blocks.length < count && rest.sources.length > 0) {
    const batches = new BatchPeel(rest)
    if (standingOut && batches.bestDensity < LEAST_LIFT * batches.meanDensity) break
    const block = densestOf(batches)
    const density = weighting === 'plain' ? block.density : block.density / UNITS_PER_WEIGHT
    blocks.push({ ...block, density })
    if (blocks.length < count) rest = withoutNodes(rest, block.nodes)
  }
  return blocks
}

/**
 * Why the passes change nothing: let ρ be any density that the greedy peel attains. While what is
 * left has density ≥ ρ, removing a node of degree < ρ only makes it denser, and with density < ρ it
 * is not the answer; so the answer lies within the core of degree ≥ ρ, through which every peel
 * passes. Batch peeling may guess a ρ that the greedy peel misses: then its own result is such a
 * density.
 */
function densestOf(batches: BatchPeel): Block {
  const guess = batches.bestDensity
  let best = peelCore(batches.aroundCore(guess))
  if (best === null || best.density < guess) best = peelCore(batches.aroundCore(best?.density ?? 0))
  if (best === null) throw new RangeError('no edges to peel')
  return best
}

function peelCore(core: WeightedEdges): Block | null {
  if (core.sources.length === 0) return null
  const { compact, originals } = renumber(core)
  const { order, bestStart, bestTotal } = peel(buildCsr(compact, compact.weights))
  const inside = new Uint8Array(compact.nodeCount)
  for (let index = bestStart; index < order.length; index++) inside[order[index]!] = 1
  let edgeCount = 0
  for (let edge = 0; edge < compact.sources.length; edge++) {
    edgeCount += inside[compact.sources[edge]!]! & inside[compact.targets[edge]!]!
  }
  const size = order.length - bestStart
  const nodes = originals.filter((_, node) => inside[node] === 1)
  return { nodes, edgeCount, density: bestTotal / size }
}

/**
 * Numbers the touched nodes 0, 1, 2 … in their old order, which keeps the peel's ties as they were.
 */
function renumber(edges: WeightedEdges): { compact: WeightedEdges; originals: Uint32Array } {
  const { sources, targets, weights } = edges
  const numbers = new Int32Array(edges.nodeCount)
  for (let edge = 0; edge < sources.length; edge++) {
    numbers[sources[edge]!] = 1
    numbers[targets[edge]!] = 1
  }
  let nodeCount = 0
  for (let node = 0; node < numbers.length; node++) nodeCount += numbers[node]!
  const originals = new Uint32Array(nodeCount)
  let next = 0
  for (let node = 0; node < numbers.length; node++) {
    if (numbers[node] === 0) continue
    originals[next] = node
    numbers[node] = next++
  }
  const compact = {
    nodeCount,
    rowCount: 0,
    sources: sources.map(node => numbers[node]!),
    targets: targets.map(node => numbers[node]!),
    weights,
  }
  return { compact, originals }
}

function weigh(edges: EdgeList, weighting: EdgeWeighting): WeightedEdges {
  if (weighting === 'plain') return { ...edges, weights: null }
  const popularity = inDegreesOf(edges)
  const units = popularity.map(degree => Math.round(UNITS_PER_WEIGHT / Math.log(degree + 5)))
  const weights = new Uint32Array(edges.targets.length)
  for (let edge = 0; edge < weights.length; edge++) weights[edge] = units[edges.targets[edge]!]!
  return { ...edges, weights }
}

function withoutNodes(edges: WeightedEdges, nodes: Uint32Array): WeightedEdges {
  return keepEdges(
    edges,
    bitsOf(nodes, edges.nodeCount).map(word => ~word),
  )
}
