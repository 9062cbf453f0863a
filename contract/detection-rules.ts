/**
 * Rules that staff write (requirements 4.6, 13.1, 14.3): conditions over published fields, as an expression or a
 * decision table; checked, versioned, tested on past trade, activated by a second person from a day on with its basis, and
 * explained when they hit and when they do not. Test runs and trials leave no trace in the public log or among alerts.
 */
import Type, { type Static } from 'typebox'
import { behaviourCodes } from './behaviours.ts'
import { alertLevels, ShopKey } from './detection.ts'
import { TrialSuspicion } from './detection-models.ts'
import { operation } from './operation.ts'
import {
  Bilingual,
  Day,
  Instant,
  limits,
  Name,
  Nullable,
  Page,
  PageQuery,
  Strict,
  Text,
  Uuid,
} from './shapes.ts'
import { tradeKinds } from './trade.ts'

export const ruleContentLimits = {
  chars: 4_000,
  cellChars: 1_000,
  rows: 1_000,
  columns: 20,
  whyNotDays: 31,
} as const

export const ruleStates = ['draft', 'tested', 'active', 'retired'] as const
export type RuleState = (typeof ruleStates)[number]

const RuleCode = Type.String({ pattern: '^(?!(fields|check)$)[a-z][a-z0-9-]{1,39}$' })
const Version = Type.Integer({ minimum: 1, maximum: 1_000_000 })
const ByCode = Strict({ code: RuleCode })
const ByVersion = Strict({ code: RuleCode, version: Version })
const Outcome = Type.Enum(alertLevels)
const Expression = Type.String({ maxLength: ruleContentLimits.chars })
const Cell = Type.String({ maxLength: ruleContentLimits.cellChars })
const Token = Type.String({ minLength: 1, maxLength: limits.tokenChars })
const Words = Strict({ zh: Name, en: Name })
const on = Type.Array(Type.Enum(tradeKinds as string[]), { maxItems: 20, uniqueItems: true })

const RuleBody = Type.Union([
  Strict({ on, form: Type.Literal('expression'), text: Expression, outcome: Outcome }),
  Strict({
    on,
    form: Type.Literal('table'),
    table: Strict({
      columns: Type.Array(Expression, { maxItems: ruleContentLimits.columns }),
      rows: Type.Array(
        Strict({
          cells: Type.Array(Cell, { maxItems: ruleContentLimits.columns }),
          outcome: Outcome,
        }),
        { maxItems: ruleContentLimits.rows },
      ),
    }),
  }),
])

/** All that a version says; a changed word is a new version. */
export const RuleContent = Strict({
  title: Words,
  behaviour: Type.Enum(behaviourCodes),
  /** Whose act a hit is: the shop's, or the buyer's with the shop as its victim. */
  about: Type.Enum(['shop', 'buyer']),
  /** How often it is expected to be right, 0 to 1; it becomes the confidence of its suspicions. */
  confidence: Type.Number({ minimum: 0.01, maximum: 0.99 }),
  rule: RuleBody,
})
export type RuleContent = Static<typeof RuleContent>

export const RuleField = Type.Object({
  name: Type.String(),
  zh: Type.String(),
  title: Bilingual,
  group: Bilingual,
  type: Type.Enum(['number', 'text']),
  unit: Type.Optional(Type.Enum(['count', 'ratio', 'share', 'score', 'fen', 'g', 's'])),
  /** Kinds of event that carry it; absent: all. */
  on: Type.Optional(Type.Array(Type.String())),
  options: Type.Optional(
    Type.Array(Type.Object({ value: Type.String(), zh: Type.String(), en: Type.String() })),
  ),
})

export const RuleFault = Type.Object({
  code: Type.String(),
  /** Characters of the expression or cell, [start, end). */
  start: Type.Integer(),
  end: Type.Integer(),
  field: Nullable(Type.String()),
  suggestion: Nullable(Type.String()),
  /** Of a table, from 0; row −1 is a column's head. */
  cell: Type.Optional(Type.Object({ row: Type.Integer(), column: Type.Integer() })),
  zh: Type.String(),
  en: Type.String(),
})
export type RuleFault = Static<typeof RuleFault>

