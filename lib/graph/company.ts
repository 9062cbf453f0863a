/**
 * Who keeps close company in a graph of one kind of node, such as reviewers joined by shared
 * products or accounts joined by transfers: many fellows, who know each other, and who keep close
 * company too. The three are averaged, then neighbours lend each other part of their score, because
 * rings are homogeneous (Are Neighbors Alike, ISR-2022-047; FraudEagle, ICWSM 2013).
 */
import { meanRank, surprise } from './chance.ts'
import { coreNumbers } from './components.ts'
import type { Csr } from './csr.ts'

export interface Company {
  scores: Float64Array
  degrees: Uint32Array
  cores: Int32Array
  /** Nats by which the pairs of neighbours that are joined exceed chance. */
  closedness: Float64Array
}

/** What part of a score comes from the neighbours. */
const ASSOCIATION = 0.3
const ROUNDS = 20
/** Neighbour pairs that are looked at, at most; larger nodes are then left without closedness. */
export const MAX_TRIANGLE_WORK = 2e9

/** A simple graph. O(edges × largest core) for the triangles. */
export function findCompany(csr: Csr): Company {
  const { nodeCount, offsets } = csr
  const degrees = new Uint32Array(nodeCount)
  for (let node = 0; node < nodeCount; node++) degrees[node] = offsets[node + 1]! - offsets[node]!
  const cores = coreNumbers(csr)
  const closedness = closednessOf(csr, degrees)
  const own = meanRank([degrees, cores, closedness])
  return { scores: associate(csr, own), degrees, cores, closedness }
}

function closednessOf(csr: Csr, degrees: Uint32Array): Float64Array {
  const { nodeCount, offsets, neighbours } = csr
  const triangles = countTriangles(csr, degrees)
  const closedness = new Float64Array(nodeCount)
  for (let node = 0; node < nodeCount; node++) {
    let sum = 0
    let squares = 0
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      const degree = degrees[neighbours[at]!]!
      sum += degree
      squares += degree * degree
    }
    const expected = (sum * sum - squares) / 2 / neighbours.length
    closedness[node] = surprise(triangles[node]!, expected)
  }
  return closedness
}

/**
 * Triangles at each node: every edge points to the higher (degree, number), then lists are crossed.
 */
function countTriangles(csr: Csr, degrees: Uint32Array): Float64Array {
  const { nodeCount, offsets, neighbours } = csr
  const triangles = new Float64Array(nodeCount)
  const mark = new Int32Array(nodeCount).fill(-1)
  const isHigher = (node: number, other: number) =>
    degrees[other]! > degrees[node]! || (degrees[other] === degrees[node] && other > node)
  const higher = neighbours.slice()
  const ends = new Uint32Array(nodeCount)
  let work = 0
  for (let node = 0; node < nodeCount; node++) {
    let end = offsets[node]!
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      if (isHigher(node, neighbours[at]!)) higher[end++] = neighbours[at]!
    }
    ends[node] = end
  }
  for (let node = 0; node < nodeCount && work < MAX_TRIANGLE_WORK; node++) {
    for (let at = offsets[node]!; at < ends[node]!; at++) mark[higher[at]!] = node
    for (let at = offsets[node]!; at < ends[node]!; at++) {
      const second = higher[at]!
      work += ends[second]! - offsets[second]!
      for (let next = offsets[second]!; next < ends[second]!; next++) {
        const third = higher[next]!
        if (mark[third] !== node) continue
        triangles[node]!++
        triangles[second]!++
        triangles[third]!++
      }
    }
  }
  return triangles
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
