/**
 * Evaluation: a published card over the facts about a subject gives a score, a grade and the reasons down to the record.
 * Whoever is graded can read how it came about and have it done again (PIPL art. 24).
 */
import Type, { type Static } from 'typebox'
import { operation } from './operation.ts'
import { Day, Instant, Strict, Uuid } from './shapes.ts'
import { FactReference } from './subjects.ts'

export const EvaluationReason = Type.Object({
  item: Type.String(),
  pointsCenti: Type.Integer(),
  /** The most the item could have added. */
  maxCenti: Type.Integer(),
  sentenceZh: Type.String(),
  sentenceEn: Type.String(),
  /** Ids of records, or the name of another source such as `ratings`. */
  records: Type.Array(Type.String()),
})

export const SubjectEvaluation = Type.Object({
  subjectId: Uuid,
  /** Hundredths of a point. */
  scoreCenti: Type.Integer(),
  grade: Type.String(),
  asOf: Day,
  scoredAt: Instant,
  card: Type.Object({ id: Type.String(), version: Type.String() }),
  reasons: Type.Array(EvaluationReason),
  /** Records among the reasons that are disputed and not settled. */
  disputed: Type.Array(Uuid),
  explanation: Type.Object({ zh: Type.Array(Type.String()), en: Type.Array(Type.String()) }),
  proof: FactReference,
})
export type SubjectEvaluation = Static<typeof SubjectEvaluation>

const Centi = Type.Integer()

export const EvaluationCard = Type.Object({
  id: Type.String(),
  version: Type.String(),
  base: Centi,
  bounds: Type.Optional(Type.Object({ least: Centi, most: Centi })),
  items: Type.Array(
    Type.Object({
      key: Type.String(),
      titleZh: Type.String(),
      titleEn: Type.String(),
      feature: Type.String(),
      weight: Type.Integer(),
      points: Type.Union([
        Type.Object({
          kind: Type.Literal('bands'),
          bands: Type.Array(Type.Object({ from: Type.Integer(), points: Centi })),
        }),
        Type.Object({ kind: Type.Literal('perUnit'), each: Centi, least: Centi, most: Centi }),
      ]),
      ageing: Type.Optional(
        Type.Array(Type.Object({ untilDays: Type.Integer(), permille: Type.Integer() })),
      ),
      unitZh: Type.Optional(Type.String()),
      unitEn: Type.Optional(Type.String()),
      basis: Type.String(),
    }),
  ),
  grades: Type.Array(Type.Object({ grade: Type.String(), min: Centi })),
})
export type EvaluationCard = Static<typeof EvaluationCard>

export const evaluationOperations = {
  subjectEvaluation: operation({
    method: 'GET',
    path: '/public/subjects/:id/evaluation',
    zh: '主体的信用评价及理由',
    en: 'A subject’s grade and the reasons for it',
    params: Strict({ id: Uuid }),
    answer: SubjectEvaluation,
  }),
  evaluationCard: operation({
    method: 'GET',
    path: '/evaluation/card',
    zh: '信用评分卡',
    en: 'The card that subjects are evaluated by',
    answer: EvaluationCard,
  }),
}
