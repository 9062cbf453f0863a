/**
 * Credit records: catalogued facts about a subject's credit with provenance, basis and three clocks (requirements 8.4,
 * 8.5, 11.1). Nothing outside the catalogue can be recorded; corrections are new facts that name the old one.
 */
import Type, { type Static } from 'typebox'
import { operation } from './operation.ts'
import { Day, Instant, Name, Nullable, Page, PageQuery, Strict, Text, Uuid } from './shapes.ts'
import { FactReference } from './subjects.ts'

export const severities = ['minor', 'general', 'serious'] as const
export type Severity = (typeof severities)[number]
export const polarities = ['positive', 'neutral', 'negative'] as const
export const recordStates = ['shown', 'repaired', 'withdrawn', 'expired'] as const

export const CatalogueItem = Type.Object({
  code: Type.String(),
  titleZh: Type.String(),
  titleEn: Type.String(),
  /** The item of the national catalogue of public credit information it belongs to. */
  classZh: Type.String(),
  classEn: Type.String(),
  polarity: Type.Enum(polarities),
  basis: Type.String(),
  /** Kinds of evidence a record of this item must name. */
  evidence: Type.Array(Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })),
  /** The record needs a free-text basis and a second person's review (requirement 8.5, "other"). */
  needsReview: Type.Boolean(),
  /** Whether the public page may show it. */
  public: Type.Boolean(),
  /** Only a delivered decision may create it (invariant 2). */
  needsDecision: Type.Boolean(),
})
export type CatalogueItem = Static<typeof CatalogueItem>

export const Evidence = Strict({
  code: Type.String({ maxLength: 60 }),
  title: Name,
  /** What English pages call it; without one they show the title as it was written. */
  titleEn: Type.Optional(Name),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
})
export type Evidence = Static<typeof Evidence>

export const CreditRecord = Type.Object({
  id: Uuid,
  subjectId: Uuid,
  item: Type.String(),
  polarity: Type.Enum(polarities),
  severity: Nullable(Type.Enum(severities)),
  textZh: Type.String(),
  textEn: Type.String(),
  basis: Type.String(),
  document: Nullable(Type.String()),
  provider: Type.String(),
  evidence: Type.Array(Evidence),
  caseId: Nullable(Uuid),
  occurredOn: Day,
  enteredAt: Instant,
  /** Days from the event to its entry (requirement 8.4). */
  delayDays: Type.Integer(),
  shownUntil: Nullable(Day),
  keptUntil: Nullable(Day),
  queryUntil: Nullable(Day),
  disputed: Type.Boolean(),
  state: Type.Enum(recordStates),
  reviewed: Type.Boolean(),
  proof: FactReference,
})
export type CreditRecord = Static<typeof CreditRecord>

/** Among records of many subjects, each says whose it is. */
export const ListedRecord = Type.Object({
  ...CreditRecord.properties,
  subjectName: Type.String(),
})
export type ListedRecord = Static<typeof ListedRecord>

export const RecordGiven = Strict({
  subjectId: Uuid,
  item: Type.String({ maxLength: 60 }),
  severity: Type.Optional(Type.Enum(severities)),
  textZh: Text,
  textEn: Type.Optional(Text),
  basis: Text,
  document: Type.Optional(Name),
  evidence: Type.Array(Evidence, { maxItems: 20 }),
  occurredOn: Day,
})
export type RecordGiven = Static<typeof RecordGiven>

const delayFigures = {
  records: Type.Integer(),
  /** Entered after the term of policy `record.enter`, counted from the day each took effect. */
  late: Type.Integer(),
  meanDelayDays: Type.Number(),
  maxDelayDays: Type.Integer(),
}
const DelayFigures = Type.Object(delayFigures)
export type DelayFigures = Static<typeof DelayFigures>

export const EntryDelay = Type.Object({
  providerId: Uuid,
  provider: Type.String(),
  ...delayFigures,
  months: Type.Array(Type.Object({ month: Type.String(), ...delayFigures })),
})
export type EntryDelay = Static<typeof EntryDelay>

const RecordParams = Strict({ id: Uuid })

export const recordOperations = {
  recordCatalogue: operation({
    method: 'GET',
    path: '/records/catalogue',
    zh: '信用记录目录',
    en: 'The catalogue of what may be recorded',
    answer: Type.Object({ items: Type.Array(CatalogueItem) }),
  }),
  addRecord: operation({
    method: 'POST',
    path: '/records',
    zh: '录入信用记录',
    en: 'Enter a credit record',
    body: RecordGiven,
    answer: CreditRecord,
  }),
  reviewRecord: operation({
    method: 'POST',
    path: '/records/:id/review',
    zh: '复核“其他”类记录',
    en: 'Second person’s review of a record that needs one',
    params: RecordParams,
    body: Strict({ accept: Type.Boolean(), reason: Text }),
    answer: CreditRecord,
  }),
  correctRecord: operation({
    method: 'POST',
    path: '/records/:id/corrections',
    zh: '更正信用记录',
    en: 'Correct a record by a new fact',
    params: RecordParams,
    body: Strict({
      textZh: Type.Optional(Text),
      textEn: Type.Optional(Text),
      basis: Type.Optional(Text),
      occurredOn: Type.Optional(Day),
      severity: Type.Optional(Type.Enum(severities)),
      reason: Text,
    }),
    answer: CreditRecord,
  }),
  withdrawRecord: operation({
    method: 'POST',
    path: '/records/:id/withdrawal',
    zh: '撤回信用记录',
    en: 'Withdraw a record',
    params: RecordParams,
    body: Strict({ reason: Text }),
    answer: CreditRecord,
  }),
  fileOf: operation({
    method: 'GET',
    path: '/subjects/:subjectId/file',
    zh: '主体信用档案（任一日期）',
    en: 'The credit file of a subject as of any instant',
    params: Strict({ subjectId: Uuid }),
    query: Strict({ asOf: Type.Optional(Instant) }),
    purpose: true,
    answer: Type.Object({
      subjectId: Uuid,
      asOf: Instant,
      records: Type.Array(CreditRecord),
    }),
  }),
  recordHistory: operation({
    method: 'GET',
    path: '/records/:id/history',
    zh: '记录的全部变更',
    en: 'Every fact about one record',
    params: RecordParams,
    purpose: true,
    answer: Type.Object({
      items: Type.Array(
        Type.Object({
          kind: Type.String(),
          at: Instant,
          by: Type.String(),
          reason: Nullable(Type.String()),
          changes: Type.Record(Type.String(), Type.Unknown()),
          proof: FactReference,
        }),
      ),
    }),
  }),
  listRecords: operation({
    method: 'GET',
    path: '/records',
    zh: '信用记录列表',
    en: 'Records my organisation entered, newest first',
    query: Strict({
      ...PageQuery,
      item: Type.Optional(Type.String({ maxLength: 60 })),
      state: Type.Optional(Type.Enum([...recordStates, 'awaiting-review'] as const)),
    }),
    purpose: true,
    answer: Page(ListedRecord),
  }),
  entryDelays: operation({
    method: 'GET',
    path: '/records/delays',
    zh: '记录入档时效',
    en: 'Delay from event to entry by provider and month, most late ones first',
    query: Strict({
      ...PageQuery,
      /** Days of entry, both included. */
      from: Type.Optional(Day),
      until: Type.Optional(Day),
      provider: Type.Optional(Uuid),
    }),
    answer: Page(EntryDelay),
  }),
}
