/**
 * The texts of facts on public display, so that anyone can recompute their fingerprints (invariant 10): a record shown, a
 * list entry in force, a grade that stands on shown records. A text says more than its fingerprint, so every other fact,
 * and every fact whose display has ended, is refused like one that never was.
 */
import { chineseDay } from '#lib/calendar'
import { entriesOf } from '#modules/measures'
import { publicRecords } from '#modules/records'
import { type FactPlace, type FactProof, type LogKeys, proveFact } from '#modules/transparency'
import type { Db } from '#platform/database'
import { refuse } from '#platform/runtime'
import { gradeOf } from './grades.ts'
import { publicSubjectOf } from './sight.ts'

export async function provePublicFact(
  db: Db,
  keys: LogKeys,
  place: FactPlace,
  asOf: Date,
): Promise<FactProof> {
  const stored = await storedFact(db, place)
  const subjectId = stored && (await publicSubjectOf(db, stored.subjectId, asOf))
  if (!stored || !subjectId || !(await isShown(db, { ...place, ...stored, subjectId }, asOf)))
    return refuse('disclosure.fact-not-public')
  return proveFact(db, keys, { ...place, body: stored.body })
}

type Stored = {
  readonly room: 'records' | 'measures' | 'evaluation'
  readonly subjectId: string
  readonly body: string
}

/** The fact in the tables whose facts the public page shows. */
async function storedFact(db: Db, { batchId, ordinal }: FactPlace): Promise<Stored | undefined> {
  const record = await db
    .selectFrom('records.fact')
    .select(['subject_id', 'body'])
    .where('batch_id', '=', batchId)
    .where('ordinal', '=', ordinal)
    .executeTakeFirst()
  if (record) return { room: 'records', subjectId: record.subject_id, body: record.body }
  const measure = await db
    .selectFrom('measures.fact')
    .select(['owner_id', 'body'])
    .where('batch_id', '=', batchId)
    .where('ordinal', '=', ordinal)
    .executeTakeFirst()
  if (measure) return { room: 'measures', subjectId: measure.owner_id, body: measure.body }
  const score = await db
    .selectFrom('evaluation.score')
    .select(['subject_id', 'body'])
    .where('batch_id', '=', batchId)
    .where('ordinal', '=', ordinal)
    .executeTakeFirst()
  return score && { room: 'evaluation', subjectId: score.subject_id, body: score.body }
}

type Asked = Stored & FactPlace

/** Whether the public page of the subject refers to this very fact today. */
async function isShown(db: Db, asked: Asked, asOf: Date): Promise<boolean> {
  const { subjectId } = asked
  const isIt = ({ proof }: { proof: FactPlace | null }) =>
    proof !== null && proof.batchId === asked.batchId && proof.ordinal === asked.ordinal
  switch (asked.room) {
    case 'records':
      return (await publicRecords(db, subjectId, asOf)).some(isIt)
    case 'measures':
      return (await entriesOf(db, subjectId, chineseDay(asOf.getTime()))).some(isIt)
    case 'evaluation': {
      const grade = await gradeOf(db, subjectId)
      if (!grade || !isIt(grade)) return false
      // The text of a grade names its records: one that ended since it was given may not be learnt from it.
      const shown = new Set((await publicRecords(db, subjectId, asOf)).map(({ id }) => id))
      return grade.reasons.every(({ recordIds }) => recordIds.every(id => shown.has(id)))
    }
  }
}
