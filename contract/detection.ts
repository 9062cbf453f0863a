/**
 * Detection: suspicions that machines raise and people judge (requirements 4.6–4.8, 13.1, 13.2, 14.3, 15.4, 20.2, 20.3).
 * An alert is a suspicion and never a finding (invariant 2): it has a level, a due time, a receiver and an end, names the
 * version of the model that raised it, and holds the inputs from which anyone may compute it again. Nothing here is public.
 * Long because the alert, its page, its steps and its evidence are one promise.
 */
import Type, { type Static } from 'typebox'
import { behaviourCodes, behaviourFamilies } from './behaviours.ts'
import { operation } from './operation.ts'
import { Evidence } from './records.ts'
import {
  AreaCode,
  Bilingual,
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

export const detectionLimits = {
  /** What a suspicion may carry: enough to draw and to compute again, never a whole database. */
  shops: 200,
  accounts: 2_000,
  graphNodes: 2_500,
  graphEdges: 10_000,
  figures: 30,
  backtestDays: 400,
  attachments: 20,
} as const

export const alertLevels = ['low', 'medium', 'high'] as const
export type AlertLevel = (typeof alertLevels)[number]

export const alertStates = [
  'raised',
  'acknowledged',
  'assigned',
  'snoozed',
  'handed-over',
  'closed',
  'merged',
] as const
export type AlertState = (typeof alertStates)[number]

/** How a person ended an alert. What follows from it for the model: precision counts confirmed against refuted ones. */
export const dispositions = [
  'confirmed-suspicion',
  'explained',
  'false-alarm',
  'duplicate',
  'outside-competence',
] as const
export type Disposition = (typeof dispositions)[number]

export const modelModes = ['production', 'shadow', 'retired'] as const
export type ModelMode = (typeof modelModes)[number]

const ModelCode = Type.String({ pattern: '^[a-z][a-z0-9-]{1,59}$' })
const ById = Strict({ id: Uuid })
const Behaviour = Type.Enum(behaviourCodes)
const Code = Type.String({ minLength: 1, maxLength: limits.tokenChars })
const Reason = { reason: Text }

export const ShopKey = Type.Object({ platform: Code, shop: Code })
export type ShopKey = Static<typeof ShopKey>

/** One figure a suspicion rests on, beside the threshold it was judged by. */
export const Figure = Type.Object({
  name: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  value: Type.Number(),
  /** `null` where it only describes. */
  threshold: Nullable(Type.Number()),
  /** How `value` must stand to `threshold` for the suspicion to hold. */
  holds: Nullable(Type.Enum(['at-least', 'at-most'])),
  met: Type.Boolean(),
  unit: Type.Enum(['count', 'ratio', 'share', 'probability', 'fen', 'g', 'ms', 'day', 'score']),
})
export type Figure = Static<typeof Figure>

export const GraphNode = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['shop', 'account', 'purse', 'device', 'address', 'sender', 'seller', 'review']),
  label: Type.String(),
  /** `core` belongs to the suspected group, `context` only shows where its members also went. */
  role: Type.Enum(['core', 'context']),
})
export type GraphNode = Static<typeof GraphNode>

export const GraphEdge = Type.Object({
  from: Type.String(),
  to: Type.String(),
  kind: Type.Enum(['order', 'payment', 'transfer', 'refund', 'parcel', 'shared', 'likeness']),
  /** A camouflage edge leads out of the group: what its members did to look honest. */
  role: Type.Enum(['core', 'camouflage', 'context']),
  /** For the time slider; epoch milliseconds. */
  atMs: Type.Number(),
  /**
   * Order, payment or waybill number; why two things are linked. Orders, payments and refunds between an account and a
   * shop name the order.
   */
  reference: Type.String(),
  amountFen: Nullable(Type.Integer()),
})
export type GraphEdge = Static<typeof GraphEdge>

