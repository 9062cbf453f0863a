/**
 * Keeps the ledger: follows the batches of trade and appends one line a rating. Work is done by batch of messages: the
 * ratings, one query for what their pairs were counted for, one statement for the lines. A batch is counted once.
 */
import { sql } from 'kysely'
import { chineseDay } from '#lib/calendar'
import { canonicalize } from '#lib/canonical'
import type { PointsRule } from '#lib/reputation'
import { readPolicies } from '#modules/policy'
import { eventsOfBatch, type TradeBatch } from '#modules/trade'
import { insertRows, type Tx } from '#platform/database'
import type { Clock } from '#platform/runtime'
import type { Consumer } from '#platform/stream'
import {
  type Entry,
  enter,
  type PairBook,
  pairKey,
  type Rating,
  ratingKinds,
  ratingsOf,
  remembered,
} from './pair-book.ts'
import { pointsRule, publishedRule } from './rule.ts'
import type { EntryRow } from './tables.ts'

export const reputationConsumer = ({ clock }: { readonly clock: Clock }): Consumer => ({
  name: 'reputation.ledger',
  topics: ['trade.events'],
  batch: 20,
  handle: (tx, messages) =>
    countBatches(
      tx,
      messages.map(message => message.body as TradeBatch),
      clock.now(),
    ),
})

/** Counts the ratings of these batches under the rule in force at `at`; batches counted before are passed over. */
export async function countBatches(
  tx: Tx,
  batches: readonly TradeBatch[],
  at: Date,
): Promise<void> {
  const rated: { batch: TradeBatch; ratings: Rating[] }[] = []
  for (const batch of await uncounted(tx, batches)) {
    const ratings = ratingsOf(batch.batchId, await eventsOfBatch(tx, batch, ratingKinds))
    if (ratings.length > 0) rated.push({ batch, ratings })
  }
  if (rated.length === 0) return
  const rule = pointsRule(await readPolicies(tx), chineseDay(at.getTime()))
  const ratings = rated.flatMap(each => each.ratings)
  const entries = enter(ratings, await pairBookOf(tx, ratings), rule)
  await noteBatches(
    tx,
    rated.map(each => each.batch),
    rule,
    at,
  )
  await append(tx, entries)
}

async function uncounted(tx: Tx, batches: readonly TradeBatch[]): Promise<TradeBatch[]> {
  const byId = new Map(batches.map(batch => [batch.batchId, batch]))
  if (byId.size === 0) return []
  const known = await tx
    .selectFrom('reputation.batch')
    .select('batch_id')
    .where('batch_id', 'in', [...byId.keys()])
    .execute()
  for (const { batch_id } of known) byId.delete(batch_id)
  return [...byId.values()]
}

/** What the pairs of these ratings were counted for before, in the months of these ratings. */
async function pairBookOf(tx: Tx, ratings: readonly Rating[]): Promise<PairBook> {
  const pairs = [...new Map(ratings.map(rating => [pairKey(rating), rating])).values()]
  const asked = JSON.stringify(pairs.map(pair => [pair.subjectId, pair.rater, pair.month]))
  const { rows } = await sql<CountedRow>`
    select e.subject_id, e.batch_id, e.ordinal, e.rater, e.stars, e.at, e.month
    from json_array_elements(${asked}::json) pair
    join reputation.entry e on e.subject_id = (pair ->> 0)::uuid and e.rater = pair ->> 1
      and e.month = pair ->> 2 and e.reason = 'counted'
    order by e.at`.execute(tx)
  const book: PairBook = new Map()
  for (const row of rows) {
    const rating = { ...row, subjectId: row.subject_id, batchId: row.batch_id }
    const key = pairKey(rating)
    book.set(key, [...(book.get(key) ?? []), remembered(rating)])
  }
  return book
}

type CountedRow = Pick<
  EntryRow,
  'subject_id' | 'batch_id' | 'ordinal' | 'rater' | 'stars' | 'at' | 'month'
>

async function noteBatches(
  tx: Tx,
  batches: readonly TradeBatch[],
  rule: PointsRule,
  at: Date,
): Promise<void> {
  await insertRows(tx, 'reputation.batch', {
    batch_id: { type: 'uuid', values: batches.map(batch => batch.batchId) },
    from_at: { type: 'timestamptz', values: batches.map(batch => batch.from) },
    until_at: { type: 'timestamptz', values: batches.map(batch => batch.until) },
    rule: { type: 'text', values: batches.map(() => canonicalize(rule)) },
    counted_at: { type: 'timestamptz', values: batches.map(() => at) },
  })
}

async function append(tx: Tx, entries: readonly Entry[]): Promise<void> {
  await insertRows(
    tx,
    'reputation.entry',
    {
      subject_id: { type: 'uuid', values: entries.map(entry => entry.subjectId) },
      batch_id: { type: 'uuid', values: entries.map(entry => entry.batchId) },
      ordinal: { type: 'int', values: entries.map(entry => entry.ordinal) },
      rater: { type: 'text', values: entries.map(entry => entry.rater) },
      order_no: { type: 'text', values: entries.map(entry => entry.order) },
      score: { type: 'smallint', values: entries.map(entry => entry.score) },
      stars: { type: 'smallint', values: entries.map(entry => entry.stars) },
      points: { type: 'smallint', values: entries.map(entry => entry.points) },
      reason: { type: 'text', values: entries.map(entry => entry.reason) },
      rule: { type: 'text', values: entries.map(() => publishedRule.name) },
      rule_version: { type: 'text', values: entries.map(entry => entry.ruleVersion) },
      at: { type: 'timestamptz', values: entries.map(entry => entry.at) },
      month: { type: 'text', values: entries.map(entry => entry.month) },
    },
    { tail: 'on conflict (subject_id, batch_id, ordinal) do nothing' },
  )
}
