/**
 * Many subjects at once, as other rooms compare and name them: what is no secret of each, its shops, and the facts its
 * registration rests on. Names of natural persons are masked and their addresses absent.
 */
import { sql } from 'kysely'
import type { Actor } from '#contract'
import type { Db } from '#platform/database'
import { subjectVisibleTo } from './reads.ts'
import type { FactRow, ShopRow, SubjectRow } from './tables.ts'

export type Profile = Pick<SubjectRow, 'kind' | 'shown_name' | 'area' | 'address' | 'status'> & {
  readonly id: string
  /** Its own and those of duplicates merged into it. */
  readonly shops: readonly ShopRow[]
  /** The newest registration or amendment. */
  readonly fact: Pick<FactRow, 'batch_id' | 'ordinal'>
}

/** By id, of those who stand for themselves; unknown and merged ids are absent. Three queries, however many. */
export async function readProfiles(db: Db, ids: readonly string[]): Promise<Map<string, Profile>> {
  if (ids.length === 0) return new Map()
  const asked = sql`select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json)`
  const { rows: subjects } = await sql<SubjectRow>`
    select * from subjects.subject where subject_id in (${asked}) and canonical_id = subject_id
    order by subject_id`.execute(db)
  const { rows: shops } = await sql<ShopRow & { canonical_id: string }>`
    select shop.*, subject.canonical_id from subjects.subject join subjects.shop using (subject_id)
    where subject.canonical_id in (${asked})
    order by shop.opened_at, shop.platform, shop.shop`.execute(db)
  const { rows: facts } = await sql<FactRow>`
    select distinct on (subject_id) * from subjects.fact
    where subject_id in (${asked}) and type in ('subjects.registered', 'subjects.amended')
    order by subject_id, fact_id desc`.execute(db)
  const shopsOf = Map.groupBy(shops, shop => shop.canonical_id)
  const factOf = new Map(facts.map(fact => [fact.subject_id, fact]))
  return new Map(
    subjects.flatMap(subject => {
      const fact = factOf.get(subject.subject_id)
      if (!fact) return []
      const { subject_id: id, kind, shown_name, area, address, status } = subject
      const profile = { id, kind, shown_name, area, address, status, fact }
      return [[id, { ...profile, shops: shopsOf.get(id) ?? [] }] as const]
    }),
  )
}

/** By id, as they may be shown; of merged duplicates too. */
export async function shownNames(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('subjects.subject')
    .select(['subject_id', 'shown_name'])
    .where('subject_id', 'in', [...ids])
    .execute()
  return new Map(rows.map(row => [row.subject_id, row.shown_name]))
}

/** Which of these subjects the actor may open. */
export async function visibleAmong(
  db: Db,
  actor: Actor,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('subjects.subject as subject')
    .select('subject.subject_id')
    .where('subject.subject_id', 'in', [...ids])
    .where(subjectVisibleTo(actor))
    .execute()
  return new Set(rows.map(row => row.subject_id))
}