/** A test of a condition with its verdict, for people; `depth` is its place in the tree. */
export const ExplainedStep = Type.Object({
  depth: Type.Integer(),
  kind: Type.Enum(['all', 'any', 'not', 'test']),
  met: Type.Boolean(),
  /** Had it come out otherwise, the verdict might have been another. */
  decisive: Type.Boolean(),
  zh: Type.String(),
  en: Type.String(),
  value: Nullable(Bilingual),
})
export type ExplainedStep = Static<typeof ExplainedStep>

export const RuleExample = Type.Object({
  shop: ShopKey,
  account: Nullable(Type.String()),
  kind: Type.String(),
  eventId: Type.String(),
  at: Instant,
  /** The line of a table that decided, from 0. */
  line: Type.Integer(),
  met: Type.Boolean(),
  /** Tests that came out as the condition needs, of how many. */
  passed: Type.Integer(),
  of: Type.Integer(),
  steps: Type.Array(ExplainedStep),
})
export type RuleExample = Static<typeof RuleExample>

export const RuleTest = Type.Object({
  id: Uuid,
  code: Type.String(),
  version: Type.Integer(),
  state: Type.Enum(['running', 'finished', 'failed']),
  startedAt: Instant,
  finishedAt: Nullable(Instant),
  startedBy: Type.String(),
  from: Instant,
  until: Instant,
  /** How far the run has come in time. */
  reachedAt: Nullable(Instant),
  events: Type.Integer(),
  hits: Type.Integer(),
  /** Acts that would have become alerts, before combining with other models. */
  acts: Type.Integer(),
  shops: Type.Integer(),
  accounts: Type.Integer(),
  byLevel: Type.Record(Type.String(), Type.Integer()),
  /** Hits of each line of a table. */
  byLine: Type.Array(Type.Integer()),
  examples: Type.Array(RuleExample),
  /** Against alerts of the period that people have ended; precision null where none of them was found. */
  judged: Nullable(
    Type.Object({
      confirmedFound: Type.Integer(),
      confirmedMissed: Type.Integer(),
      refutedFound: Type.Integer(),
      precision: Nullable(Type.Number()),
    }),
  ),
  fault: Nullable(Type.String()),
})
export type RuleTest = Static<typeof RuleTest>

const Person = Type.Object({ id: Uuid, name: Type.String() })

export const RuleVersion = Type.Object({
  code: Type.String(),
  version: Type.Integer(),
  state: Type.Enum(ruleStates),
  content: RuleContent,
  /** The condition in words, one for each line. */
  lines: Type.Array(Type.Object({ outcome: Outcome, zh: Type.String(), en: Type.String() })),
  /** SHA-256 of the content's RFC 8785 text. */
  digest: Type.String(),
  author: Person,
  draftedAt: Instant,
  approver: Nullable(Person),
  activatedAt: Nullable(Instant),
  /** In force from this day until the day before `until`. */
  from: Nullable(Day),
  until: Nullable(Day),
  basis: Nullable(Type.String()),
  testId: Nullable(Uuid),
  retired: Nullable(Type.Object({ at: Instant, by: Type.String(), reason: Type.String() })),
  onTrial: Type.Boolean(),
  /** The newest finished test. */
  test: Nullable(RuleTest),
})
export type RuleVersion = Static<typeof RuleVersion>

export const RuleBrief = Type.Object({
  code: Type.String(),
  title: Bilingual,
  behaviour: Type.Enum(behaviourCodes),
  state: Type.Enum(ruleStates),
  newest: Type.Integer(),
  /** The version in force, if one is. */
  inForce: Nullable(Type.Integer()),
  onTrial: Nullable(Type.Integer()),
  author: Type.String(),
  changedAt: Instant,
})
export type RuleBrief = Static<typeof RuleBrief>

export const RulePage = Type.Object({
  ...RuleBrief.properties,
  versions: Type.Array(RuleVersion),
  /** Operations this caller may call on the newest version now. */
  steps: Type.Array(Type.String()),
})
export type RulePage = Static<typeof RulePage>

export const RuleWhyNot = Type.Object({
  code: Type.String(),
  version: Type.Integer(),
  title: Bilingual,
  subject: Type.Object({ shop: Nullable(ShopKey), account: Nullable(Type.String()) }),
  from: Instant,
  until: Instant,
  /** Events of the subject that the rule looked at. */
  looked: Type.Integer(),
  hits: Type.Integer(),
  sentence: Bilingual,
  /** The hit, or the miss that came nearest; null when the rule looked at nothing. */
  nearest: Nullable(RuleExample),
})
export type RuleWhyNot = Static<typeof RuleWhyNot>

