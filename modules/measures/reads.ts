/** Reading lists and measures: entries for pages and officers, measures with feedback and receipts, the entry check. */
import { sql } from 'kysely'
import type { Actor, AnswerOf, ListEntry, Measure, measureOperations } from '#contract'
import type { IsoDate } from '#lib/calendar'
import { visibleTo } from '#modules/access'
import { membersOf, membersOfEach } from '#modules/subjects'
import type { Db } from '#platform/database'
import { type ListTypeData, measureKind } from './catalogue.ts'
import { isGovernment, type Receipt, receiptsOf } from './feed.ts'
import { listType } from './list-types.ts'
import type { Party } from './said.ts'
import type { EntryRow, FeedbackRow, MeasureRow } from './tables.ts'

export const shownEntry = (row: EntryRow, type: Pick<ListTypeData, 'zh' | 'en'>): ListEntry => ({
  id: row.entry_id,
  listType: row.list_type,
  listZh: type.zh,
  listEn: type.en,
  nature: row.nature,
  subject: { id: row.subject_id, name: row.subject_name, code: row.subject_code },
  state: row.state,
  reason: row.reason,
  reasonEn: row.reason_en,
  basis: row.basis,
  caseId: row.case_id,
  document: row.document,
  decidedBy: row.decided_by,
  enteredOn: row.entered_on,
  until: row.until_on,
  removableFrom: row.removable_from,
  endedOn: row.ended_on,
  endReason: row.end_reason,
  recordId: row.record_id,
  proof: { batchId: row.batch_id, ordinal: row.ordinal },
})

const shownEntries = async (db: Db, rows: readonly EntryRow[]): Promise<ListEntry[]> => {
  const types = new Map<string, ListTypeData>()
  for (const code of new Set(rows.map(row => row.list_type)))
    types.set(code, await listType(db, code))
  return rows.map(row => shownEntry(row, types.get(row.list_type)!))
}

/** What a subject, merged duplicates included, stands on that day: entries past their term are gone, swept or not. */
export async function entriesOf(db: Db, subjectId: string, on: IsoDate): Promise<ListEntry[]> {
  const rows = await db
    .selectFrom('measures.entry')
    .selectAll()
    .where('subject_id', 'in', await membersOf(db, subjectId))
    .where('state', '=', 'in-force')
    .where('until_on', '>=', on)
    .orderBy('entered_on', 'desc')
    .execute()
  return shownEntries(db, rows)
}

export type EntryPage = {
  readonly state?: ListEntry['state'] | undefined
  /** Entries in force on this day only. */
  readonly on?: IsoDate
  readonly before: string | undefined
  readonly limit: number
}

/** An entry in force on that day. */
export async function entryInForce(
  db: Db,
  entryId: string,
  on: IsoDate,
): Promise<ListEntry | undefined> {
  const rows = await db
    .selectFrom('measures.entry')
    .selectAll()
    .where('entry_id', '=', entryId)
    .where('state', '=', 'in-force')
    .where('until_on', '>=', on)
    .execute()
  return (await shownEntries(db, rows))[0]
}

/** Entries of a list, newest first; `actor` limits them to its sight, the public page passes none. */
export async function listEntries(
  db: Db,
  code: string,
  { state, on, before, limit }: EntryPage,
  actor?: Actor,
): Promise<ListEntry[]> {
  await listType(db, code)
  let query = db
    .selectFrom('measures.entry as e')
    .selectAll('e')
    .where('e.list_type', '=', code)
    .orderBy('e.entry_id', 'desc')
    .limit(limit)
  if (state) query = query.where('e.state', '=', state)
  if (on) query = query.where('e.state', '=', 'in-force').where('e.until_on', '>=', on)
  if (before) query = query.where('e.entry_id', '<', before)
  if (actor) query = query.where(visibleTo(actor, { area: 'e.area' }))
  return shownEntries(db, await query.execute())
}

export type MeasureQuery = {
  readonly subject?: string | undefined
  readonly measure?: string | undefined
  readonly state?: Measure['state'] | undefined
}

