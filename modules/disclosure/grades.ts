/** Grades as the public reads them: in points, with the base every subject begins with, so that the reasons add up. */
import type { PublicSubject } from '#contract'
import { cardOf, cardTitle, explain } from '#modules/evaluation'
import type { Db } from '#platform/database'

type Grade = NonNullable<PublicSubject['grade']>

const gradeNames: Readonly<Record<string, { zh: string; en: string }>> = {
  A: { zh: '优秀', en: 'Excellent' },
  B: { zh: '良好', en: 'Good' },
  C: { zh: '一般', en: 'Fair' },
  D: { zh: '较差', en: 'Poor' },
}

export async function gradeOf(db: Db, subjectId: string): Promise<Grade | null> {
  const evaluation = await explain(db, subjectId)
  if (!evaluation) return null
  const { grade, scoreCenti, card, scoredAt, reasons, proof } = evaluation
  const published = cardOf(card.version)
  if (!published) throw new Error(`card version ${card.version} was never published`)
  const title = cardTitle(card.id)
  const name = gradeNames[grade] ?? { zh: grade, en: grade }
  return {
    grade,
    gradeZh: name.zh,
    gradeEn: name.en,
    score: points(scoreCenti),
    maxScore: points(published.bounds?.most ?? 10_000),
    card: card.id,
    cardZh: title.zh,
    cardEn: title.en,
    cardVersion: Number(card.version),
    evaluatedAt: scoredAt,
    reasons: [
      baseReason(published.base),
      ...reasons.map(({ item, pointsCenti, sentenceZh, sentenceEn, records }) => ({
        item,
        points: points(pointsCenti),
        zh: sentenceZh,
        en: sentenceEn,
        // Reasons also name other sources, such as `ratings`, which are no records to open.
        recordIds: records.filter(record => uuid.test(record)),
      })),
    ],
    proof,
  }
}

/** By subject, for a page of search results. */
export async function gradesOf(
  db: Db,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (subjects.length === 0) return new Map()
  const rows = await db
    .selectFrom('evaluation.current as current')
    .innerJoin('evaluation.score as score', join =>
      join
        .onRef('score.subject_id', '=', 'current.subject_id')
        .onRef('score.score_id', '=', 'current.score_id'),
    )
    .select(['score.subject_id', 'score.grade'])
    .where('current.subject_id', 'in', subjects)
    .execute()
  return new Map(rows.map(row => [row.subject_id, row.grade]))
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const points = (centi: number): number => centi / 100

const baseReason = (baseCenti: number): Grade['reasons'][number] => ({
  item: 'base',
  points: points(baseCenti),
  zh: `基础分：每个主体从 ${points(baseCenti)} 分起评。`,
  en: `Base: every subject begins with ${points(baseCenti)} points.`,
  recordIds: [],
})
