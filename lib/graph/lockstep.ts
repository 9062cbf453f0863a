/**
 * Accounts that appear at the same places as the same other accounts, more often than chance
 * allows: lockstep behaviour (CopyCatch, Beutel et al., WWW 2013). A pair counts only if its
 * coincidence outweighs the number of pairs that could have coincided, so common taste does not add
 * up to a ring.
 */
import type { Csr } from './csr.ts'

export interface Lockstep {
  /** Nats of coincidence with others beyond all chance, for each row; 0 for most. */
  evidence: Float64Array
  /** How many others a row keeps step with. */
  companions: Uint32Array
  /**
   * Nats by which the coincidences of a row with others exceed chance and the choice among all whom
   * it met, added up: too little to accuse anybody, for common taste does it too, but comparable
   * within one market.
   */
  company: Float64Array
  /** Whether columns were left out because too many pairs meet there. */
  isPartial: boolean
}

/** Fewer companions are a couple or a household, not a ring. */
const LEAST_COMPANIONS = 2

/** Row pairs that are looked at, at most; the most popular columns are left out first. */
export const MAX_PAIRS = 1e8

/** The rows of a simple bipartite graph. O(Σ column degree², at most MAX_PAIRS). */
export function findLockstep(csr: Csr, rowCount: number): Lockstep {
  const { offsets, neighbours, nodeCount } = csr
  const degreeOf = (node: number) => offsets[node + 1]! - offsets[node]!
  const largest = largestColumn(csr, rowCount)
  const degrees = new Uint32Array(rowCount)
  for (let column = rowCount; column < nodeCount; column++) {
    if (degreeOf(column) > largest) continue
    for (let at = offsets[column]!; at < offsets[column + 1]!; at++) degrees[neighbours[at]!]!++
  }
  const { sizes, edgeCount } = returningVisits(csr, degrees)
  const evidence = new Float64Array(rowCount)
  const companions = new Uint32Array(rowCount)
  const company = new Float64Array(rowCount)
  const returning = degrees.reduce((count, degree) => count + (degree > 1 ? 1 : 0), 0)
  const pairCost = Math.log((returning * (returning - 1)) / 2)
  const shared = new Uint32Array(rowCount)
  const rarity = new Float64Array(rowCount)
  const met = new Uint32Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    if (degrees[row]! < 2) continue
    let metCount = 0
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const column = neighbours[at]!
      if (degreeOf(column) > largest) continue
      const rare = Math.log(edgeCount / sizes[column - rowCount]!)
      for (let back = offsets[column]!; back < offsets[column + 1]!; back++) {
        const other = neighbours[back]!
        if (degrees[other]! < 2 || other === row) continue
        if (shared[other]!++ === 0) met[metCount++] = other
        rarity[other]! += rare
      }
    }
    const choice = Math.log(metCount)
    for (let index = 0; index < metCount; index++) {
      const other = met[index]!
      const count = shared[other]!
      const rare = rarity[other]!
      shared[other] = 0
      rarity[other] = 0
      if (count < 2) continue
      const nats = coincidence(count, rare, degrees[row]!, degrees[other]!)
      company[row]! += softened(nats - choice)
      if (nats <= pairCost) continue
      evidence[row]! += nats - pairCost
      companions[row]!++
    }
    if (companions[row]! < LEAST_COMPANIONS) evidence[row] = 0
  }
  return { evidence, companions, company, isPartial: largest < largestDegree(csr, rowCount) }
}

/**
 * Poisson log-likelihood ratio of meeting in these `count` columns: a row of degree d visits a
 * column of degree c at the rate d c / edges, and `rarity` is the sum of ln(edges / c).
 */
function coincidence(count: number, rarity: number, degree: number, otherDegree: number): number {
  return rarity - count * (Math.log((degree * otherDegree) / count) + 1)
}

/**
 * Visits of the rows that can meet somebody twice, by column; a one-time visitor, however many they
 * are, says nothing of where those rows go.
 */
function returningVisits({ offsets, neighbours, nodeCount }: Csr, degrees: Uint32Array) {
  const rowCount = degrees.length
  const sizes = new Uint32Array(nodeCount - rowCount)
  let edgeCount = 0
  for (let row = 0; row < rowCount; row++) {
    if (degrees[row]! < 2) continue
    edgeCount += degrees[row]!
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) sizes[neighbours[at]! - rowCount]!++
  }
  return { sizes, edgeCount }
}

/** ln(1 + e^x): what is left of evidence x beside the chance that it is nothing. */
function softened(nats: number): number {
  return nats > 30 ? nats : Math.log1p(Math.exp(nats))
}

function largestDegree({ offsets, nodeCount }: Csr, rowCount: number): number {
  let largest = 0
  for (let column = rowCount; column < nodeCount; column++) {
    largest = Math.max(largest, offsets[column + 1]! - offsets[column]!)
  }
  return largest
}

/** The largest column degree for which all columns up to it stay within MAX_PAIRS. */
function largestColumn({ offsets, neighbours, nodeCount }: Csr, rowCount: number): number {
  const visits: { size: number; pairs: number }[] = []
  for (let column = rowCount; column < nodeCount; column++) {
    const size = offsets[column + 1]! - offsets[column]!
    let returning = 0
    for (let at = offsets[column]!; at < offsets[column + 1]!; at++) {
      const row = neighbours[at]!
      if (offsets[row + 1]! - offsets[row]! > 1) returning++
    }
    visits.push({ size, pairs: size * returning })
  }
  visits.sort((left, right) => left.size - right.size)
  let pairs = 0
  let largest = 0
  for (const column of visits) {
    pairs += column.pairs
    if (pairs > MAX_PAIRS) return Math.min(largest, column.size - 1)
    largest = column.size
  }
  return largest
}
