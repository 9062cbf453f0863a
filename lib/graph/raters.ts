/**
 * How far to distrust a rater, judged by what it gave and never by what it received: labels of
 * trust networks are made from received ratings, so those would answer the question with itself.
 *
 * Four signs, averaged as ranks because nothing says that one is better: its ratings disagree with
 * what others say of the same people (fairness, REV2, Kumar et al., WSDM 2018); it praises people
 * whom others distrust; it was active only briefly; it rated few. To the odds of that come the nats
 * by which it condemns those whom nobody else condemns, for ranks cannot say how far ahead somebody
 * is. The consensus on a person leaves the rater's own vote out, or a lone rater would always agree
 * with itself; and a vote counts as far as the voter is trusted, or thirty new accounts would be
 * the consensus.
 */
import { meanRank, surprise } from './chance.ts'

export interface Ratings {
  nodeCount: number
  raters: Uint32Array
  ratees: Uint32Array
  /** From -1 (worst) to 1 (best). */
  scores: Float64Array
  /** Unix seconds or any other linear time; null if unknown. */
  times: Float64Array | null
}

export interface RaterSuspicion {
  /** Log odds, 0 for the middle of all raters; NaN for who rated nobody. */
  scores: Float64Array
  /** Mean distance of the ratings from the others' consensus, 0 to 2. */
  disagreement: Float64Array
  /** Mean consensus on the praised, -1 to 1, higher is better company. */
  praisedStanding: Float64Array
  /** Nats by which a rater condemns those whom others do not; 0 for most. */
  slander: Float64Array
  /** Time from the first rating to the last; null without times. */
  span: Float64Array | null
  given: Uint32Array
}

/** A voter whom nobody has rated, or more distrust than trust, counts so much. */
const LEAST_TRUST = 0.02
/** Received ratings of neither sign that everybody starts with. */
const NEUTRAL_RATINGS = 2
/**
 * How alike the ratings of one rater are (intraclass correlation): some people are strict, so a
 * hundred harsh ratings by one of them are not a hundred observations (Kish 1965).
 */
const HABIT = 0.3

/** O(ratings + raters · log raters). */
export function suspectRaters(ratings: Ratings): RaterSuspicion {
  const { nodeCount, raters, times } = ratings
  const given = new Uint32Array(nodeCount)
  for (const rater of raters) given[rater]!++
  const trust = trustIn(ratings)
  const { disagreement, praisedStanding } = compareWithOthers(ratings, given, trust)
  const slander = slanderOf(ratings, given, trust)
  const span = times === null ? null : spansOf(ratings, times)
  const active = Uint32Array.from(given.keys()).filter(node => given[node]! > 0)
  const among = (values: ArrayLike<number>, sign: 1 | -1) =>
    Float64Array.from(active, node => sign * values[node]!)
  const signs = [among(disagreement, 1), among(praisedStanding, -1), among(given, -1)]
  if (span !== null) signs.push(among(span, -1))
  const mean = meanRank(signs)
  const scores = new Float64Array(nodeCount).fill(Number.NaN)
  for (let index = 0; index < active.length; index++) {
    const rank = mean[index]!
    scores[active[index]!] = Math.log(rank / (1 - rank)) + slander[active[index]!]!
  }
  return { scores, disagreement, praisedStanding, slander, span, given }
}

/** How much a voter counts: the part by which trust in it exceeds distrust. */
function trustIn({ nodeCount, ratees, scores }: Ratings): Float64Array {
  const balance = new Float64Array(nodeCount)
  const received = new Float64Array(nodeCount)
  for (let rating = 0; rating < scores.length; rating++) {
    balance[ratees[rating]!]! += Math.sign(scores[rating]!)
    received[ratees[rating]!]!++
  }
  return balance.map(
    (sum, node) => LEAST_TRUST + Math.max(0, sum) / (received[node]! + NEUTRAL_RATINGS),
  )
}

/**
 * Condemnations against those that the others' votes foretell, one vote of the network's mean
 * included; a rater's habit makes many ratings worth few.
 */