export const EvidenceGraph = Type.Object({
  nodes: Type.Array(GraphNode),
  edges: Type.Array(GraphEdge),
  /** What the bounds cut off. */
  omittedNodes: Type.Integer(),
  omittedEdges: Type.Integer(),
})
export type EvidenceGraph = Static<typeof EvidenceGraph>

export const ModelReference = Type.Object({
  code: Type.String(),
  version: Type.String(),
  titleZh: Type.String(),
  titleEn: Type.String(),
})

/** One model's contribution to an alert. */
export const AlertSuspicion = Type.Object({
  id: Uuid,
  model: ModelReference,
  behaviour: Behaviour,
  severity: Type.Enum(alertLevels),
  confidence: Type.Number({ minimum: 0, maximum: 1 }),
  from: Instant,
  until: Instant,
  raisedAt: Instant,
  sentence: Bilingual,
  figures: Type.Array(Figure),
  /** Parameters as they were, each a dated policy. */
  parameters: Type.Record(Type.String(), Type.Unknown()),
  /** Where each parameter came from, and which figure's threshold it set. */
  sources: Type.Array(
    Type.Object({
      parameter: Type.String(),
      policyKey: Type.String(),
      /** The version that held this value on the day; `null` where the value came from elsewhere. */
      policyVersion: Nullable(Type.Integer()),
      zh: Type.String(),
      en: Type.String(),
      figure: Nullable(Type.String()),
    }),
  ),
  /** What the model's `recompute` needs to arrive at the same figures. */
  inputs: Type.Unknown(),
  /** SHA-256 of the RFC 8785 text of inputs and parameters. */
  inputsSha256: Type.String(),
})
export type AlertSuspicion = Static<typeof AlertSuspicion>

const Person = Type.Object({ id: Uuid, name: Type.String() })

export const AlertBrief = Type.Object({
  id: Uuid,
  /** The number that people say. */
  number: Type.String(),
  /** Of the strongest suspicion; the others are in `behaviours`. */
  behaviour: Behaviour,
  behaviourZh: Type.String(),
  behaviourEn: Type.String(),
  behaviours: Type.Array(Behaviour),
  family: Type.Enum(behaviourFamilies),
  level: Type.Enum(alertLevels),
  confidence: Type.Number(),
  state: Type.Enum(alertStates),
  sentence: Bilingual,
  shops: Type.Array(Type.Object({ platform: Type.String(), shop: Type.String() })),
  shopCount: Type.Integer(),
  /** Shops that were harmed: never among those suspected by the same word. */
  victims: Type.Array(Type.Object({ platform: Type.String(), shop: Type.String() })),
  accountCount: Type.Integer(),
  sellerIds: Type.Array(Uuid),
  area: Type.String(),
  areaZh: Type.String(),
  areaEn: Type.String(),
  /** Who has to act: everybody of the government whose area begins so. Each escalation shortens it by a level. */
  receiverArea: Type.String(),
  receiverAreaZh: Type.String(),
  receiverAreaEn: Type.String(),
  escalations: Type.Integer(),
  handler: Nullable(Person),
  /** It must be acknowledged, then disposed of, before this instant; `null` once it has ended. */
  dueAt: Nullable(Instant),
  duty: Nullable(Type.Enum(['acknowledge', 'dispose'])),
  overdue: Type.Boolean(),
  from: Instant,
  until: Instant,
  raisedAt: Instant,
  changedAt: Instant,
  suspicionCount: Type.Integer(),
  /** `null` while it is a suspicion that nobody has judged. */
  disposition: Nullable(Type.Enum(dispositions)),
  /** A merchant has explained itself and nobody has answered yet. */
  explained: Type.Boolean(),
})
export type AlertBrief = Static<typeof AlertBrief>

