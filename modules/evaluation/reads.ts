/** Reading evaluations: the one that stands, explained. */
import type { SubjectEvaluation } from '#contract'
import { explain as sentencesOf } from '#lib/scorecard'
import type { Db } from '#platform/database'
import { evaluationOf, type ScoreBody } from './scores.ts'

/** The evaluation that stands with its explanation; undefined where the subject was never evaluated. */
export async function explain(db: Db, subjectId: string): Promise<SubjectEvaluation | undefined> {
  const row = await db
    .selectFrom('evaluation.current')
    .innerJoin('evaluation.score', join =>
      join
        .onRef('evaluation.score.subject_id', '=', 'evaluation.current.subject_id')
        .onRef('evaluation.score.score_id', '=', 'evaluation.current.score_id'),
    )
    .select(['body', 'batch_id', 'ordinal'])
    .where('evaluation.current.subject_id', '=', subjectId)
    .executeTakeFirst()
  if (!row) return undefined
  const body = JSON.parse(row.body) as ScoreBody
  return {
    subjectId: body.subject,
    scoreCenti: body.scoreCenti,
    grade: body.grade,
    asOf: body.asOf,
    scoredAt: body.at,
    card: { id: body.card.id, version: body.card.version },
    reasons: body.reasons.map(reason => ({
      item: reason.item,
      pointsCenti: reason.points,
      maxCenti: reason.max,
      sentenceZh: reason.sentenceZh,
      sentenceEn: reason.sentenceEn,
      records: reason.records,
    })),
    disputed: [...body.disputed],
    explanation: sentencesOf(evaluationOf(body)),
    proof: { batchId: row.batch_id, ordinal: row.ordinal },
  }
}

/** The grade in force of each subject that has one. */
export async function currentGrades(
  db: Db,
  subjectIds: readonly string[],
): Promise<Map<string, string>> {
  if (subjectIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('evaluation.current')
    .innerJoin('evaluation.score', join =>
      join
        .onRef('evaluation.score.subject_id', '=', 'evaluation.current.subject_id')
        .onRef('evaluation.score.score_id', '=', 'evaluation.current.score_id'),
    )
    .select(['evaluation.current.subject_id', 'grade'])
    .where('evaluation.current.subject_id', 'in', subjectIds)
    .execute()
  return new Map(rows.map(row => [row.subject_id, row.grade]))
}
