/**
 * Does the ledger again from the trade facts: the same batches in the same order under the rule each was counted by. A
 * line that says something else, is missing or was added is named (invariant 4).
 */
import { sql } from 'kysely'
import type { PointsRule } from '#lib/reputation'
import { eventsOfBatch } from '#modules/trade'
import {
  type Checked,
  type CheckProgress,
  compareRows,
  type Faults,
  faultList,
} from '#modules/transparency'
import type { Db } from '#platform/database'
import { type Entry, enter, type PairBook, ratingKinds, ratingsOf } from './pair-book.ts'
import type { CountedBatchRow, EntryRow } from './tables.ts'

/** Every line of every batch that was counted. */
export async function verifyReputation(
  db: Db,
  { progress }: { progress?: CheckProgress } = {},
): Promise<Checked<'points'>> {
  const faults = faultList()
  let points = 0
  const book: PairBook = new Map()
  for (const batch of await countedBatches(db)) {
    const expected = await linesAgain(db, batch, book)
    const stored = await db
      .selectFrom('reputation.entry')
      .selectAll()
      .where('batch_id', '=', batch.batch_id)
      .execute()
    compare(expected, stored, faults)
    points += stored.length
    progress?.(points)
  }
  await checkStrays(db, faults)
  return { checked: { points }, faults: faults.listed, more: faults.more() }
}

/** Lines of batches that were never counted. */
async function checkStrays(db: Db, faults: Faults): Promise<void> {
  const { rows } = await sql<Pick<EntryRow, 'subject_id' | 'batch_id' | 'ordinal'>>`
    select subject_id, batch_id, ordinal from reputation.entry e
    where not exists (select from reputation.batch b where b.batch_id = e.batch_id)
    limit 100`.execute(db)
  for (const row of rows)
    faults.add('points', nameOf(row.subject_id, row.batch_id, row.ordinal), 'added')
}

/** The subject's points as stored and as the trade facts give them again. */
export async function recomputePoints(
  db: Db,
  subjectId: string,
): Promise<{ stored: number; recomputed: number }> {
  const { rows } = await sql<{ points: number }>`
    select coalesce(sum(points), 0)::bigint as points from reputation.entry
    where subject_id = ${subjectId}::uuid`.execute(db)
  const book: PairBook = new Map()
  let recomputed = 0
  for (const batch of await countedBatches(db, subjectId))
    for (const { points } of await linesAgain(db, batch, book, subjectId)) recomputed += points
  return { stored: rows[0]!.points, recomputed }
}

type CountedBatch = Pick<CountedBatchRow, 'batch_id' | 'from_at' | 'until_at' | 'rule'>

/** In the order in which they were counted; of one subject those that have lines of it. */
async function countedBatches(db: Db, subjectId?: string): Promise<CountedBatch[]> {
  let query = db
    .selectFrom('reputation.batch')
    .select(['batch_id', 'from_at', 'until_at', 'rule'])
    .orderBy('seq')
  if (subjectId)
    query = query.where('batch_id', 'in', inner =>
      inner
        .selectFrom('reputation.entry')
        .select('reputation.entry.batch_id')
        .where('subject_id', '=', subjectId),
    )
  return query.execute()
}

async function linesAgain(
  db: Db,
  batch: CountedBatch,
  book: PairBook,
  subjectId?: string,
): Promise<Entry[]> {
  const span = {
    batchId: batch.batch_id,
    from: batch.from_at.toISOString(),
    until: batch.until_at.toISOString(),
  }
  const events = await eventsOfBatch(db, span, ratingKinds)
  const ratings = ratingsOf(
    batch.batch_id,
    subjectId ? events.filter(event => event.sellerId === subjectId) : events,
  )
  return enter(ratings, book, JSON.parse(batch.rule) as PointsRule)
}

const nameOf = (subjectId: string, batchId: string, ordinal: number): string =>
  `${subjectId} ${batchId}/${ordinal}`

function compare(expected: readonly Entry[], rows: readonly EntryRow[], faults: Faults): void {
  const told = new Map(
    expected.map(entry => [
      nameOf(entry.subjectId, entry.batchId, entry.ordinal),
      columnsOf(entry),
    ]),
  )
  const stored = new Map(rows.map(row => [nameOf(row.subject_id, row.batch_id, row.ordinal), row]))
  compareRows('points', { told, stored }, faults)
}

const columnsOf = (entry: Entry) => ({
  rater: entry.rater,
  order_no: entry.order,
  score: entry.score,
  stars: entry.stars,
  points: entry.points,
  reason: entry.reason,
  rule_version: entry.ruleVersion,
  at: entry.at,
  month: entry.month,
})
