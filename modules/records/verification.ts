/**
 * Folds every record again from its facts and compares it with the stored one in every column (invariants 1 and 4), so
 * that what is displayed of a subject is what was entered, corrected, disputed and ended.
 */
import {
  type Checked,
  type CheckProgress,
  compareRows,
  type Faults,
  faultList,
  keyPages,
} from '#modules/transparency'
import type { Db } from '#platform/database'
import { placedFact } from './reads.ts'
import { foldFacts, type RecordState, recordRow } from './state.ts'

const subjectsPerPage = 200

export async function verifyRecords(
  db: Db,
  { progress }: { progress?: CheckProgress } = {},
): Promise<Checked<'records'>> {
  const faults = faultList()
  let records = 0
  const columns = ['records.fact', 'records.record'].map(table => ({ table, column: 'subject_id' }))
  for await (const subjects of keyPages(db, columns, subjectsPerPage)) {
    const { states, unsound } = await statesAgain(db, subjects, faults)
    const rows = await db
      .selectFrom('records.record')
      .selectAll()
      .where('subject_id', 'in', subjects)
      .execute()
    const sound = rows.filter(({ record_id }) => !unsound.has(record_id))
    const told = new Map(states.map(state => [nameOf(state.subjectId, state.id), recordRow(state)]))
    const stored = new Map(sound.map(row => [nameOf(row.subject_id, row.record_id), row]))
    compareRows('record', { told, stored }, faults)
    records += rows.length
    progress?.(records)
  }
  return { checked: { records }, faults: faults.listed, more: faults.more() }
}

const nameOf = (subjectId: string, recordId: string): string => `${subjectId} ${recordId}`

/** Every record as its facts add up; one whose facts do not is named. */
async function statesAgain(db: Db, subjects: readonly string[], faults: Faults) {
  const facts = await db
    .selectFrom('records.fact')
    .select(['subject_id', 'record_id', 'body', 'batch_id', 'ordinal'])
    .where('subject_id', 'in', subjects)
    .orderBy('fact_id')
    .execute()
  const states: RecordState[] = []
  const unsound = new Set<string>()
  for (const [recordId, rows] of Map.groupBy(facts, row => row.record_id))
    try {
      states.push(...foldFacts(rows.map(placedFact)))
    } catch (error) {
      const which = nameOf(rows[0]!.subject_id, recordId)
      faults.add('record', which, `its facts do not add up: ${(error as Error).message}`)
      unsound.add(recordId)
    }
  return { states, unsound }
}
