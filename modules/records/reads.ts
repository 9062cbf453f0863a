/** Reads of credit records: the file of a subject as of an instant, what is public today, the history of one record. */
import { sql } from 'kysely'
import type { Actor, CreditRecord } from '#contract'
import { chineseDay } from '#lib/calendar'
import { visibleTo } from '#modules/access'
import { membersOf, membersOfEach } from '#modules/subjects'
import type { Db } from '#platform/database'
import { refuse } from '#platform/runtime'
import { catalogueItem } from './catalogue.ts'
import {
  foldFacts,
  type PlacedFact,
  type RecordFact,
  type RecordState,
  shownRecord,
} from './state.ts'

/**
 * The credit file as it stood at `asOf`, merged duplicates' records included: only facts entered by then count, clocks
 * are read on that day.
 */
export async function fileOf(db: Db, subjectId: string, asOf: Date): Promise<CreditRecord[]> {
  const facts = await factsOf(db, await membersOf(db, subjectId), asOf)
  const today = chineseDay(asOf.getTime())
  return foldFacts(facts).map(state => shownRecord(state, today))
}

/** States for the scorecard: everything that may be used today, shown or not, that was not withdrawn or repaired. */
export async function usableRecords(
  db: Db,
  subjectId: string,
  asOf: Date,
): Promise<CreditRecord[]> {
  const today = chineseDay(asOf.getTime())
  const records = await fileOf(db, subjectId, asOf)
  return records.filter(record => isUsable(record, today))
}

/** The same for many subjects in two queries; a subject without records is absent. */
export async function usableRecordsOf(
  db: Db,
  subjectIds: readonly string[],
  asOf: Date,
): Promise<Map<string, CreditRecord[]>> {
  const today = chineseDay(asOf.getTime())
  const members = await membersOfEach(db, subjectIds)
  const standing = new Map([...members].flatMap(([id, own]) => own.map(member => [member, id])))
  const facts = await factsOf(db, [...standing.keys()], asOf)
  const records = foldFacts(facts).map(state => shownRecord(state, today))
  return Map.groupBy(
    records.filter(record => isUsable(record, today)),
    record => standing.get(record.subjectId)!,
  )
}

const isUsable = (record: CreditRecord, today: string): boolean =>
  record.reviewed &&
  (record.state === 'shown' || record.state === 'expired') &&
  (record.queryUntil === null || today <= record.queryUntil)

/** What the public page of a subject may show today, newest first: never expired, repaired, withdrawn or unreviewed items. */
export async function publicRecords(
  db: Db,
  subjectId: string,
  asOf: Date,
): Promise<CreditRecord[]> {
  const members = await membersOf(db, subjectId)
  const rows = await db
    .selectFrom('records.record')
    .select('state_json')
    .where('subject_id', 'in', members)
    .where('state', '=', 'shown')
    .where('reviewed', '=', true)
    .orderBy('entered_at', 'desc')
    .orderBy('record_id')
    .execute()
  const today = chineseDay(asOf.getTime())
  return rows
    .map(row => shownRecord(row.state_json as RecordState, today))
    .filter(record => record.state === 'shown' && catalogueItem(record.item).public)
}

/** One record as it stands; undefined where there is none. */
export async function readRecord(db: Db, recordId: string): Promise<RecordState | undefined> {
  const row = await db
    .selectFrom('records.record')
    .select('state_json')
    .where('record_id', '=', recordId)
    .executeTakeFirst()
  return row?.state_json as RecordState | undefined
}

async function factsOf(db: Db, subjectIds: readonly string[], asOf: Date): Promise<PlacedFact[]> {
  const rows = await db
    .selectFrom('records.fact')
    .select(['body', 'batch_id', 'ordinal'])
    .where('subject_id', '=', sql<string>`any(${`{${subjectIds.join(',')}}`}::uuid[])`)
    .where('at', '<=', asOf)
    .orderBy('at')
    .orderBy('fact_id')
    .execute()
  return rows.map(placedFact)
}

export const placedFact = (row: {
  body: string
  batch_id: string
  ordinal: number
}): PlacedFact => ({
  fact: JSON.parse(row.body) as RecordFact,
  proof: { batchId: row.batch_id, ordinal: row.ordinal },
})

/** Every fact about one record, oldest first. */
export async function recordHistory(db: Db, recordId: string, asOf: Date) {
  const row = await db
    .selectFrom('records.record')
    .select('subject_id')
    .where('record_id', '=', recordId)
    .executeTakeFirst()
  if (!row) refuse('records.unknown', { record: recordId })
  const facts = await factsOf(db, [row.subject_id], asOf)
  return {
    subjectId: row.subject_id,
    items: facts
      .filter(({ fact }) => fact.record === recordId)
      .map(({ fact, proof }) => ({
        kind: fact.kind,
        at: fact.at,
        by: fact.provider,
        reason: fact.reason ?? null,
        changes: { ...(fact.added ?? fact.changes ?? {}) },
        proof,
      })),
  }
}

/** A record is its provider's, and of the area of its subject. */
const owners = { organisationId: 'records.record.provider_id', area: 'records.record.area' }

export type RecordQuery = { item?: string | undefined; state?: string | undefined }

/** What the actor may see, newest first: an organisation what it entered, an office what lies in its area. */
export async function listRecords(
  db: Db,
  actor: Actor,
  { item, state }: RecordQuery,
  page: { after: readonly [string, string] | undefined; limit: number; today: string },
): Promise<CreditRecord[]> {
  let query = db
    .selectFrom('records.record')
    .select('state_json')
    .where(visibleTo(actor, owners))
    .orderBy('entered_at', 'desc')
    .orderBy('record_id')
    .limit(page.limit)
  if (item) query = query.where('item', '=', item)
  if (state === 'awaiting-review')
    query = query.where('reviewed', '=', false).where('state', '=', 'shown')
  else if (state === 'expired')
    query = query.where('state', '=', 'shown').where('shown_until', '<', page.today)
  else if (state) query = query.where('state', '=', state as CreditRecord['state'])
  if (page.after) {
    const [at, id] = page.after
    query = query.where(
      sql<boolean>`(entered_at < ${at} or (entered_at = ${at} and record_id > ${id}))`,
    )
  }
  const rows = await query.execute()
  return rows.map(row => shownRecord(row.state_json as RecordState, page.today))
}