export async function listMeasures(
  db: Db,
  actor: Actor,
  { subject, measure, state }: MeasureQuery,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<Measure[]> {
  let query = db
    .selectFrom('measures.measure as m')
    .selectAll('m')
    .where(visibleTo(actor, { area: 'm.area', organisationId: 'm.organisation_id' }))
    .orderBy('m.measure_id', 'desc')
    .limit(limit)
  if (subject) query = query.where('m.subject_id', 'in', await membersOf(db, subject))
  if (measure) query = query.where('m.measure', '=', measure)
  if (state) query = query.where('m.state', '=', state)
  if (before) query = query.where('m.measure_id', '<', before)
  return shownMeasures(db, await query.execute())
}

/** What stands for or against the subjects that a party acts for. */
export async function ownListings(
  db: Db,
  subjectIds: readonly string[],
  on: IsoDate,
): Promise<{ entries: ListEntry[]; measures: Measure[] }> {
  if (subjectIds.length === 0) return { entries: [], measures: [] }
  const entries = await Promise.all(subjectIds.map(id => entriesOf(db, id, on)))
  const rows = await measuresInForce(db, subjectIds, on)
  // A party is told what was done and why, not who of the recipients has read it.
  const measures = await shownMeasures(db, rows)
  return { entries: entries.flat(), measures: measures.map(m => ({ ...m, receipts: [] })) }
}

/** What rests on a case, ended or not, within the actor's sight. */
export async function listingsOfCase(
  db: Db,
  actor: Actor,
  caseId: string,
): Promise<{ entries: ListEntry[]; measures: Measure[] }> {
  const entries = await db
    .selectFrom('measures.entry as e')
    .selectAll('e')
    .where('e.case_id', '=', caseId)
    .where(visibleTo(actor, { area: 'e.area' }))
    .orderBy('e.entry_id')
    .execute()
  const measures = await db
    .selectFrom('measures.measure as m')
    .selectAll('m')
    .where('m.case_id', '=', caseId)
    .where(visibleTo(actor, { area: 'm.area', organisationId: 'm.organisation_id' }))
    .orderBy('m.measure_id')
    .execute()
  return {
    entries: await shownEntries(db, entries),
    measures: await shownMeasures(db, measures),
  }
}

async function measuresInForce(db: Db, subjectIds: readonly string[], on: IsoDate) {
  const members = [...(await membersOfEach(db, subjectIds)).values()].flat()
  return db
    .selectFrom('measures.measure')
    .selectAll()
    .where('subject_id', 'in', members)
    .where('state', '=', 'in-force')
    .where(eb => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', on)]))
    .orderBy('measure_id')
    .execute()
}

export async function shownMeasures(db: Db, rows: readonly MeasureRow[]): Promise<Measure[]> {
  const ids = rows.map(row => row.measure_id)
  const receipts = await receiptsOf(db, ids)
  const feedback =
    ids.length === 0
      ? []
      : await db
          .selectFrom('measures.feedback')
          .selectAll()
          .where('measure_id', 'in', ids)
          .orderBy('at')
          .execute()
  const byMeasure = Map.groupBy(feedback, row => row.measure_id)
  return rows.map(row =>
    shownMeasure(row, byMeasure.get(row.measure_id) ?? [], receipts.get(row.measure_id) ?? []),
  )
}

function shownMeasure(
  row: MeasureRow,
  feedback: readonly FeedbackRow[],
  receipts: readonly Receipt[],
): Measure {
  const { zh, en, labelZh, labelEn } = measureKind(row.measure)
  return {
    id: row.measure_id,
    measure: row.measure,
    zh,
    en,
    class: row.class,
    labelZh,
    labelEn,
    subject: { id: row.subject_id, name: row.subject_name, code: row.subject_code },
    basis: row.basis,
    entryId: row.entry_id,
    caseId: row.case_id,
    state: row.state,
    from: row.from_on,
    until: row.until_on,
    imposedBy: row.imposed_by,
    imposedAt: row.imposed_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    endReason: row.end_reason,
    feedback: feedback.map(({ organisation, applied, reason, at }) => ({
      organisation,
      applied,
      reason,
      at: at.toISOString(),
    })),
    receipts: receipts.map(({ organisation, imposed, lifted }) => ({
      organisation,
      imposedFetchedAt: imposed?.toISOString() ?? null,
      liftedFetchedAt: lifted?.toISOString() ?? null,
    })),
    proof: { batchId: row.batch_id, ordinal: row.ordinal },
  }
}

/** A measure as its reader may see it: what other recipients did and fetched is not told to one of them. */
export const seenBy = (actor: Actor, measure: Measure): Measure => {
  if (isGovernment(actor)) return measure
  const isOwn = ({ organisation }: { organisation: string }) =>
    organisation === actor.organisationCode
  const { feedback, receipts } = measure
  return { ...measure, feedback: feedback.filter(isOwn), receipts: receipts.filter(isOwn) }
}

type Check = AnswerOf<(typeof measureOperations)['checkOnboarding']>

/**
 * The entry check (requirement 6.5): restricted where a list or law says so, `reference` where there are only hints for
 * the market party's own choice. Another platform's own choice is not told (invariant 8).
 */
export async function checkOnboarding(
  db: Db,
  party: Party | undefined,
  { today, at }: { today: IsoDate; at: Date },
): Promise<Check> {
  const asOf = at.toISOString()
  if (!party) return { verdict: 'unknown-subject', subject: null, restrictions: [], asOf }
  const rows = await measuresInForce(db, [party.id], today)
  const against = rows.filter(row => row.class !== 'incentive' && row.organisation_id === null)
  const isBarred = against.some(row => row.class === 'rights' || row.measure === refuseEntry)
  return {
    verdict: isBarred ? 'restricted' : against.length > 0 ? 'reference' : 'clear',
    subject: { id: party.id, name: party.name, code: party.code },
    restrictions: against.map(row => {
      const { zh, en, labelZh, labelEn } = measureKind(row.measure)
      return {
        measure: row.measure,
        zh,
        en,
        class: row.class,
        labelZh,
        labelEn,
        basis: row.basis,
        until: row.until_on,
        proof: { batchId: row.batch_id, ordinal: row.ordinal },
      }
    }),
    asOf,
  }
}

const refuseEntry = 'platform.refuse-entry'

/** Subjects now on a list of serious dishonesty, for the home page. */
export async function listedCount(db: Db, on: IsoDate): Promise<number> {
  const row = await db
    .selectFrom('measures.entry')
    .select(sql<number>`count(distinct subject_id)`.as('subjects'))
    .where('nature', '=', 'serious-dishonesty')
    .where('state', '=', 'in-force')
    .where('until_on', '>=', on)
    .executeTakeFirstOrThrow()
  return Number(row.subjects)
}