export const AlertStep = Type.Object({
  id: Uuid,
  kind: Type.Enum([
    'raised',
    'strengthened',
    'cleared',
    'acknowledged',
    'assigned',
    'escalated',
    'merged',
    'absorbed',
    'snoozed',
    'woken',
    'explained',
    'handed-over',
    'closed',
  ]),
  at: Instant,
  /** `null`: the system did it by itself. */
  by: Nullable(Type.String()),
  zh: Type.String(),
  en: Type.String(),
  /** The suspicion that was added, in words. */
  sentence: Nullable(Bilingual),
  /** What a person wrote. */
  text: Nullable(Type.String()),
  proof: Type.Object({ batchId: Uuid, ordinal: Type.Integer() }),
})
export type AlertStep = Static<typeof AlertStep>

/** What a merchant says to a warning; a file stays with it, the digest fixes which one it was. */
const Explanation = {
  at: Instant,
  text: Type.String(),
  attachments: Type.Array(Evidence),
}

export const AlertPage = Type.Object({
  ...AlertBrief.properties,
  accounts: Type.Array(Type.String()),
  /** Who keeps the shops it speaks of, as the register knows them now. */
  keepers: Type.Array(
    Type.Object({
      platform: Type.String(),
      shop: Type.String(),
      shopName: Type.String(),
      sellerId: Uuid,
      sellerName: Type.String(),
    }),
  ),
  /** The newest suspicion of each model and behaviour, the strongest first. */
  suspicions: Type.Array(AlertSuspicion),
  graph: EvidenceGraph,
  timeline: Type.Array(AlertStep),
  snoozedUntil: Nullable(Instant),
  caseId: Nullable(Uuid),
  mergedInto: Nullable(Uuid),
  absorbed: Type.Array(Uuid),
  explanations: Type.Array(Type.Object({ ...Explanation, by: Type.String(), sellerId: Uuid })),
  /** Operations this caller may call on it now. */
  steps: Type.Array(Type.String()),
})
export type AlertPage = Static<typeof AlertPage>

export const Reproduction = Type.Object({
  alertId: Uuid,
  suspicions: Type.Array(
    Type.Object({
      id: Uuid,
      model: ModelReference,
      /** The stored inputs have the digest they had when the suspicion was logged. */
      inputsUnchanged: Type.Boolean(),
      stored: Type.Array(Figure),
      recomputed: Type.Array(Figure),
      equal: Type.Boolean(),
    }),
  ),
})

/** What a case takes over: digests for its file, and the content behind them. */
export const EvidenceBundle = Type.Object({
  alertId: Uuid,
  number: Type.String(),
  behaviour: Behaviour,
  sellerIds: Type.Array(Uuid),
  area: Type.String(),
  sentence: Bilingual,
  items: Type.Array(
    Type.Object({
      code: Type.String(),
      title: Type.String(),
      sha256: Type.String(),
      content: Type.Unknown(),
    }),
  ),
})
export type EvidenceBundle = Static<typeof EvidenceBundle>

/** An alert as the merchant it speaks of sees it: the reason, and nothing of other people (requirement 15.4). */
export const MerchantWarning = Type.Object({
  alertId: Uuid,
  number: Type.String(),
  sellerId: Uuid,
  behaviour: Behaviour,
  behaviourZh: Type.String(),
  behaviourEn: Type.String(),
  basis: Type.String(),
  level: Type.Enum(alertLevels),
  shops: Type.Array(Type.Object({ platform: Type.String(), shop: Type.String() })),
  from: Instant,
  until: Instant,
  raisedAt: Instant,
  reason: Bilingual,
  figures: Type.Array(Figure),
  open: Type.Boolean(),
  /** It may explain itself until this instant. */
  explainBy: Instant,
  explanations: Type.Array(Type.Object(Explanation)),
  outcome: Nullable(Bilingual),
})
export type MerchantWarning = Static<typeof MerchantWarning>

const alertAction = <const B extends Parameters<typeof Strict>[0]>(
  verb: string,
  zh: string,
  en: string,
  body: B,
) =>
  operation({
    method: 'POST',
    path: `/detection/alerts/:id/${verb}`,
    zh,
    en,
    params: ById,
    body: Strict(body),
    answer: AlertPage,
  })

