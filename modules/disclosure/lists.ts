/** The public lists (requirement 17.4): their kinds, each with its legal basis, and who stands on one now. */
import { sql } from 'kysely'
import type {
  AnswerOf,
  disclosureOperations,
  ListEntry,
  ListType,
  PublicListEntry,
  PublicListing,
  PublicListType,
} from '#contract'
import { chineseDay } from '#lib/calendar'
import { entriesOf, entryInForce, listEntries, listTypes } from '#modules/measures'
import { readPolicies } from '#modules/policy'
import { readDirectory } from '#modules/subjects'
import type { Db } from '#platform/database'
import { decodeCursor, pageOf } from '#platform/http'
import { refuse } from '#platform/runtime'

type Entries = typeof disclosureOperations.publicListEntries

const pageRows = 50

/** Every kind of list with its basis, its term and how many stand on it. */
export async function publicLists(db: Db, asOf: Date): Promise<PublicListType[]> {
  const today = chineseDay(asOf.getTime())
  const types = await listTypes(db, { today, policies: await readPolicies(db) })
  return types.map(shownType)
}

/** Entries in force, newest first; candidates and ended entries are not public. */
export async function publicListEntries(
  db: Db,
  query: { listType: string; cursor?: string | undefined; limit?: number | undefined },
  asOf: Date,
): Promise<AnswerOf<Entries>> {
  const list = (await publicLists(db, asOf)).find(type => type.listType === query.listType)
  if (!list) return refuse('disclosure.list-unknown', { listType: query.listType })
  const limit = query.limit ?? pageRows
  const cursor = decodeCursor(query.cursor, 1)?.[0]
  const before = cursor === undefined ? undefined : String(cursor)
  const on = chineseDay(asOf.getTime())
  const rows = await listEntries(db, list.listType, { on, before, limit: limit + 1 })
  const subjects = await subjectsOf(
    db,
    rows.map(row => row.subject.id),
  )
  const page = pageOf(
    rows,
    limit,
    row => [row.id],
    row => shownEntry(row, subjects),
  )
  return { ...page, list, asOf: asOf.toISOString() }
}

type Entry = typeof disclosureOperations.publicListEntry

/** One entry with its list, while it is in force. */
export async function publicListEntry(
  db: Db,
  entryId: string,
  asOf: Date,
): Promise<AnswerOf<Entry>> {
  const entry = await entryInForce(db, entryId, chineseDay(asOf.getTime()))
  const list = entry && (await publicLists(db, asOf)).find(type => type.listType === entry.listType)
  if (!list) return refuse('disclosure.entry-unknown', { entry: entryId })
  const subjects = await subjectsOf(db, [entry.subject.id])
  return { ...shownEntry(entry, subjects), list, asOf: asOf.toISOString() }
}

/** The lists one subject stands on that day. */
export async function listingsOf(db: Db, subjectId: string, on: string): Promise<PublicListing[]> {
  const entries = await entriesOf(db, subjectId, on)
  return entries.map(entry => ({
    listType: entry.listType,
    titleZh: entry.listZh,
    titleEn: entry.listEn,
    nature: entry.nature,
    ...decisionOf(entry),
  }))
}

/** How many lists each subject stands on that day, for a page of search results. */
export async function listedOf(
  db: Db,
  subjects: readonly string[],
  on: string,
): Promise<ReadonlyMap<string, number>> {
  if (subjects.length === 0) return new Map()
  const rows = await db
    .selectFrom('measures.entry as entry')
    .innerJoin('subjects.subject as member', 'member.subject_id', 'entry.subject_id')
    .select(['member.canonical_id', sql<number>`count(*)`.as('lists')])
    .where('member.canonical_id', 'in', subjects)
    .where('entry.state', '=', 'in-force')
    .where('entry.until_on', '>=', on)
    .groupBy('member.canonical_id')
    .execute()
  return new Map(rows.map(row => [row.canonical_id, row.lists]))
}

const shownType = (type: ListType): PublicListType => ({
  listType: type.code,
  titleZh: type.zh,
  titleEn: type.en,
  nature: type.nature,
  basis: `${type.basis} ${type.article}`.trim(),
  termZh: type.termZh,
  termEn: type.termEn,
  entries: type.entries,
})

type Party = PublicListEntry['subject']

function shownEntry(entry: ListEntry, subjects: ReadonlyMap<string, Party>): PublicListEntry {
  const subject = subjects.get(entry.subject.id)
  if (!subject) throw new Error(`list entry ${entry.id} names no subject`)
  return { subject, ...decisionOf(entry) }
}

/** Reasons are decided in Chinese; some come with an English text, which is for reading only. */
const decisionOf = (entry: ListEntry) => ({
  entryId: entry.id,
  basis: entry.basis,
  reasonZh: entry.reason,
  reasonEn: entry.reasonEn ?? entry.reason,
  decidedBy: entry.decidedBy,
  enteredOn: entry.enteredOn!,
  until: entry.until,
  proof: entry.proof,
})

/** Each subject with the strongest code it has, so that namesakes can be told apart; personal codes are masked. */
async function subjectsOf(db: Db, ids: readonly string[]): Promise<Map<string, Party>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('subjects.subject as subject')
    .select(['subject.subject_id', 'subject.shown_name', 'subject.kind', 'subject.area'])
    .select(row =>
      row
        .selectFrom('subjects.identifier as identifier')
        .select('identifier.shown')
        .whereRef('identifier.subject_id', '=', 'subject.subject_id')
        .orderBy(order =>
          order
            .case('identifier.kind')
            .when('uscc')
            .then(0)
            .when('residentId')
            .then(1)
            .else(2)
            .end(),
        )
        .orderBy('identifier.code')
        .limit(1)
        .as('code'),
    )
    .where('subject.subject_id', 'in', ids)
    .execute()
  const directory = await readDirectory(db)
  return new Map(
    rows.map(row => [
      row.subject_id,
      {
        id: row.subject_id,
        name: row.shown_name,
        kind: row.kind,
        ...directory.area(row.area),
        code: row.code,
      },
    ]),
  )
}
