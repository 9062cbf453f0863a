/**
 * One answer to "whom does this network make suspect, and why" for three kinds of network: people
 * rating each other (signed weights), markets (two kinds of nodes), company (one kind). Which
 * method was used is part of the answer.
 */
import { type Company, findCompany } from './company.ts'
import { buildCsr } from './csr.ts'
import { degreesOf, type EdgeList } from './edge-list.ts'
import type { EdgeTable } from './edge-table.ts'
import { type MarketSuspicion, suspectMarket } from './market.ts'
import { type RaterSuspicion, suspectRaters } from './raters.ts'
import { type Reason, reason } from './reasons.ts'
import type { SuspiciousBlock } from './suspicious-blocks.ts'

export type SuspicionMethod = 'raters' | 'market' | 'company'

export interface Suspicion {
  method: SuspicionMethod
  /** Higher is more suspect; NaN where nothing can be judged. Compare only nodes of one kind. */
  scores: Float64Array
  reasonsOf(node: number): Reason[]
  /** Of an edge with these ends. */
  edgeScore(source: number, target: number): number
}

const SECONDS_PER_DAY = 86400
/** Coincidences are named as a reason where being hired has at least these odds. */
const LEAST_CHANCE = 0.01

/** `distinct` are the table's edges, each pair once; `blocks` its suspicious blocks. */
export function suspect(
  table: EdgeTable,
  distinct: EdgeList,
  blocks: SuspiciousBlock[],
): Suspicion {
  const method = methodFor(table)
  if (method === 'raters') return suspectSigned(table)
  return method === 'market'
    ? explainMarket(distinct, suspectMarket(distinct, blocks))
    : explainCompany(findCompany(distinct, blocks))
}

export function methodFor(table: EdgeTable): SuspicionMethod {
  if (isSigned(table)) return 'raters'
  return table.kind === 'bipartite' ? 'market' : 'company'
}

/** Negative weights exist only where people rate each other from distrust to trust. */
function isSigned({ weights }: EdgeTable): boolean {
  return weights?.some(weight => weight < 0) ?? false
}

function suspectSigned(table: EdgeTable): Suspicion {
  const { edges, weights, times } = table
  let largest = 0
  for (const weight of weights!) largest = Math.max(largest, Math.abs(weight) || 0)
  const known = Uint32Array.from(edges.sources.keys()).filter(
    edge => !Number.isNaN(weights![edge]!),
  )
  const pick = (column: ArrayLike<number>) => Float64Array.from(known, edge => column[edge]!)
  const result = suspectRaters({
    nodeCount: edges.nodeCount,
    raters: Uint32Array.from(known, edge => edges.sources[edge]!),
    ratees: Uint32Array.from(known, edge => edges.targets[edge]!),
    scores: pick(weights!).map(weight => weight / largest),
    times: times === null ? null : pick(times),
  })
  return {
    method: 'raters',
    scores: result.scores,
    reasonsOf: node => raterReasons(result, node),
    edgeScore: source => result.scores[source]!,
  }
}

function raterReasons(result: RaterSuspicion, node: number): Reason[] {
  const given = result.given[node]!
  if (given === 0) return []
  const reasons = [
    reason('disagreement', { distance: result.disagreement[node]! }),
    reason('praises-distrusted', { standing: result.praisedStanding[node]! }),
    reason('few-ratings', { given }),
  ]
  const slander = result.slander[node]!
  if (slander > 0) reasons.push(reason('slander', { nats: slander }))
  const days = (result.span?.[node] ?? Number.NaN) / SECONDS_PER_DAY
  return Number.isNaN(days) ? reasons : [...reasons, reason('short-lived', { days })]
}

function explainMarket(edges: EdgeList, result: MarketSuspicion): Suspicion {
  const degrees = degreesOf(edges)
  const { rowCount } = edges
  const { scores, lockstep, blockEvidence, hired, once, surplus, tainted } = result
  const places = buildCsr(edges)
  const flocking = (column: number): Reason[] =>
    surplus[column]! >= 0.5
      ? [reason('flocking', { once: once[column]!, surplus: surplus[column]! })]
      : []
  const reasonsOfRow = (row: number): Reason[] => {
    const reasons: Reason[] = []
    if (lockstep.evidence[row]! > 0) {
      reasons.push(reason('lockstep', { companions: lockstep.companions[row]! }))
    } else if (hired[row]! > Math.log(LEAST_CHANCE) && lockstep.company[row]! > 0) {
      reasons.push(reason('coincidence', { nats: lockstep.company[row]! }))
    }
    if (degrees[row] !== 1) return reasons
    const place = places.neighbours[places.offsets[row]!]!
    return [...reasons, reason('single-appearance'), ...flocking(place - rowCount)]
  }
  const reasonsOfColumn = (column: number): Reason[] => {
    const visits = degrees[rowCount + column]!
    const suspect = tainted[column]!
    return suspect >= 1
      ? [...flocking(column), reason('suspect-visitors', { visits, suspect })]
      : flocking(column)
  }
  const reasonsOf = (node: number): Reason[] => {
    const nats = blockEvidence[node]!
    const inBlock = nats > 0 ? [reason('in-block', { nats })] : []
    const others = node < rowCount ? reasonsOfRow(node) : reasonsOfColumn(node - rowCount)
    return [...inBlock, ...others]
  }
  return { method: 'market', scores, reasonsOf, edgeScore: result.edgeScore }
}

function explainCompany(result: Company): Suspicion {
  const { scores, degrees, cores, closedness, circles, repeated, blockEvidence } = result
  const reasonsOf = (node: number): Reason[] => {
    const degree = degrees[node]!
    const reasons = [reason('close-company', { degree, core: cores[node]! })]
    if (blockEvidence[node]! > 0) reasons.push(reason('in-block', { nats: blockEvidence[node]! }))
    if (closedness[node]! > 0) reasons.push(reason('closed-company', { nats: closedness[node]! }))
    if (repeated[node]! > 0) {
      const nats = result.closednessLeft[node]!
      reasons.push(reason('repeated-company', { fellows: repeated[node]!, nats }))
    }
    if (degree > 1 && circles[node] === 0) reasons.push(reason('one-occasion', { degree }))
    return reasons
  }
  const edgeScore = (source: number, target: number) => (scores[source]! + scores[target]!) / 2
  return { method: 'company', scores, reasonsOf, edgeScore }
}
