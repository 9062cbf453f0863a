/**
 * Who keeps close company in a graph of one kind of node, such as reviewers joined by shared
 * products or accounts joined by transfers: within a circle of many who all have many fellows, and
 * among fellows who know each other, or form a dense block, beyond chance. Both are counted twice,
 * over people and over circles of people with the same company, so that one crowded occasion does
 * not look like a ring that meets again and again. The four multiply, then neighbours lend each
 * other part of their score, because rings are homogeneous (Are Neighbors Alike, ISR-2022-047;
 * FraudEagle, ICWSM 2013). docs/decisions/graph-ranking.md says what else was tried.
 */
import { meanLog } from './chance.ts'
import { type Circles, circlesOf, joinCircles } from './circles.ts'
import { coreNumbers } from './components.ts'
import { buildSimpleCsr, type Csr } from './csr.ts'
import { degreesOf, type EdgeList } from './edge-list.ts'
import { evidenceInBlocks, type SuspiciousBlock } from './suspicious-blocks.ts'
import { closednessOf } from './triangles.ts'

export interface Company {
  scores: Float64Array
  degrees: Uint32Array
  cores: ArrayLike<number>
  /** Nats by which the pairs of neighbours that are joined exceed chance. */
  closedness: ArrayLike<number>
  /** How many circles other than its own a node's neighbours form. */
  circles: ArrayLike<number>
  /** The closedness if each circle counts once. */
  circleClosedness: ArrayLike<number>
  /** Nats of its own edges into suspicious blocks. */
  blockEvidence: Float64Array
}

/** What part of a score comes from the neighbours. */
const ASSOCIATION = 0.3
const ROUNDS = 20

/**
 * The edges of a simple graph and its suspicious blocks. O(edges × largest core) for the triangles,
 * within the bound of closednessOf; the rest is O(edges).
 */
export function findCompany(edges: EdgeList, blocks: SuspiciousBlock[]): Company {
  const csr = buildSimpleCsr(edges)
  const blockEvidence = evidenceInBlocks(blocks, edges)
  const cores = coreNumbers(csr)
  const closedness = closednessOf(csr)
  const counted = countCircles(csr, circlesOf(csr))
  const evidence = (nats: ArrayLike<number>) =>
    blockEvidence.map((ofBlocks, node) => ofBlocks + nats[node]!)
  const own = meanLog([
    cores,
    counted.cores,
    evidence(closedness),
    evidence(counted.circleClosedness),
  ])
  return {
    scores: associate(csr, own),
    degrees: degreesOf(edges),
    cores,
    closedness,
    circles: counted.circles,
    circleClosedness: counted.circleClosedness,
    blockEvidence,
  }
}

function countCircles(csr: Csr, circles: Circles) {
  const joined = joinCircles(csr, circles)
  const { offsets } = joined
  const others = Uint32Array.from({ length: circles.count }, (_, circle) => {
    return offsets[circle + 1]! - offsets[circle]!
  })
  const ofNodes = (values: ArrayLike<number>) =>
    Float64Array.from(circles.circleOf, circle => values[circle]!)
  return {
    circles: ofNodes(others),
    cores: ofNodes(coreNumbers(joined)),
    circleClosedness: ofNodes(closednessOf(joined)),
  }
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