export const alertOperations = {
  listAlerts: operation({
    method: 'GET',
    path: '/detection/alerts',
    zh: '预警队列',
    en: 'The queue of alerts of my area, the most urgent first',
    purpose: true,
    query: Strict({
      ...PageQuery,
      state: Type.Optional(Type.Enum(alertStates)),
      level: Type.Optional(Type.Enum(alertLevels)),
      behaviour: Type.Optional(Behaviour),
      model: Type.Optional(ModelCode),
      area: Type.Optional(AreaCode),
      seller: Type.Optional(Uuid),
      disposition: Type.Optional(Type.Enum(dispositions)),
      /** Part of its number, or a shop's id or an account's token as a whole. */
      q: Type.Optional(Type.String({ minLength: 1, maxLength: limits.tokenChars })),
      /** Not yet ended. */
      open: Type.Optional(Type.Boolean()),
      overdue: Type.Optional(Type.Boolean()),
      /** Assigned to me. */
      mine: Type.Optional(Type.Boolean()),
      /** `due`: what must be done first; `newest`: what was raised last. */
      order: Type.Optional(Type.Enum(['due', 'newest'])),
    }),
    answer: Page(AlertBrief),
  }),
  readAlert: operation({
    method: 'GET',
    path: '/detection/alerts/:id',
    zh: '预警详情：证据、团伙图、依据与经过',
    en: 'An alert: evidence, the ring as a graph, inputs, model version and what was done',
    purpose: true,
    params: ById,
    answer: AlertPage,
  }),
  reproduceAlert: operation({
    method: 'GET',
    path: '/detection/alerts/:id/reproduction',
    zh: '按留存的输入重新计算预警',
    en: 'Compute the alert again from its stored inputs',
    purpose: true,
    params: ById,
    answer: Reproduction,
  }),
  alertEvidence: operation({
    method: 'GET',
    path: '/detection/alerts/:id/evidence',
    zh: '预警证据包',
    en: 'The evidence bundle of an alert',
    purpose: true,
    params: ById,
    answer: EvidenceBundle,
  }),
  acknowledgeAlert: alertAction('acknowledgement', '签收预警', 'Acknowledge an alert', {}),
  assignAlert: alertAction('assignment', '指派预警承办人', 'Assign an alert to a person', {
    handlerId: Uuid,
    handlerName: Name,
  }),
  escalateAlert: alertAction('escalation', '上报一级', 'Escalate an alert by one level', Reason),
  mergeAlerts: alertAction('merger', '合并预警', 'Take other alerts of one act into this one', {
    absorb: Type.Array(Uuid, { minItems: 1, maxItems: 50, uniqueItems: true }),
    ...Reason,
  }),
  snoozeAlert: alertAction('snooze', '暂缓处理', 'Put an alert off until a later time', {
    until: Instant,
    ...Reason,
  }),
  closeAlert: alertAction('closure', '办结预警', 'Close an alert with its outcome', {
    disposition: Type.Enum(dispositions),
    ...Reason,
  }),
  handOverAlert: alertAction(
    'handover',
    '移交立案',
    'Open a case about one of its sellers with the evidence bundle',
    {
      subjectId: Uuid,
      caseType: Type.String({ pattern: '^[a-z][a-z-]{1,39}$' }),
      title: Name,
    },
  ),
  listWarnings: operation({
    method: 'GET',
    path: '/detection/warnings',
    zh: '本店风险预警',
    en: 'Warnings about my own shops, with the reason, newest first',
    query: Strict({ ...PageQuery, open: Type.Optional(Type.Boolean()) }),
    answer: Page(MerchantWarning),
  }),
  explainWarning: operation({
    method: 'POST',
    path: '/detection/warnings/:id/explanation',
    zh: '商家说明',
    en: 'Explain a warning about one’s own shop',
    params: ById,
    body: Strict({
      text: Text,
      attachments: Type.Optional(Type.Array(Evidence, { maxItems: detectionLimits.attachments })),
    }),
    answer: MerchantWarning,
  }),
}
