/**
 * Reputation: what buyers and people say of a subject, as points in a ledger with a ladder, and averages that few ratings
 * cannot carry away (E-Commerce Law art. 39). The rule is published with the figures.
 */
import Type, { type Static } from 'typebox'
import { operation } from './operation.ts'
import { Instant, Nullable, Page, PageQuery, Strict, Uuid } from './shapes.ts'
import { FactReference } from './subjects.ts'

export const pointsReasons = ['counted', 'pair-cap', 'same-item'] as const

export const Standing = Type.Object({
  level: Type.String(),
  points: Type.Integer(),
  next: Nullable(Type.Object({ level: Type.String(), missing: Type.Integer() })),
})

export const RatingSummary = Type.Object({
  /** Four or five stars, three, and one or two. */
  good: Type.Integer(),
  neutral: Type.Integer(),
  bad: Type.Integer(),
  /** Ratings the rule does not count, such as those of one pair above its cap. */
  notCounted: Type.Integer(),
  mean: Nullable(Type.Number()),
  bayesianMean: Type.Number(),
  /** Lower end of the 95 % interval of the share of good ratings. */
  wilsonLowerBound: Type.Number(),
  points: Type.Integer(),
  standing: Standing,
})
export type RatingSummary = Static<typeof RatingSummary>

export const RatingEntry = Type.Object({
  at: Instant,
  score: Type.Integer(),
  stars: Type.Integer(),
  points: Type.Integer(),
  reason: Type.Enum(pointsReasons),
  rule: Type.String(),
  ruleVersion: Type.String(),
  proof: FactReference,
})
export type RatingEntry = Static<typeof RatingEntry>

export const ReputationRule = Type.Object({
  name: Type.String(),
  version: Type.String(),
  titleZh: Type.String(),
  titleEn: Type.String(),
  basis: Type.String(),
  /** For one to five stars. */
  pointsByScore: Type.Array(Type.Integer()),
  pairCapPerMonth: Nullable(Type.Integer()),
  /** What the Bayesian mean begins with. */
  prior: Type.Object({ mean: Type.Number(), weight: Type.Number() }),
  ladder: Type.Array(Type.Object({ level: Type.String(), minPoints: Type.Integer() })),
})
export type ReputationRule = Static<typeof ReputationRule>

export const reputationOperations = {
  subjectRatings: operation({
    method: 'GET',
    path: '/public/subjects/:id/ratings',
    zh: '主体的交易评价与积分',
    en: 'A subject’s ratings and points, newest first',
    params: Strict({ id: Uuid }),
    query: Strict(PageQuery),
    answer: Type.Object({
      subjectId: Uuid,
      asOf: Instant,
      summary: RatingSummary,
      ...Page(RatingEntry).properties,
    }),
  }),
  reputationRules: operation({
    method: 'GET',
    path: '/reputation/rules',
    zh: '评价计分规则',
    en: 'The rule that ratings are counted by',
    answer: ReputationRule,
  }),
}
