/**
 * Who keeps close company in a graph of one kind of node, such as reviewers joined by shared
 * products or accounts joined by transfers: within a circle of many who all have many fellows, and
 * among fellows who know each other, or form a dense block, beyond chance. One crowded occasion,
 * such as one popular product, looks the same; so both are counted again without what an occasion
 * explains, in two ways, and the lesser counts. Seen and left over multiply, then neighbours lend
 * each other part of their score, because rings are homogeneous (Are Neighbors Alike, ISR-2022-047;
 * FraudEagle, ICWSM 2013). docs/decisions/graph-ranking.md says what else was tried.
 */
import { meanLog } from './chance.ts'
import { circlesOf, joinCircles } from './circles.ts'
import { coreNumbers } from './components.ts'
import { buildSimpleCsr, type Csr, edgesOf } from './csr.ts'
import type { EdgeList } from './edge-list.ts'
import { tiesBeyondOccasions } from './repeats.ts'
import { evidenceInBlocks, type SuspiciousBlock } from './suspicious-blocks.ts'
import { closednessOf } from './triangles.ts'

export interface Company {
  scores: Float64Array
  degrees: Uint32Array
  cores: Int32Array
  /** Nats by which the pairs of neighbours that are joined exceed chance. */
  closedness: Float64Array
  /** How many circles other than its own a node's neighbours form. */
  circles: Uint32Array
  /** To how many neighbours no single occasion explains the tie. */
  repeated: Uint32Array
  /** The closedness that single occasions do not explain. */
  closednessLeft: Float64Array
  /** Nats of its own edges into suspicious blocks. */
  blockEvidence: Float64Array
}

/** What part of a score comes from the neighbours. */
const ASSOCIATION = 0.3
const ROUNDS = 20

/**
 * The edges of a simple graph and its suspicious blocks. O(edges × largest core) for the triangles,
 * within the bounds of closednessOf and tiesBeyondOccasions; the rest is O(edges).
 */
export function findCompany(edges: EdgeList, blocks: SuspiciousBlock[]): Company {
  const csr = buildSimpleCsr(edges)
  const all = measure(csr)
  const blockEvidence = evidenceInBlocks(blocks, edges)
  const { cores, closedness, ofBlocks, circles, repeated } = withoutOccasions(csr, all, blocks)
  const seen = blockEvidence.map((nats, node) => nats + all.closedness[node]!)
  const left = ofBlocks.map((nats, node) => nats + closedness[node]!)
  return {
    scores: associate(csr, meanLog([all.cores, cores, seen, left])),
    degrees: degreesIn(csr),
    cores: all.cores,
    closedness: all.closedness,
    circles,
    repeated,
    closednessLeft: closedness,
    blockEvidence,
  }
}

interface Measures {
  cores: Int32Array
  closedness: Float64Array
}

function measure(csr: Csr): Measures {
  return { cores: coreNumbers(csr), closedness: closednessOf(csr) }
}

/**
 * What is left if everyone with the same company counts once, and if only ties count that no single
 * occasion explains: the lesser of the two.
 */
function withoutOccasions(csr: Csr, all: Measures, blocks: SuspiciousBlock[]) {
  const circles = circlesOf(csr)
  const { circleOf } = circles
  const joined = joinCircles(csr, circles)
  const { ties, repeated } = tiesBeyondOccasions(csr)
  const ofCircles = joined === csr ? all : measure(joined)
  const ofTies = measure(ties)
  const others = degreesIn(joined)
  const lesser = (key: keyof Measures) =>
    Float64Array.from(circleOf, (circle, node) =>
      Math.min(ofCircles[key][circle]!, ofTies[key][node]!),
    )
  return {
    cores: lesser('cores'),
    closedness: lesser('closedness'),
    ofBlocks: evidenceInBlocks(blocks, edgesOf(ties)),
    circles: circleOf.map(circle => others[circle]!),
    repeated,
  }
}

function degreesIn({ nodeCount, offsets }: Csr): Uint32Array {
  const degrees = new Uint32Array(nodeCount)
  for (let node = 0; node < nodeCount; node++) degrees[node] = offsets[node + 1]! - offsets[node]!
  return degrees
}

function associate(csr: Csr, own: Float64Array): Float64Array {
  const { nodeCount, offsets, neighbours } = csr
  let scores = own
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(nodeCount)
    for (let node = 0; node < nodeCount; node++) {
      const start = offsets[node]!
      const end = offsets[node + 1]!
      let sum = 0
      for (let at = start; at < end; at++) sum += scores[neighbours[at]!]!
      const mean = end > start ? sum / (end - start) : 0
      next[node] = (1 - ASSOCIATION) * own[node]! + ASSOCIATION * mean
    }
    scores = next
  }
  return scores
}
