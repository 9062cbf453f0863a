/**
 * What ratings say of a subject: the counts, averages that few ratings cannot carry away, points and level. Only counted
 * lines make the figures, because a pair that rates itself up must not move the averages either; the rest is said aside.
 */
import { sql } from 'kysely'
import type { RatingSummary } from '#contract'
import { bayesianMean, HEARTS_DIAMONDS_CROWNS, standingOf, wilsonLowerBound } from '#lib/reputation'
import { membersOf, membersOfEach } from '#modules/subjects'
import type { Db } from '#platform/database'
import { publishedRule } from './rule.ts'
import type { EntryRow } from './tables.ts'

/** The summary of ratings given by `asOf`; of nobody's ratings it is the newcomer's. */
export async function ratingSummary(db: Db, subjectId: string, asOf: Date): Promise<RatingSummary> {
  const summaries = await ratingSummaries(db, [subjectId], asOf)
  return summaries.get(subjectId)!
}

/**
 * One query for many subjects; every asked subject has its summary. What was said of merged duplicates counts for whoever
 * stands for them, and counts for themselves again if the merge is undone.
 */
export async function ratingSummaries(
  db: Db,
  subjectIds: readonly string[],
  asOf: Date,
): Promise<Map<string, RatingSummary>> {
  const members = await membersOfEach(db, subjectIds)
  const { rows } = await sql<{ subject_id: string } & Sums>`
    select subject_id,
      count(*) filter (where reason = 'counted' and stars >= 4) as good,
      count(*) filter (where reason = 'counted' and stars = 3) as neutral,
      count(*) filter (where reason = 'counted' and stars <= 2) as bad,
      count(*) filter (where reason <> 'counted') as "notCounted",
      coalesce(sum(stars) filter (where reason = 'counted'), 0)::bigint as stars,
      sum(points)::bigint as points
    from reputation.entry
    where subject_id = any(${`{${[...members.values()].flat().join(',')}}`}::uuid[]) and at <= ${asOf}
    group by subject_id`.execute(db)
  const sums = new Map(rows.map(row => [row.subject_id, row]))
  return new Map(
    subjectIds.map(id => {
      const own = members.get(id)!.map(member => sums.get(member) ?? none)
      return [id, summaryOf(own.reduce(added))]
    }),
  )
}

type Sums = {
  good: number
  neutral: number
  bad: number
  notCounted: number
  stars: number
  points: number
}

const added = (a: Sums, b: Sums): Sums => ({
  good: a.good + b.good,
  neutral: a.neutral + b.neutral,
  bad: a.bad + b.bad,
  notCounted: a.notCounted + b.notCounted,
  stars: a.stars + b.stars,
  points: a.points + b.points,
})

const none: Sums = { good: 0, neutral: 0, bad: 0, notCounted: 0, stars: 0, points: 0 }

function summaryOf({ good, neutral, bad, notCounted, stars, points }: Sums): RatingSummary {
  const counted = good + neutral + bad
  return {
    good,
    neutral,
    bad,
    notCounted,
    mean: counted === 0 ? null : stars / counted,
    bayesianMean: bayesianMean({ sum: stars, weight: counted }, publishedRule.prior).value,
    wilsonLowerBound: wilsonLowerBound({ positive: good, negative: neutral + bad }).value,
    points,
    standing: standingOf(points, HEARTS_DIAMONDS_CROWNS),
  }
}

/** How many ratings the ledger holds. */
export async function countRatings(db: Db): Promise<number> {
  const row = await db
    .selectFrom('reputation.entry')
    .select(eb => eb.fn.countAll<number>().as('ratings'))
    .executeTakeFirst()
  return row?.ratings ?? 0
}

export type LedgerPage = {
  readonly after: readonly [at: string, batchId: string, ordinal: number] | undefined
  readonly limit: number
}

/** A subject's lines with those of its merged duplicates, newest first. */
export async function ledger(
  db: Db,
  subjectId: string,
  { after, limit }: LedgerPage,
): Promise<EntryRow[]> {
  let query = db
    .selectFrom('reputation.entry')
    .selectAll()
    .where('subject_id', 'in', await membersOf(db, subjectId))
    .orderBy('at', 'desc')
    .orderBy('batch_id')
    .orderBy('ordinal')
    .limit(limit)
  if (after) {
    const [at, batchId, ordinal] = after
    query = query.where(
      sql<boolean>`at <= ${at}::timestamptz and (at < ${at}::timestamptz
        or (batch_id, ordinal) > (${batchId}::uuid, ${ordinal}::int))`,
    )
  }
  return query.execute()
}
