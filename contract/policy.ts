/**
 * Policy: every number of law as dated data with its legal basis and how sure we are of it (requirement 22.2).
 * `confidence` says whether the figure was read in the official text or must still be confirmed.
 */
import Type, { type Static } from 'typebox'
import { operation } from './operation.ts'
import { Day, Nullable, Page, PageQuery, Strict, Text } from './shapes.ts'

export const confidences = ['text', 'reported', 'known', 'to-be-confirmed'] as const
export const units = [
  'wd',
  'day',
  'hour',
  'month',
  'year',
  'count',
  'fen',
  'ratio',
  'percent',
  'json',
] as const

export const PolicyRule = Type.Object({
  key: Type.String(),
  value: Type.Unknown(),
  unit: Type.Enum(units),
  titleZh: Type.String(),
  titleEn: Type.String(),
  basis: Type.String(),
  /** Citations of law as they are cited; whatever else it rests on in English. */
  basisEn: Type.String(),
  sourceUrl: Nullable(Type.String()),
  confidence: Type.Enum(confidences),
  from: Day,
  to: Nullable(Day),
  version: Type.Integer(),
})
export type PolicyRule = Static<typeof PolicyRule>

export const policyOperations = {
  listPolicies: operation({
    method: 'GET',
    path: '/policies',
    zh: '政策数值一览',
    en: 'List policy numbers in force on a day',
    query: Strict({
      ...PageQuery,
      on: Type.Optional(Day),
      prefix: Type.Optional(Type.String({ maxLength: 60 })),
    }),
    answer: Page(PolicyRule),
  }),
  policyHistory: operation({
    method: 'GET',
    path: '/policies/:key/history',
    zh: '政策数值沿革',
    en: 'Every version of one policy number',
    params: Strict({ key: Type.String({ maxLength: 100 }) }),
    answer: Type.Object({ items: Type.Array(PolicyRule) }),
  }),
  enactPolicy: operation({
    method: 'POST',
    path: '/policies/:key',
    zh: '发布政策数值的新版本',
    en: 'Enact a new version of a policy number',
    params: Strict({ key: Type.String({ maxLength: 100 }) }),
    body: Strict({
      value: Type.Unknown(),
      from: Day,
      basis: Text,
      confidence: Type.Enum(confidences),
      sourceUrl: Type.Optional(Type.String({ maxLength: 500 })),
    }),
    answer: PolicyRule,
  }),
}
