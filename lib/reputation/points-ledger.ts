/**
 * Credit points as a ledger: each rating becomes one line that names the rule version and says why
 * it counts or not, and the balance is the sum of the lines. Rules cap what one pair of people can
 * give each other, so that friends cannot lift each other; the same ratings replayed under the same
 * version give the same lines.
 */

export type PointsRating = {
  id: string
  rater: string
  ratee: string
  /** What was bought: the same thing bought again within a while counts once. */
  item?: string
  /** 1..5 stars. */
  score: number
  atMs: number
}

export type PointsRule = {
  version: string
  /** Points for 1, 2, 3, 4 and 5 stars; Taobao-like is −1, −1, 0, +1, +1. */
  pointsByScore: readonly [number, number, number, number, number]
  /** At most so many ratings of one pair count in a calendar month of this clock; null: no cap. */
  pairCapPerMonth: number | null
  /** The same pair's rating of the same item within so many days counts nothing; 0: no rule. */
  sameItemDays: number
  zoneOffsetMs: number
}

export type PointsReason = 'counted' | 'pair-cap' | 'same-item'

export type PointsLine = {
  rating: string
  ratee: string
  ruleVersion: string
  points: number
  reason: PointsReason
  /** Ratings of the same pair that explain a cap, oldest first. */
  because: string[]
}

export type Replay = { lines: PointsLine[]; balances: Map<string, number> }

const DAY_MS = 86_400_000

/** All lines in the order of time (then id), and each ratee's balance. O(n log n). */
export function replay(ratings: Iterable<PointsRating>, rule: PointsRule): Replay {
  const inOrder = [...ratings].sort(byTimeThenId)
  const counted = new Map<string, PointsRating[]>()
  const balances = new Map<string, number>()
  const lines = inOrder.map(rating => {
    const pair = JSON.stringify([rating.rater, rating.ratee])
    const earlier = counted.get(pair) ?? []
    const line = pointsLine(rating, earlier, rule)
    if (line.reason === 'counted') counted.set(pair, [...recent(earlier, rating, rule), rating])
    balances.set(line.ratee, (balances.get(line.ratee) ?? 0) + line.points)
    return line
  })
  return { lines, balances }
}

/**
 * The line of one rating, given the *counted* ratings of the same pair before it: what the live
 * ledger appends and what `replay` folds over. Throws a RangeError for a score outside 1..5.
 */
export function pointsLine(
  rating: PointsRating,
  countedBefore: readonly PointsRating[],
  rule: PointsRule,
): PointsLine {
  const points = rule.pointsByScore[rating.score - 1]
  if (points === undefined) throw new RangeError(`rating ${rating.id} has score ${rating.score}`)
  const line = { rating: rating.id, ratee: rating.ratee, ruleVersion: rule.version }
  const sameItem = countedBefore.filter(
    other =>
      rating.item !== undefined &&
      other.item === rating.item &&
      rating.atMs - other.atMs < rule.sameItemDays * DAY_MS,
  )
  if (sameItem.length > 0)
    return { ...line, points: 0, reason: 'same-item', because: idsOf(sameItem) }
  const month = monthOf(rating.atMs, rule)
  const sameMonth = countedBefore.filter(other => monthOf(other.atMs, rule) === month)
  if (rule.pairCapPerMonth !== null && sameMonth.length >= rule.pairCapPerMonth) {
    return { ...line, points: 0, reason: 'pair-cap', because: idsOf(sameMonth) }
  }
  return { ...line, points, reason: 'counted', because: [] }
}

/** Only what a later rating can still be measured against; keeps a pair's memory bounded. */
function recent(earlier: PointsRating[], now: PointsRating, rule: PointsRule): PointsRating[] {
  const month = monthOf(now.atMs, rule)
  return earlier.filter(
    other =>
      monthOf(other.atMs, rule) === month || now.atMs - other.atMs < rule.sameItemDays * DAY_MS,
  )
}

function monthOf(atMs: number, rule: PointsRule): string {
  return new Date(atMs + rule.zoneOffsetMs).toISOString().slice(0, 7)
}

function idsOf(ratings: readonly PointsRating[]): string[] {
  return ratings.map(rating => rating.id)
}

function byTimeThenId(a: PointsRating, b: PointsRating): number {
  return a.atMs - b.atMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
