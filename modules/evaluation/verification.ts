/**
 * Does every stored evaluation again by its published card, and compares the one that stands for each subject with its
 * newest (invariant 4).
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
import { recomputeScore, resultDigest, type ScoreBody } from './scores.ts'
import type { CurrentRow } from './tables.ts'

const subjectsPerPage = 200

export async function verifyScores(
  db: Db,
  { progress }: { progress?: CheckProgress } = {},
): Promise<Checked<'scores'>> {
  const faults = faultList()
  let scores = 0
  const columns = ['score', 'current'].map(table => ({
    table: `evaluation.${table}`,
    column: 'subject_id',
  }))
  for await (const subjects of keyPages(db, columns, subjectsPerPage)) {
    const rows = await db
      .selectFrom('evaluation.score')
      .select(['subject_id', 'score_id', 'body'])
      .where('subject_id', 'in', subjects)
      .orderBy('subject_id')
      .orderBy('score_id')
      .execute()
    for (const row of rows) checkScore(row, faults)
    const standing = await db
      .selectFrom('evaluation.current')
      .selectAll()
      .where('subject_id', 'in', subjects)
      .execute()
    const stored = new Map(standing.map(row => [row.subject_id, row]))
    // The newest of each subject comes last and takes its place.
    const newest = new Map(rows.map(row => [row.subject_id, row]))
    const told = new Map([...newest].map(([subject, row]) => [subject, standingRow(row)]))
    compareRows('evaluation that stands', { told, stored }, faults)
    scores += rows.length
    progress?.(scores)
  }
  return { checked: { scores }, faults: faults.listed, more: faults.more() }
}

type Stored = { readonly subject_id: string; readonly score_id: string; readonly body: string }

function checkScore({ subject_id, score_id, body }: Stored, faults: Faults): void {
  if (!recomputeScore(body).same)
    faults.add('score', `${subject_id} ${score_id}`, 'the published card does not give it again')
}

const standingRow = ({ subject_id, score_id, body }: Stored): CurrentRow => ({
  subject_id,
  score_id,
  result_sha256: resultDigest(JSON.parse(body) as ScoreBody),
})
