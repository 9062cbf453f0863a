/**
 * Ranks the accounts and the goods of a market of which only "who appeared where" is known: no
 * text, no rating, no time, and most accounts appear once. Evidence is added up in nats: membership
 * of a block that chance does not explain, lockstep with others, and appearing where one-time
 * accounts flock.
 */
import { buildSimpleCsr, type Csr } from './csr.ts'
import type { EdgeList } from './edge-list.ts'
import { findLockstep, type Lockstep } from './lockstep.ts'
import { evidenceInBlocks, type SuspiciousBlock } from './suspicious-blocks.ts'
import { findThrowaway, type Throwaway } from './throwaway.ts'

export interface MarketSuspicion {
  /** For each node, rows and columns; compare rows with rows and columns with columns. */
  scores: Float64Array
  lockstep: Lockstep
  throwaway: Throwaway
  /** For each node: nats of its own edges into suspicious blocks. */
  blockEvidence: Float64Array
  /** From -1 to 1: 1 where mischief is thrown-away accounts', -1 where it is returning ones'. */
  lean: number
}

/**
 * The part of returning accounts in rings at which neither kind of account is the likelier culprit.
 */
const EVEN_RING_RATE = 0.01

/** A bipartite graph and its suspicious blocks. O(edges) and the pairs of findLockstep. */
export function suspectMarket(edges: EdgeList, blocks: SuspiciousBlock[]): MarketSuspicion {
  const { nodeCount, rowCount } = edges
  const csr = buildSimpleCsr(edges)
  const lockstep = findLockstep(csr, rowCount)
  const throwaway = findThrowaway(csr, rowCount)
  const blockEvidence = evidenceInBlocks(blocks, edges)
  const ring = lockstep.evidence.map((evidence, row) => evidence + blockEvidence[row]!)
  const lean = leanOf(csr, rowCount, ring)
  const scores = new Float64Array(nodeCount)
  for (let row = 0; row < rowCount; row++) {
    const degree = csr.offsets[row + 1]! - csr.offsets[row]!
    const casual = throwaway.rows[row]! - Math.log(Math.max(1, degree))
    // Thrown-away accounts meet nobody twice, so where they work, coincidences say nothing.
    scores[row] = ring[row]! + lean * casual + (1 - Math.max(0, lean)) * lockstep.closest[row]!
  }
  for (let column = rowCount; column < nodeCount; column++) {
    const flocking = throwaway.columns[column - rowCount]!
    scores[column] = blockEvidence[column]! + lean * flocking
  }
  return { scores, lockstep, throwaway, blockEvidence, lean }
}

/**
 * A thrown-away account leaves one edge, a hired one that returns leaves company. Which of the two
 * works this network shows in how many returning accounts are caught in rings; where most
 * accounts return anyway, neither a single appearance nor many say anything.
 */
function leanOf(csr: Csr, rowCount: number, ring: Float64Array): number {
  let returning = 0
  let caught = 0
  for (let row = 0; row < rowCount; row++) {
    if (csr.offsets[row + 1]! - csr.offsets[row]! < 2) continue
    returning++
    if (ring[row]! > 0) caught++
  }
  if (returning * 2 > rowCount || returning === 0) return 0
  return Math.max(-1, Math.min(1, Math.log2((EVEN_RING_RATE * returning) / Math.max(1, caught))))
}
