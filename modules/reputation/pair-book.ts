/**
 * From events to lines: what each rating gives, knowing what its pair was counted for in the same month. Pure, so that
 * the live ledger and its replay are the same arithmetic.
 */
import type { TradeEventOf, TradeKind } from '#contract'
import { chineseDay } from '#lib/calendar'
import { type PointsLine, type PointsRating, type PointsRule, pointsLine } from '#lib/reputation'
import type { LandedEvent } from '#modules/trade'

/** The kinds of event that rate somebody. */
export const ratingKinds: readonly TradeKind[] = ['review.posted', 'peer.rated']

export type Rating = {
  readonly subjectId: string
  readonly batchId: string
  readonly ordinal: number
  readonly rater: string
  readonly order: string | null
  readonly score: number
  /** 1..5. */
  readonly stars: number
  readonly at: Date
  readonly month: string
}

export type Entry = Rating & {
  readonly points: number
  readonly reason: PointsLine['reason']
  readonly ruleVersion: string
}

/** What pairs were counted for, by subject, rater and month; `enter` adds to it. */
export type PairBook = Map<string, PointsRating[]>

type Key = Pick<Rating, 'subjectId' | 'rater' | 'month'>
export const pairKey = ({ subjectId, rater, month }: Key): string =>
  `${subjectId} ${month} ${rater}`

/** The ratings of a batch; what a seller says of a buyer earns the seller nothing. */
export function ratingsOf(batchId: string, events: readonly LandedEvent[]): Rating[] {
  const ratings: Rating[] = []
  for (const { event, sellerId, ordinal, occurredAt } of events) {
    const said =
      event.kind === 'review.posted'
        ? event.by === 'buyer' && reviewed(event)
        : event.kind === 'peer.rated' && peerRated(event)
    if (!said) continue
    const month = monthOf(occurredAt)
    ratings.push({ subjectId: sellerId, batchId, ordinal, at: occurredAt, month, ...said })
  }
  return ratings
}

const reviewed = ({ buyer, order, score }: TradeEventOf<'review.posted'>) => ({
  rater: buyer,
  order,
  score,
  stars: score,
})

/** Between people only the sign is comparable: distrust, indifference, trust. */
const peerRated = ({ rater, score }: TradeEventOf<'peer.rated'>) => ({
  rater,
  order: null,
  score,
  stars: score < 0 ? 1 : score > 0 ? 5 : 3,
})

const monthOf = (at: Date): string => chineseDay(at.getTime()).slice(0, 7)

/** The line of each rating in order; the book then knows the counted ones. */
export function enter(ratings: readonly Rating[], book: PairBook, rule: PointsRule): Entry[] {
  return ratings.map(rating => {
    const key = pairKey(rating)
    const before = book.get(key) ?? []
    const asked = remembered(rating)
    const { points, reason, ruleVersion } = pointsLine(asked, before, rule)
    if (reason === 'counted') book.set(key, [...before, asked])
    return { ...rating, points, reason, ruleVersion }
  })
}

/** A rating as the arithmetic sees it. */
export const remembered = (
  rating: Pick<Rating, 'batchId' | 'ordinal' | 'rater' | 'subjectId' | 'stars' | 'at'>,
): PointsRating => ({
  id: `${rating.batchId}/${rating.ordinal}`,
  rater: rating.rater,
  ratee: rating.subjectId,
  score: rating.stars,
  atMs: rating.at.getTime(),
})
