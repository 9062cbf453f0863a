/**
 * Lists and measures (requirements 6.5, 18.1, 18.4, 19.1, 19.4–19.7): who stands on which list on what legal basis,
 * which measures follow and of what class, the feed that carries every change to its recipients, and what they did. In
 * one file because an entry, its measures and their feed are read together.
 */
import Type, { type Static } from 'typebox'
import { CasePage } from './cases.ts'
import { operation } from './operation.ts'
import { Evidence, severities } from './records.ts'
import {
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
import { FactReference } from './subjects.ts'

export const listNatures = ['serious-dishonesty', 'red', 'attention', 'industry'] as const
export type ListNature = (typeof listNatures)[number]

/** A serious-dishonesty list needs one of these (国办发〔2020〕49号); a local notice is none. */
export const basisKinds = [
  'law',
  'administrative-regulation',
  'local-regulation',
  'party-state-document',
  'departmental-rule',
  'industry-rule',
] as const
export type BasisKind = (typeof basisKinds)[number]

/** The classes of the national basic list of measures (全国失信惩戒措施基础清单), and incentives. */
export const measureClasses = ['rights', 'management', 'market', 'incentive'] as const
export type MeasureClass = (typeof measureClasses)[number]

export const audiences = ['government', 'platform', 'finance', 'association'] as const

const ListCode = Type.String({ pattern: '^[a-z][a-z0-9-]{1,39}$' })
const MeasureCode = Type.String({ pattern: '^[a-z][a-z0-9.-]{1,59}$' })
const ById = Strict({ id: Uuid })
const Party = Type.Object({ id: Uuid, name: Type.String(), code: Nullable(Type.String()) })

export const ListType = Type.Object({
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  nature: Type.Enum(listNatures),
  basis: Type.String(),
  basisKind: Type.Enum(basisKinds),
  article: Type.String(),
  /** Policy keys of its term and of the earliest removal on request. */
  termKey: Type.String(),
  earlyKey: Nullable(Type.String()),
  termZh: Type.String(),
  termEn: Type.String(),
  criteriaZh: Type.String(),
  criteriaEn: Type.String(),
  /** Codes of the measures that its basis attaches. */
  measures: Type.Array(Type.String()),
  entries: Type.Integer(),
  proof: Nullable(FactReference),
})
export type ListType = Static<typeof ListType>

export const MeasureKind = Type.Object({
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  class: Type.Enum(measureClasses),
  /** How it is labelled: an order by law, a management measure, or 供参考 (for reference only). */
  labelZh: Type.String(),
  labelEn: Type.String(),
  basis: Type.String(),
  audience: Type.Array(Type.Enum(audiences)),
})
export type MeasureKind = Static<typeof MeasureKind>

export const entryStates = ['candidate', 'in-force', 'expired', 'removed', 'rejected'] as const

export const ListEntry = Type.Object({
  id: Uuid,
  listType: Type.String(),
  listZh: Type.String(),
  listEn: Type.String(),
  nature: Type.Enum(listNatures),
  subject: Party,
  state: Type.Enum(entryStates),
  reason: Type.String(),
  /** Where its author gave one; the Chinese reason decides. */
  reasonEn: Nullable(Type.String()),
  basis: Type.String(),
  caseId: Nullable(Uuid),
  document: Nullable(Type.String()),
  decidedBy: Type.String(),
  enteredOn: Nullable(Day),
  /** Last day of its term. */
  until: Nullable(Day),
  removableFrom: Nullable(Day),
  endedOn: Nullable(Day),
  endReason: Nullable(Type.String()),
  recordId: Nullable(Uuid),
  proof: FactReference,
})
export type ListEntry = Static<typeof ListEntry>

export const MeasureFeedback = Type.Object({
  organisation: Type.String(),
  applied: Type.Boolean(),
  reason: Nullable(Type.String()),
  at: Instant,
})

/** What one recipient was sent and has confirmed, so that a lift can be seen to have reached everyone. */
export const MeasureReceipt = Type.Object({
  organisation: Type.String(),
  imposedFetchedAt: Nullable(Instant),
  liftedFetchedAt: Nullable(Instant),
})

export const Measure = Type.Object({
  id: Uuid,
  measure: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  class: Type.Enum(measureClasses),
  labelZh: Type.String(),
  labelEn: Type.String(),
  subject: Party,
  basis: Type.String(),
  entryId: Nullable(Uuid),
  caseId: Nullable(Uuid),
  state: Type.Enum(['in-force', 'lifted', 'ended']),
  from: Day,
  until: Nullable(Day),
  imposedBy: Type.String(),
  imposedAt: Instant,
  endedAt: Nullable(Instant),
  endReason: Nullable(Type.String()),
  feedback: Type.Array(MeasureFeedback),
  receipts: Type.Array(MeasureReceipt),
  proof: FactReference,
})
export type Measure = Static<typeof Measure>

export const FeedItem = Type.Object({
  number: Type.Integer(),
  change: Type.Enum(['imposed', 'lifted']),
  measureId: Uuid,
  measure: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  class: Type.Enum(measureClasses),
  labelZh: Type.String(),
  labelEn: Type.String(),
  subject: Party,
  basis: Type.String(),
  listType: Nullable(Type.String()),
  from: Day,
  until: Nullable(Day),
  reason: Type.String(),
  at: Instant,
  /** The caller's own choice, which nobody else is told of. */
  own: Type.Boolean(),
  /** What the caller's organisation last reported about the measure. */
  feedback: Nullable(MeasureFeedback),
  proof: FactReference,
})
export type FeedItem = Static<typeof FeedItem>

const listOperations = {
  listListTypes: operation({
    method: 'GET',
    path: '/lists',
    zh: '名单种类及其法定依据',
    en: 'Kinds of lists, each with its legal basis',
    answer: Type.Object({ items: Type.Array(ListType) }),
  }),
  createListType: operation({
    method: 'POST',
    path: '/lists',
    zh: '设立名单种类（须有法律、法规或党中央国务院文件依据）',
    en: 'Create a kind of list; refused without a qualifying legal basis',
    body: Strict({
      code: ListCode,
      zh: Name,
      en: Name,
      nature: Type.Enum(listNatures),
      basisKind: Type.Enum(basisKinds),
      /** Title and number of the document. */
      basis: Name,
      article: Type.Optional(Name),
      termKey: Type.String({ maxLength: 100 }),
      earlyKey: Type.Optional(Type.String({ maxLength: 100 })),
      criteriaZh: Text,
      criteriaEn: Type.Optional(Text),
      measures: Type.Array(MeasureCode, { maxItems: 30, uniqueItems: true }),
    }),
    answer: ListType,
  }),
  listEntries: operation({
    method: 'GET',
    path: '/lists/:listType/entries',
    zh: '名单条目（含已移出）',
    en: 'Entries of a list, ended ones included, newest first',
    purpose: true,
    params: Strict({ listType: ListCode }),
    query: Strict({ ...PageQuery, state: Type.Optional(Type.Enum(entryStates)) }),
    answer: Page(ListEntry),
  }),
  enterList: operation({
    method: 'POST',
    path: '/lists/:listType/entries',
    zh: '依据已送达的决定列入名单',
    en: 'Enter a subject on a list by a delivered decision',
    params: Strict({ listType: ListCode }),
    body: Strict({ caseId: Uuid, reason: Text, reasonEn: Type.Optional(Text) }),
    answer: ListEntry,
  }),
  nominateSubject: operation({
    method: 'POST',
    path: '/lists/:listType/candidates',
    zh: '推荐守信激励名单候选主体',
    en: 'Nominate a subject for the red list; checked against serious-dishonesty lists at once',
    params: Strict({ listType: ListCode }),
    body: Strict({
      subjectId: Uuid,
      reason: Text,
      reasonEn: Type.Optional(Text),
      evidence: Type.Array(Evidence, { minItems: 1, maxItems: 20 }),
    }),
    answer: ListEntry,
  }),
  decideCandidate: operation({
    method: 'POST',
    path: '/entries/:id/decision',
    zh: '公示期满后审定候选主体',
    en: 'Decide on a candidate once the public notice has ended; not by the one who nominated',
    params: ById,
    body: Strict({ accept: Type.Boolean(), reason: Text }),
    answer: ListEntry,
  }),
  removeEntry: operation({
    method: 'POST',
    path: '/entries/:id/removal',
    zh: '移出名单',
    en: 'Remove an entry: the reason ends its measures everywhere',
    params: ById,
    body: Strict({ reason: Text }),
    answer: ListEntry,
  }),
}

const imposingOperations = {
  measureCatalogue: operation({
    method: 'GET',
    path: '/measures/catalogue',
    zh: '惩戒与激励措施清单',
    en: 'The catalogue of measures, each with its class and basis',
    answer: Type.Object({ items: Type.Array(MeasureKind) }),
  }),
  listMeasures: operation({
    method: 'GET',
    path: '/measures',
    zh: '措施及其执行、反馈、解除情况',
    en: 'Measures with their feedback and receipts, newest first',
    purpose: true,
    query: Strict({
      ...PageQuery,
      subject: Type.Optional(Uuid),
      measure: Type.Optional(MeasureCode),
      state: Type.Optional(Type.Enum(['in-force', 'lifted', 'ended'])),
    }),
    answer: Page(Measure),
  }),
  listMyMeasures: operation({
    method: 'GET',
    path: '/measures/mine',
    zh: '对本单位的名单、惩戒与激励',
    en: 'Lists I stand on and measures in force for or against me',
    answer: Type.Object({ entries: Type.Array(ListEntry), measures: Type.Array(Measure) }),
  }),
  caseListings: operation({
    method: 'GET',
    path: '/cases/:id/listings',
    zh: '依据本案的名单条目和措施（含已结束）',
    en: 'List entries and measures that rest on a case, ended ones included',
    purpose: true,
    params: ById,
    answer: Type.Object({ entries: Type.Array(ListEntry), measures: Type.Array(Measure) }),
  }),
  imposeMeasure: operation({
    method: 'POST',
    path: '/measures',
    zh: '采取清单内措施',
    en: 'Impose a catalogued measure; one that reduces rights needs a list entry or decision behind it',
    body: Strict({
      measure: MeasureCode,
      subjectId: Uuid,
      /** What it rests on: exactly one for a measure against a subject. */
      entryId: Type.Optional(Uuid),
      caseId: Type.Optional(Uuid),
      until: Type.Optional(Day),
      reason: Text,
    }),
    answer: Measure,
  }),
  liftMeasure: operation({
    method: 'POST',
    path: '/measures/:id/lifting',
    zh: '解除措施',
    en: 'Lift a measure',
    params: ById,
    body: Strict({ reason: Text }),
    answer: Measure,
  }),
  readMeasureFeed: operation({
    method: 'GET',
    path: '/measures/feed',
    zh: '措施增量推送：采取与解除（after 即签收）',
    en: 'Changes after a number; asking with `after` confirms receipt of everything up to it',
    query: Strict({
      after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
      limit: PageQuery.limit,
    }),
    answer: Type.Object({
      items: Type.Array(FeedItem),
      /** Ask with this next; equal to `after` when nothing is new. */
      next: Type.Integer(),
    }),
  }),
  reportMeasure: operation({
    method: 'POST',
    path: '/measures/:id/feedback',
    zh: '反馈措施执行情况',
    en: 'Report whether the measure was applied, and if not, why',
    params: ById,
    body: Strict({ applied: Type.Boolean(), reason: Type.Optional(Text) }),
    answer: Measure,
  }),
  checkOnboarding: operation({
    // Not a GET: a code may be a person's, and addresses end up in logs and histories.
    method: 'POST',
    path: '/measures/checks',
    zh: '入驻核查：是否受限、依据与截止日期',
    en: 'Onboarding check: restricted with basis and end date, or clear',
    safe: true,
    purpose: true,
    body: Strict({ code: Type.String({ minLength: 1, maxLength: limits.tokenChars }) }),
    answer: Type.Object({
      verdict: Type.Enum(['restricted', 'reference', 'clear', 'unknown-subject']),
      subject: Nullable(Party),
      restrictions: Type.Array(
        Type.Object({
          measure: Type.String(),
          zh: Type.String(),
          en: Type.String(),
          class: Type.Enum(measureClasses),
          labelZh: Type.String(),
          labelEn: Type.String(),
          basis: Type.String(),
          until: Nullable(Day),
          proof: FactReference,
        }),
      ),
      asOf: Instant,
    }),
  }),
}

/** Decisions that flow back: what they end, they end everywhere and in one transaction. */
const restorationOperations = {
  decideRepair: operation({
    method: 'POST',
    path: '/cases/:id/repair-decision',
    zh: '决定是否准予信用修复；准予的同步停止公示、移出名单、解除措施',
    en: 'Grant or deny a repair; granting ends display, list entry and measures at once',
    params: ById,
    body: Strict({ grant: Type.Boolean(), reason: Text }),
    answer: CasePage,
  }),
  answerObjection: operation({
    method: 'POST',
    path: '/cases/:id/objection-answer',
    zh: '答复异议：维持、更正或撤销',
    en: 'Answer an objection: uphold the record, correct it, or withdraw it',
    params: ById,
    body: Strict({
      answer: Type.Enum(['uphold', 'correct', 'withdraw']),
      reason: Text,
      corrections: Type.Optional(
        Strict({
          textZh: Type.Optional(Text),
          textEn: Type.Optional(Text),
          basis: Type.Optional(Text),
          occurredOn: Type.Optional(Day),
          severity: Type.Optional(Type.Enum(severities)),
        }),
      ),
    }),
    answer: CasePage,
  }),
  revokeDecision: operation({
    method: 'POST',
    path: '/cases/:id/revocation',
    zh: '决定被撤销的，撤回公示、移出名单、解除措施',
    en: 'A revoked decision: record, list entry and measures are withdrawn',
    params: ById,
    body: Strict({ reason: Text, document: Name }),
    answer: CasePage,
  }),
}

export const measureOperations = {
  ...listOperations,
  ...imposingOperations,
  ...restorationOperations,
}
