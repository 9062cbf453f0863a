/**
 * Ranks the accounts and the goods of a market of which only "who appeared where" is known: no
 * text, no rating, no time, and most accounts may appear once. Two kinds of mischief leave two
 * kinds of traces, and a market may have both: bought accounts appear once and never again, where
 * one-time visitors are more than the rest of the visitors foretell; hired accounts return and keep
 * company. Each account has its odds of either, both are added, and what is an account's passes to
 * its goods and its edges. Members of dense blocks whose coincidences are too common to count pair by
 * pair come between the two.
 */
import { findBought } from './bought.ts'
import { buildSimpleCsr, type Csr } from './csr.ts'
import { degreesOf, type EdgeList } from './edge-list.ts'
import { findHired } from './hired.ts'
import { findLockstep, type Lockstep } from './lockstep.ts'
import { evidenceInBlocks, type SuspiciousBlock } from './suspicious-blocks.ts'

export interface MarketSuspicion {
  /**
   * Rows: log odds of bought, hired or herded to honest. Columns: how many suspect visits they have times
   * what part of all their visits that is, as a logarithm. Compare rows with rows only.
   */
  scores: Float64Array
  /** Log odds that this edge is bought or hired, from both of its ends. */
  edgeScore(row: number, column: number): number
  lockstep: Lockstep
  /** For each node: nats of its own edges into suspicious blocks. */
  blockEvidence: Float64Array
  /** For each row: log odds of hired to honest. */
  hired: Float64Array
  /** For each column: one-time visits, and how many of them are more than foretold. */
  once: Uint32Array
  surplus: Float64Array
  /** For each column: expected visits by bought and hired accounts. */
  tainted: Float64Array
}

/**
 * The chance that an account that appears once is mischief though nothing about its goods says so.
 * Low enough that a market where rings show ranks its doubtful returning accounts first, high
 * enough that a market where nothing shows begins with accounts that were thrown away.
 */
const UNEXPLAINED = 0.01
/**
 * Nats of edges into suspicious blocks at which an account is as likely herded as honest. Honest
 * people form blocks as well, a few of them very dense ones, so the odds grow with the nats and not
 * with their exponential: a block lifts its members above those of whom nothing is known, and never
 * above a ring that shows.
 */
const EVEN_NATS = 20
/** Visits of average taint that every product starts with: a single visitor proves little. */
const BORROWED_VISITS = 2

/** A bipartite graph and its suspicious blocks. O(edges) and the pairs of findLockstep. */
export function suspectMarket(edges: EdgeList, blocks: SuspiciousBlock[]): MarketSuspicion {
  const { rowCount } = edges
  const csr = buildSimpleCsr(edges)
  const degrees = degreesOf(edges)
  const lockstep = findLockstep(csr, rowCount)
  const blockEvidence = evidenceInBlocks(blocks, edges)
  // Blocks speak for crowded goods, where nobody could ask for pairs; elsewhere the same edges would
  // count twice, and the densest block of a market is often a town.
  const company = lockstep.company.map((nats, row) =>
    lockstep.isPartial && degrees[row]! > 1 ? Math.max(nats, blockEvidence[row]!) : nats,
  )
  const hired = findHired(company, degrees).logOdds
  const honest = hired.map(logOdds => 1 / (1 + Math.exp(logOdds)))
  const { once, chance } = findBought(csr, rowCount, honest)
  const casual = casualOf(csr, rowCount, chance)
  const scores = new Float64Array(edges.nodeCount).fill(Number.NEGATIVE_INFINITY)
  const mischief = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    if (degrees[row] === 0) continue
    // What passes to goods and edges stays with the two causes that name a place.
    mischief[row] = 1 / (1 + Math.exp(-eitherLogOdds(hired[row]!, 1, casual[row]!)))
    const herded = blockEvidence[row]! / (blockEvidence[row]! + EVEN_NATS)
    scores[row] = eitherLogOdds(hired[row]!, 1, 1 - (1 - casual[row]!) * (1 - herded))
  }
  const tainted = taintOf(csr, rowCount, mischief)
  const mean = tainted.reduce((sum, visits) => sum + visits, 0) / edges.sources.length
  const shareOf = (taint: number, visits: number) =>
    (taint + BORROWED_VISITS * mean) / (visits + BORROWED_VISITS)
  for (let column = rowCount; column < edges.nodeCount; column++) {
    const taint = tainted[column - rowCount]!
    scores[column] = Math.log(taint * shareOf(taint, degrees[column]!))
  }
  // Hired accounts also go where everybody goes: how tainted others make a product tells which.
  const edgeScore = (row: number, column: number) => {
    const others = Math.max(0, tainted[column - rowCount]! - mischief[row]!)
    const lift = shareOf(others, degrees[column]! - 1) / mean
    return eitherLogOdds(hired[row]!, lift, casual[row]!)
  }
  const surplus = chance.map((part, column) => part * once[column]!)
  return { scores, edgeScore, lockstep, blockEvidence, hired, once, surplus, tainted }
}

/**
 * For each row: the chance that it was bought or made to be thrown away. Whoever bought an account
 * for several visits bought each of them; and the more an account is used, the less it was made
 * for one use.
 */
function casualOf(csr: Csr, rowCount: number, chance: Float64Array): Float64Array {
  const { offsets, neighbours } = csr
  const casual = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    let bought = 1
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      bought *= chance[neighbours[at]! - rowCount]!
    }
    const visits = offsets[row + 1]! - offsets[row]!
    if (visits > 0) casual[row] = 1 - (1 - bought) * (1 - UNEXPLAINED / visits)
  }
  return casual
}

/** Of two independent causes; the log odds of the first may be huge. */
function eitherLogOdds(logOdds: number, lift: number, chance: number): number {
  const rest = 1 - Math.min(chance, 1 - 1e-9)
  if (logOdds > 50) return logOdds + Math.log(lift / rest)
  return Math.log((Math.exp(logOdds) * lift + chance) / rest)
}

/** For each column: the sum of its visitors' probabilities. */
function taintOf(csr: Csr, rowCount: number, mischief: Float64Array): Float64Array {
  const { offsets, neighbours } = csr
  const tainted = new Float64Array(csr.nodeCount - rowCount)
  for (let row = 0; row < rowCount; row++) {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      tainted[neighbours[at]! - rowCount]! += mischief[row]!
    }
  }
  return tainted
}
