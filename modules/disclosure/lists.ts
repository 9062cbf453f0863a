/** The public lists (requirement 17.4): their kinds, each with its legal basis, and who stands on one now. */
import type { AnswerOf, disclosureOperations, PublicListEntry } from '#contract'
import { areaOf } from '#lib/identifiers'
import type { Db } from '#platform/database'
import { decodeCursor, pageOf } from '#platform/http'
import { refuse } from '#platform/runtime'
import type { ListEntryRow, PublicSources } from './sources.ts'

type Entries = typeof disclosureOperations.publicListEntries

const pageRows = 50

export async function listEntries(
  db: Db,
  sources: PublicSources,
  query: { listType: string; cursor?: string | undefined; limit?: number | undefined },
  asOf: Date,
): Promise<AnswerOf<Entries>> {
  const list = (await sources.listTypes(db, asOf)).find(type => type.listType === query.listType)
  if (!list) return refuse('disclosure.list-unknown', { listType: query.listType })
  const limit = query.limit ?? pageRows
  const cursor = decodeCursor(query.cursor, 1)?.[0]
  const after = cursor === undefined ? undefined : String(cursor)
  const rows = await sources.entriesOf(db, list.listType, { after, limit: limit + 1 }, asOf)
  const subjects = await subjectsOf(
    db,
    rows.map(row => row.subjectId),
  )
  const page = pageOf(
    rows,
    limit,
    row => [row.entryId],
    row => shownEntry(row, subjects),
  )
  return { ...page, list, asOf: asOf.toISOString() }
}

type Party = PublicListEntry['subject']

function shownEntry(
  { subjectId, ...entry }: ListEntryRow,
  subjects: ReadonlyMap<string, Party>,
): PublicListEntry {
  const subject = subjects.get(subjectId)
  if (!subject) throw new Error(`list entry ${entry.entryId} names no subject`)
  return { ...entry, subject }
}

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
  return new Map(
    rows.map(row => [
      row.subject_id,
      {
        id: row.subject_id,
        name: row.shown_name,
        kind: row.kind,
        areaZh: areaOf(row.area)?.zh ?? row.area,
        code: row.code,
      },
    ]),
  )
}
