/**
 * Does the ledger again from the trade facts: the same batches in the same order under the rule each was counted by. A
 * line that says something else, is missing or was added is named (invariant 4).
 */
import { sql } from 'kysely'
import type { PointsRule } from '#lib/reputation'
import { eventsOfBatch } from '#modules/trade'
import type { Db } from '#platform/database'
import { type Entry, enter, type PairBook, ratingKinds, ratingsOf } from './pair-book.ts'
import type { CountedBatchRow, EntryRow } from './tables.ts'

export type LedgerFault = {
  readonly subjectId: string
  readonly batchId: string
  readonly ordinal: number
  readonly fault: 'missing' | 'added' | 'changed'
}

const shownFaults = 100

/** How many lines the facts gave again, and the first faults; none when every line is what they give. */
export async function verifyReputation(
  db: Db,
  limit = shownFaults,
): Promise<{ readonly checked: number; readonly faults: readonly LedgerFault[] }> {
  const faults: LedgerFault[] = []
  let checked = 0
  const book: PairBook = new Map()
  for (const batch of await countedBatches(db)) {
    const expected = await linesAgain(db, batch, book)
    const stored = await db
      .selectFrom('reputation.entry')
      .selectAll()
      .where('batch_id', '=', batch.batch_id)
      .execute()
    checked += stored.length
    faults.push(...differences(expected, stored))
    if (faults.length >= limit) break
  }
  return { checked, faults: faults.slice(0, limit) }
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

function differences(expected: readonly Entry[], stored: readonly EntryRow[]): LedgerFault[] {
  const faults: LedgerFault[] = []
  const rows = new Map(stored.map(row => [row.ordinal, row]))
  for (const entry of expected) {
    const { subjectId, batchId, ordinal } = entry
    const row = rows.get(ordinal)
    rows.delete(ordinal)
    if (row && same(entry, row)) continue
    faults.push({ subjectId, batchId, ordinal, fault: row ? 'changed' : 'missing' })
  }
  for (const { subject_id, batch_id, ordinal } of rows.values())
    faults.push({ subjectId: subject_id, batchId: batch_id, ordinal, fault: 'added' })
  return faults
}

const same = (entry: Entry, row: EntryRow): boolean =>
  entry.subjectId === row.subject_id &&
  entry.rater === row.rater &&
  entry.order === row.order_no &&
  entry.score === row.score &&
  entry.stars === row.stars &&
  entry.points === row.points &&
  entry.reason === row.reason &&
  entry.ruleVersion === row.rule_version &&
  entry.at.getTime() === row.at.getTime()
