/**
 * Models under supervision: their cards, their trial runs and the live monitor (requirements 4.6, 13.1, 14.3). A trial —
 * shadow or backtest — leaves no trace in the public log or among real alerts.
 */
import Type, { type Static } from 'typebox'
import { behaviourCodes } from './behaviours.ts'
import { alertLevels, Figure, ModelReference, modelModes, ShopKey } from './detection.ts'
import { operation } from './operation.ts'
import { units } from './policy.ts'
import {
  Bilingual,
  Day,
  Instant,
  limits,
  Nullable,
  Page,
  PageQuery,
  Strict,
  Text,
  Uuid,
} from './shapes.ts'

const ModelCode = Type.String({ pattern: '^[a-z][a-z0-9-]{1,59}$' })
const ModelVersion = Type.String({ pattern: '^\\d+\\.\\d+\\.\\d+$' })
const ByCode = Strict({ code: ModelCode })
const Token = Type.String({ minLength: 1, maxLength: limits.tokenChars })

/** A parameter of a model: a dated policy, so that a change has a day, a basis and an author. */
export const ModelParameter = Type.Object({
  name: Type.String(),
  policyKey: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  value: Type.Unknown(),
  unit: Type.Enum(units),
  policyVersion: Type.Integer(),
})
export type ModelParameter = Static<typeof ModelParameter>

export const MeasuredFigures = Type.Object({
  /** On what data: a county by its seed, a published network, or the dispositions of real alerts. */
  data: Bilingual,
  precision: Nullable(Type.Number()),
  recall: Nullable(Type.Number()),
  /** What the simplest rule one could write instead reaches on the same data. */
  baseline: Type.Optional(
    Type.Object({
      rule: Bilingual,
      precision: Nullable(Type.Number()),
      recall: Nullable(Type.Number()),
    }),
  ),
  date: Day,
})
export type MeasuredFigures = Static<typeof MeasuredFigures>

export const ModelCardPage = Type.Object({
  code: Type.String(),
  version: Type.String(),
  titleZh: Type.String(),
  titleEn: Type.String(),
  mode: Type.Enum(modelModes),
  behaviours: Type.Array(Type.Enum(behaviourCodes)),
  method: Bilingual,
  dataUsed: Bilingual,
  lawfulSource: Bilingual,
  /** Where it errs and whom that may hurt. */
  limitations: Bilingual,
  owner: Type.String(),
  from: Day,
  until: Nullable(Day),
  parameters: Type.Array(ModelParameter),
  measured: Type.Array(MeasuredFigures),
  /** Of its own alerts that people have ended: the share not refuted. */
  field: Type.Object({
    alerts: Type.Integer(),
    open: Type.Integer(),
    confirmed: Type.Integer(),
    refuted: Type.Integer(),
    precision: Nullable(Type.Number()),
  }),
  /** Events it refused as too late and keys it forgot for want of room. */
  losses: Type.Record(Type.String(), Type.Number()),
})
export type ModelCardPage = Static<typeof ModelCardPage>

export const TrialSuspicion = Type.Object({
  behaviour: Type.Enum(behaviourCodes),
  severity: Type.Enum(alertLevels),
  confidence: Type.Number(),
  from: Instant,
  until: Instant,
  raisedAt: Instant,
  shops: Type.Array(ShopKey),
  accountCount: Type.Integer(),
  sentence: Bilingual,
  figures: Type.Array(Figure),
})
export type TrialSuspicion = Static<typeof TrialSuspicion>

export const TrialSide = Type.Object({
  model: ModelReference,
  parameters: Type.Record(Type.String(), Type.Unknown()),
  suspicions: Type.Integer(),
  /** After combining: how many alerts people would have seen. */
  alerts: Type.Integer(),
  shops: Type.Integer(),
  accounts: Type.Integer(),
  byBehaviour: Type.Record(Type.String(), Type.Integer()),
  byLevel: Type.Record(Type.String(), Type.Integer()),
  sample: Type.Array(TrialSuspicion),
})

export const Backtest = Type.Object({
  id: Uuid,
  state: Type.Enum(['running', 'finished', 'failed']),
  startedAt: Instant,
  finishedAt: Nullable(Instant),
  startedBy: Type.String(),
  from: Instant,
  until: Instant,
  events: Type.Integer(),
  /** How far into the period it has come; `null` before the first event and after a fault. */
  reachedAt: Nullable(Instant),
  side: Nullable(TrialSide),
  /** The version or parameters it was compared with. */
  against: Nullable(TrialSide),
  difference: Nullable(
    Type.Object({
      bothShops: Type.Integer(),
      onlyFirstShops: Type.Array(ShopKey),
      onlySecondShops: Type.Array(ShopKey),
      bothAccounts: Type.Integer(),
      onlyFirstAccounts: Type.Integer(),
      onlySecondAccounts: Type.Integer(),
    }),
  ),
  /** Against alerts of the period that people have ended: how each side would have fared. */
  judged: Nullable(
    Type.Object({
      confirmedFound: Type.Integer(),
      confirmedMissed: Type.Integer(),
      refutedFound: Type.Integer(),
    }),
  ),
  fault: Nullable(Type.String()),
})
export type Backtest = Static<typeof Backtest>

