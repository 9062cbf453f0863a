/**
 * Erasing a natural person (个人信息保护法 art. 47): its key is destroyed, so that every sealed copy, those in the
 * append-only facts included, is unreadable for good; its codes are released. The digests in the public log stay.
 */
import { sql } from 'kysely'
import type { ErasureGiven } from '#contract'
import type { Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { lockRegistry } from './claims.ts'
import { appendFacts } from './facts.ts'
import { isMasked } from './kinds.ts'
import { erasedColumns } from './projection.ts'
import { membersOf } from './reads.ts'
import type { Said } from './registrar.ts'

export async function eraseSubject(
  tx: Tx,
  subjectId: string,
  { ground, reason }: ErasureGiven,
  by: Said,
): Promise<void> {
  // Its codes become free, and no shop may open between the closing of those it keeps and the fact that tells of it.
  await lockRegistry(tx)
  const subject = await tx
    .selectFrom('subjects.subject')
    .select(['kind', 'status'])
    .where('subject_id', '=', subjectId)
    .forUpdate()
    .executeTakeFirst()
  if (!subject) refuse('subject.unknown', { subject: subjectId })
  if (subject.status === 'erased') refuse('subject.not-active', { subject: subjectId })
  if (!isMasked(subject.kind)) refuse('subject.not-personal', { subject: subjectId })
  // Duplicates that were merged into it are the same person.
  const members = await membersOf(tx, subjectId)
  await tx.deleteFrom('subjects.data_key').where('subject_id', 'in', members).execute()
  await tx.deleteFrom('subjects.code').where('subject_id', 'in', members).execute()
  await tx.deleteFrom('subjects.identifier').where('subject_id', 'in', members).execute()
  await tx.deleteFrom('subjects.search_text').where('subject_id', 'in', members).execute()
  await tx
    .updateTable('subjects.shop')
    .set({ closed_at: by.at })
    .where('subject_id', 'in', members)
    .where('closed_at', 'is', null)
    .execute()
  await tx
    .updateTable('subjects.subject')
    .set({ ...erasedColumns, sealed: sql`${JSON.stringify(erasedColumns.sealed)}::jsonb` })
    .where('subject_id', 'in', members)
    .execute()
  await appendFacts(
    tx,
    by,
    members.map(member => ({
      subjectId: member,
      type: 'subjects.erased',
      body: { ground, reason },
    })),
  )
}