export const ruleOperations = {
  listRuleFields: operation({
    method: 'GET',
    path: '/detection/rules/fields',
    zh: '规则可用的字段与事件',
    en: 'Fields and kinds of event that rules may speak of',
    answer: Type.Object({
      fields: Type.Array(RuleField),
      kinds: Type.Array(Type.Object({ kind: Type.String(), zh: Type.String(), en: Type.String() })),
    }),
  }),
  checkRule: operation({
    method: 'POST',
    path: '/detection/rules/check',
    zh: '检查规则',
    en: 'Check a rule: every fault with its place, or the rule in words',
    safe: true,
    body: Strict({ rule: RuleBody }),
    answer: Type.Object({
      ok: Type.Boolean(),
      faults: Type.Array(RuleFault),
      lines: Type.Array(Type.Object({ outcome: Outcome, zh: Type.String(), en: Type.String() })),
    }),
  }),
  listRules: operation({
    method: 'GET',
    path: '/detection/rules',
    zh: '人工规则',
    en: 'Rules that staff wrote, by code',
    query: Strict({ ...PageQuery, state: Type.Optional(Type.Enum(ruleStates)) }),
    answer: Page(RuleBrief),
  }),
  readRule: operation({
    method: 'GET',
    path: '/detection/rules/:code',
    zh: '一条规则及其全部版本',
    en: 'A rule with every version, newest first',
    params: ByCode,
    answer: RulePage,
  }),
  draftRule: operation({
    method: 'POST',
    path: '/detection/rules/:code/versions',
    zh: '起草规则的新版本',
    en: 'Draft a rule, or a new version of one',
    params: ByCode,
    body: RuleContent,
    answer: RulePage,
  }),
  testRule: operation({
    method: 'POST',
    path: '/detection/rules/:code/versions/:version/tests',
    zh: '用历史数据试跑规则',
    en: 'Run a version over a past period',
    params: ByVersion,
    body: Strict({ from: Instant, until: Instant }),
    answer: RuleTest,
  }),
  readRuleTest: operation({
    method: 'GET',
    path: '/detection/rule-tests/:id',
    zh: '规则试跑的进度与结果',
    en: 'Progress and result of a test run',
    purpose: true,
    params: Strict({ id: Uuid }),
    answer: RuleTest,
  }),
  tryRule: operation({
    method: 'POST',
    path: '/detection/rules/:code/versions/:version/trial',
    zh: '规则旁路试运行',
    en: 'Run a version beside the stream without raising anything, or end that',
    params: ByVersion,
    body: Strict({ on: Type.Boolean() }),
    answer: RulePage,
  }),
  listRuleTrial: operation({
    method: 'GET',
    path: '/detection/rules/:code/trial',
    zh: '规则旁路试运行的结果',
    en: 'What a rule on trial would have raised, newest first',
    purpose: true,
    params: ByCode,
    query: Strict(PageQuery),
    answer: Page(TrialSuspicion),
  }),
  activateRule: operation({
    method: 'POST',
    path: '/detection/rules/:code/versions/:version/activation',
    zh: '复核并启用规则',
    en: 'Put a tested version in force from a day on, as a person other than its author',
    params: ByVersion,
    body: Strict({ from: Type.Optional(Day), basis: Text }),
    answer: RulePage,
  }),
  retireRule: operation({
    method: 'POST',
    path: '/detection/rules/:code/versions/:version/retirement',
    zh: '停用规则',
    en: 'Take a version out of force, as a person other than its author',
    params: ByVersion,
    body: Strict({ reason: Text }),
    answer: RulePage,
  }),
  whyNotRule: operation({
    method: 'POST',
    path: '/detection/rules/:code/why-not',
    zh: '规则为何未命中',
    en: 'Why a rule did not hit a shop or buyer: the nearest miss, each condition with its value',
    purpose: true,
    safe: true,
    params: ByCode,
    body: Strict({
      version: Type.Optional(Version),
      platform: Type.Optional(Token),
      shop: Type.Optional(Token),
      account: Type.Optional(Token),
      from: Instant,
      until: Instant,
    }),
    answer: RuleWhyNot,
  }),
}
