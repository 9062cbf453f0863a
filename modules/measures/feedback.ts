/** Feedback on measures: what each recipient did with what it was told (requirements 18.4, 19.5). */
import type { Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { appendFact } from './facts.ts'
import { isAddressed } from './feed.ts'
import { lockedMeasure } from './measures.ts'
import { feedbackColumns, feedbackRow } from './projection.ts'
import type { Said } from './said.ts'
import type { MeasureRow } from './tables.ts'

/** What a recipient did: applied it, or not and why (requirement 19.5). */
export async function reportMeasure(
  tx: Tx,
  measureId: string,
  { applied, reason = null }: { applied: boolean; reason?: string | null | undefined },
  said: Said,
): Promise<MeasureRow> {
  if (!applied && !reason) refuse('measures.reason-missing')
  const row = await lockedMeasure(tx, measureId)
  const { actor } = said
  if (actor.organisationId === null || !isAddressed(row, actor))
    refuse('measures.unknown', { measure: measureId })
  const organisation = actor.organisationCode ?? actor.name
  const body = { measure: row.measure, measureId, organisation, applied, reason }
  const { fact } = await appendFact(
    tx,
    { type: 'measures.reported', owner: row.subject_id, body },
    said,
  )
  await tx
    .insertInto('measures.feedback')
    .values(feedbackRow(fact))
    .onConflict(conflict =>
      conflict.columns(['measure_id', 'organisation_id']).doUpdateSet(feedbackColumns(fact)),
    )
    .execute()
  return row
}
