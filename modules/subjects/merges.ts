/**
 * Merging duplicates and undoing it (requirement 0.2). Nothing is moved: the duplicate's `merged_into` names the kept
 * subject, and `canonical_id` says who stands for whom, so that a merge can be undone without loss.
 */
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { lockRegistry } from './claims.ts'
import { appendFacts } from './facts.ts'
import { mergeRow } from './projection.ts'
import type { Said } from './registrar.ts'
import type { MergeRow } from './tables.ts'

export async function mergeSubjects(
  tx: Tx,
  { into, from, reason }: { into: string; from: string; reason: string },
  by: Said,
): Promise<MergeRow> {
  await lockRegistry(tx)
  const status = await statusOf(tx, [into, from])
  for (const id of [into, from])
    if (status.get(id) !== 'active') refuse('subject.not-active', { subject: id })
  if (into === from) refuse('subject.merge-self')
  const row = mergeRow({ merge: by.ids.next(), into, from, reason }, by.at)
  await tx.insertInto('subjects.merge').values(row).execute()
  await tx
    .updateTable('subjects.subject')
    .set({ status: 'merged', merged_into: into })
    .where('subject_id', '=', from)
    .execute()
  await standFor(tx, from, into)
  await tellBoth(tx, 'subjects.merged', row, reason, by)
  return row
}

/** Undoes a merge: both subjects are again what they were, with everything that was said of either since. */
export async function splitSubjects(
  tx: Tx,
  mergeId: string,
  reason: string,
  by: Said,
): Promise<MergeRow> {
  await lockRegistry(tx)
  const merge = await tx
    .updateTable('subjects.merge')
    .set({ undone_at: by.at })
    .where('merge_id', '=', mergeId)
    .where('undone_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!merge) refuse('merge.unknown', { merge: mergeId })
  await tx
    .updateTable('subjects.subject')
    // Whoever was erased with the other stays erased.
    .set({
      status: sql`case status when 'erased' then status else 'active' end`,
      merged_into: null,
    })
    .where('subject_id', '=', merge.from_id)
    .execute()
  await standFor(tx, merge.from_id, merge.from_id)
  await tellBoth(tx, 'subjects.split', merge, reason, by)
  return merge
}

export const mergesOf = (db: Db, subjectId: string): Promise<MergeRow[]> =>
  db
    .selectFrom('subjects.merge')
    .selectAll()
    .where(row => row.or([row('into_id', '=', subjectId), row('from_id', '=', subjectId)]))
    .orderBy('merged_at')
    .execute()

/** `standing`, itself active, represents from now on `root` and everyone merged into it, however deep. */
async function standFor(tx: Tx, root: string, standing: string): Promise<void> {
  await sql`
    with recursive member as (
      select ${root}::uuid as subject_id
      union all
      select below.subject_id from subjects.subject as below
      join member on below.merged_into = member.subject_id
    )
    update subjects.subject set canonical_id = ${standing}::uuid
    from member where subject.subject_id = member.subject_id`.execute(tx)
}

async function tellBoth(
  tx: Tx,
  type: 'subjects.merged' | 'subjects.split',
  { merge_id, into_id, from_id }: MergeRow,
  reason: string,
  by: Said,
): Promise<void> {
  const body = { merge: merge_id, into: into_id, from: from_id, reason }
  await appendFacts(
    tx,
    by,
    [into_id, from_id].map(subjectId => ({ subjectId, type, body })),
  )
}

async function statusOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('subjects.subject')
    .select(['subject_id', 'status'])
    .where('subject_id', 'in', ids)
    .execute()
  return new Map(rows.map(row => [row.subject_id, row.status]))
}