const Choice = {
  model: ModelCode,
  version: Type.Optional(ModelVersion),
  /** Overrides of parameters by name. */
  parameters: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.Unknown())),
}

export const Monitor = Type.Object({
  at: Instant,
  /** Events this process has seen a second, over the last minute. */
  eventsPerSecond: Type.Number(),
  eventsSeen: Type.Integer(),
  /** Events of each of the last sixty seconds, oldest first. */
  lastMinute: Type.Array(Type.Integer()),
  newestEventAt: Nullable(Instant),
  lagMessages: Type.Integer(),
  lagSeconds: Type.Number(),
  checkpointAt: Nullable(Instant),
  openAlerts: Type.Record(Type.String(), Type.Integer()),
  overdueAlerts: Type.Integer(),
  models: Type.Array(
    Type.Object({
      model: ModelReference,
      mode: Type.Enum(modelModes),
      suspicions: Type.Integer(),
      losses: Type.Record(Type.String(), Type.Number()),
    }),
  ),
  /** Alerts raised a step, oldest first. */
  series: Type.Array(
    Type.Object({ from: Instant, byBehaviour: Type.Record(Type.String(), Type.Integer()) }),
  ),
})
export type Monitor = Static<typeof Monitor>

export const WhyNot = Type.Object({
  model: ModelReference,
  asOf: Instant,
  subject: Type.Object({
    shop: Nullable(ShopKey),
    account: Nullable(Type.String()),
  }),
  /** The model knows something of the subject at all. */
  seen: Type.Boolean(),
  suspected: Type.Boolean(),
  figures: Type.Array(Figure),
  sentence: Bilingual,
})
export type WhyNot = Static<typeof WhyNot>

export const modelOperations = {
  listModels: operation({
    method: 'GET',
    path: '/detection/models',
    zh: '监测模型及其说明卡',
    en: 'The detection models in force or on trial, with their cards',
    answer: Type.Object({ items: Type.Array(ModelCardPage) }),
  }),
  modelVersions: operation({
    method: 'GET',
    path: '/detection/models/:code',
    zh: '一个模型的全部版本',
    en: 'Every version of a model, newest first',
    params: ByCode,
    answer: Type.Object({
      items: Type.Array(
        Type.Object({
          version: Type.String(),
          mode: Type.Enum(modelModes),
          from: Instant,
          until: Nullable(Instant),
          /** `null`: it came with the program. */
          by: Nullable(Type.String()),
          reason: Bilingual,
          card: Type.Unknown(),
        }),
      ),
    }),
  }),
  setModelMode: operation({
    method: 'POST',
    path: '/detection/models/:code/mode',
    zh: '模型试运行、正式运行或停用',
    en: 'Put a model on trial, into production, or out of use',
    params: ByCode,
    body: Strict({ mode: Type.Enum(modelModes), reason: Text }),
    answer: ModelCardPage,
  }),
  listTrialSuspicions: operation({
    method: 'GET',
    path: '/detection/models/:code/trial',
    zh: '模型试运行的结果',
    en: 'What a model on trial would have raised, newest first',
    purpose: true,
    params: ByCode,
    query: Strict(PageQuery),
    answer: Page(TrialSuspicion),
  }),
  startBacktest: operation({
    method: 'POST',
    path: '/detection/backtests',
    zh: '用历史数据回测模型，或比较两个版本',
    en: 'Run a model over a past period, alone or against another version or other parameters',
    body: Strict({
      ...Choice,
      from: Instant,
      until: Instant,
      against: Type.Optional(Strict(Choice)),
    }),
    answer: Backtest,
  }),
  readBacktest: operation({
    method: 'GET',
    path: '/detection/backtests/:id',
    zh: '回测结果',
    en: 'The result of a backtest',
    params: Strict({ id: Uuid }),
    answer: Backtest,
  }),
  listBacktests: operation({
    method: 'GET',
    path: '/detection/backtests',
    zh: '回测记录',
    en: 'Backtests, newest first',
    query: Strict(PageQuery),
    answer: Page(Backtest),
  }),
  detectionMonitor: operation({
    method: 'GET',
    path: '/detection/monitor',
    zh: '实时监测：事件速率、延迟、各类预警走势',
    en: 'Live monitor: event rate, lag, alerts by type over time',
    query: Strict({
      hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 9_000 })),
      steps: Type.Optional(Type.Integer({ minimum: 1, maximum: 400 })),
    }),
    answer: Monitor,
  }),
  whyNotSuspected: operation({
    method: 'GET',
    path: '/detection/why-not',
    zh: '为何没有预警：哪些门槛没有达到',
    en: 'Why a model does not suspect a shop or account: which thresholds are not met, with values',
    purpose: true,
    query: Strict({
      model: ModelCode,
      platform: Type.Optional(Token),
      shop: Type.Optional(Token),
      account: Type.Optional(Token),
    }),
    answer: WhyNot,
  }),
}