function slanderOf(ratings: Ratings, given: Uint32Array, trust: Float64Array): Float64Array {
  const { nodeCount, raters, ratees, scores } = ratings
  const against = new Float64Array(nodeCount)
  const votes = new Float64Array(nodeCount)
  let condemned = 0
  for (let rating = 0; rating < scores.length; rating++) {
    const weight = trust[raters[rating]!]!
    votes[ratees[rating]!]! += weight
    if (scores[rating]! >= 0) continue
    against[ratees[rating]!]! += weight
    condemned++
  }
  const seen = new Float64Array(nodeCount)
  const expected = new Float64Array(nodeCount)
  for (let rating = 0; rating < scores.length; rating++) {
    const rater = raters[rating]!
    const ratee = ratees[rating]!
    const own = scores[rating]! < 0 ? trust[rater]! : 0
    const others = Math.max(0, against[ratee]! - own) + condemned / scores.length
    expected[rater]! += others / (votes[ratee]! - trust[rater]! + 1)
    if (own > 0) seen[rater]!++
  }
  return seen.map(
    (count, node) => surprise(count, expected[node]!) / (1 + HABIT * Math.max(0, given[node]! - 1)),
  )
}

/**
 * The consensus on a ratee is the mean of the others' ratings and one rating of the network's mean;
 * a rater's two means start from one neutral observation, so that few ratings weigh little.
 */
function compareWithOthers(ratings: Ratings, given: Uint32Array, trust: Float64Array) {
  const { nodeCount, raters, ratees, scores } = ratings
  const sums = new Float64Array(nodeCount)
  const counts = new Float64Array(nodeCount)
  let total = 0
  for (let rating = 0; rating < scores.length; rating++) {
    const weight = trust[raters[rating]!]!
    sums[ratees[rating]!]! += weight * scores[rating]!
    counts[ratees[rating]!]! += weight
    total += scores[rating]!
  }
  const mean = scores.length === 0 ? 0 : total / scores.length
  const own = ownShares(ratings)
  const consensus = (rating: number) => {
    const ratee = ratees[rating]!
    const weight = trust[raters[rating]!]!
    const others = counts[ratee]! - weight * own.counts[rating]!
    return (sums[ratee]! - weight * own.sums[rating]! + mean) / (others + 1)
  }
  const disagreement = new Float64Array(nodeCount)
  const praisedStanding = new Float64Array(nodeCount)
  const praised = new Float64Array(nodeCount)
  let distances = 0
  for (let rating = 0; rating < scores.length; rating++) {
    const rater = raters[rating]!
    const standing = consensus(rating)
    const distance = Math.abs(scores[rating]! - standing)
    distances += distance
    disagreement[rater]! += distance
    if (scores[rating]! <= 0) continue
    praisedStanding[rater]! += standing
    praised[rater]!++
  }
  const typical = scores.length === 0 ? 0 : distances / scores.length
  for (let node = 0; node < nodeCount; node++) {
    disagreement[node] = (disagreement[node]! + typical) / (given[node]! + 1)
    praisedStanding[node] = praisedStanding[node]! / (praised[node]! + 1)
  }
  return { disagreement, praisedStanding }
}

/**
 * For each rating: what the same rater gave the same ratee in all, which the consensus leaves out.
 */
function ownShares({ nodeCount, raters, ratees, scores }: Ratings) {
  const sums = new Float64Array(scores.length)
  const counts = new Float64Array(scores.length)
  const pairs = new Map<number, { sum: number; count: number }>()
  for (let rating = 0; rating < scores.length; rating++) {
    const key = raters[rating]! * nodeCount + ratees[rating]!
    const pair = pairs.get(key) ?? { sum: 0, count: 0 }
    pair.sum += scores[rating]!
    pair.count++
    pairs.set(key, pair)
  }
  for (let rating = 0; rating < scores.length; rating++) {
    const pair = pairs.get(raters[rating]! * nodeCount + ratees[rating]!)!
    sums[rating] = pair.sum
    counts[rating] = pair.count
  }
  return { sums, counts }
}

function spansOf({ nodeCount, raters }: Ratings, times: Float64Array): Float64Array {
  const first = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY)
  const last = new Float64Array(nodeCount).fill(Number.NEGATIVE_INFINITY)
  for (let rating = 0; rating < raters.length; rating++) {
    const rater = raters[rating]!
    first[rater] = Math.min(first[rater]!, times[rating]!)
    last[rater] = Math.max(last[rater]!, times[rating]!)
  }
  return first.map((time, node) => (last[node]! >= time ? last[node]! - time : 0))
}
