/**
 * Accounts that appear once and never again, and the places they flock to. Where most users appear
 * once, one appearance alone says little; but a product praised mainly by such accounts, more than
 * its like, is promoted by them (singleton reviewers: Xie et al., KDD 2012). Needs no text, rating
 * or time.
 */
import type { Csr } from './csr.ts'

export interface Throwaway {
  /** For each column: log odds of its one-time visitors against the network's, shrunken. */
  columns: Float64Array
  /** For each row: the mean of its columns' log odds, its own visits left out; 0 without visits. */
  rows: Float64Array
  /** Share of visits that one-time accounts make in the whole network. */
  share: number
}

/** Rows and columns of a simple bipartite graph. O(edges). */
export function findThrowaway(csr: Csr, rowCount: number): Throwaway {
  const { offsets, neighbours, nodeCount } = csr
  const degreeOf = (node: number) => offsets[node + 1]! - offsets[node]!
  const once = new Float64Array(nodeCount)
  for (let column = rowCount; column < nodeCount; column++) {
    for (let at = offsets[column]!; at < offsets[column + 1]!; at++) {
      if (degreeOf(neighbours[at]!) === 1) once[column]!++
    }
  }
  const { share, strength } = fitBeta(csr, rowCount, once)
  const logOdds = (onceCount: number, count: number) => {
    if (share <= 0 || share >= 1) return 0
    const shrunken = (onceCount + strength * share) / (count + strength)
    return Math.log(shrunken / (1 - shrunken)) - Math.log(share / (1 - share))
  }
  const columns = new Float64Array(nodeCount - rowCount)
  for (let column = rowCount; column < nodeCount; column++) {
    columns[column - rowCount] = logOdds(once[column]!, degreeOf(column))
  }
  const rows = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    const degree = degreeOf(row)
    const own = degree === 1 ? 1 : 0
    let sum = 0
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const column = neighbours[at]!
      sum += logOdds(once[column]! - own, degreeOf(column) - 1)
    }
    rows[row] = degree === 0 ? 0 : sum / degree
  }
  return { columns, rows, share }
}

interface Beta {
  share: number
  strength: number
}

/**
 * Mean and strength of the beta distribution of the columns' shares, by moments (Kleinman 1973): if
 * columns differ no more than chance makes them differ, the strength is endless and nothing is odd.
 */
function fitBeta(csr: Csr, rowCount: number, once: Float64Array): Beta {
  const { offsets, nodeCount } = csr
  let visits = 0
  let visitsOnce = 0
  let squares = 0
  for (let column = rowCount; column < nodeCount; column++) {
    const count = offsets[column + 1]! - offsets[column]!
    visits += count
    visitsOnce += once[column]!
    squares += count * count
  }
  const share = visits === 0 ? 0 : visitsOnce / visits
  let spread = 0
  let used = 0
  for (let column = rowCount; column < nodeCount; column++) {
    const count = offsets[column + 1]! - offsets[column]!
    if (count === 0) continue
    spread += count * (once[column]! / count - share) ** 2
    used++
  }
  const chance = share * (1 - share)
  const freedom = visits - squares / visits - (used - 1)
  const likeness = chance === 0 || freedom <= 0 ? 0 : (spread / chance - (used - 1)) / freedom
  return { share, strength: 1 / Math.min(0.99, Math.max(1e-6, likeness)) - 1 }
}
