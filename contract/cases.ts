/**
 * Cases: the procedure from a clue to a delivered decision, and from a wrong or repaired entry to its end (requirements
 * 7.5, 13.2, 13.3, 13.6, 19.1, 19.6, 19.7, 20.1). In one file because every step answers with the same page of the case.
 */
import Type, { type Static } from 'typebox'
import { operation } from './operation.ts'
import { Evidence, severities } from './records.ts'
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
  Token,
  Uuid,
} from './shapes.ts'
import { FactReference } from './subjects.ts'

export const caseKinds = ['finding', 'complaint', 'objection', 'repair'] as const
export type CaseKind = (typeof caseKinds)[number]

export const caseStates = [
  // finding
  'opened',
  'assigned',
  'disposed',
  'transferred',
  'filed',
  'noticed',
  'hearing',
  'heard',
  'decided',
  'delivered',
  'published',
  'revoked',
  'closed',
  // complaint
  'received',
  'mediating',
  'testing',
  'refused',
  'agreed',
  'terminated',
  // objection and repair
  'checking',
  'answered',
  'granted',
  'denied',
] as const
export type CaseState = (typeof caseStates)[number]

export const originKinds = ['alert', 'report', 'clue', 'inspection', 'complaint'] as const
export type OriginKind = (typeof originKinds)[number]

/** The graded disposals of requirement 13.3; a person chooses one, the engine never. */
export const disposals = [
  'remind',
  'order-correction',
  'talk',
  'inspect',
  'case',
  'transfer',
] as const
export type Disposal = (typeof disposals)[number]

/** The five steps of territorial handling (requirement 13.6). */
export const caseStages = [
  'risk-monitoring',
  'online-check',
  'source-tracing',
  'local-handling',
  'credit-management',
] as const

const CaseTypeCode = Type.String({ pattern: '^[a-z][a-z-]{1,39}$' })
const ById = Strict({ id: Uuid })
const Reason = { reason: Text }
const Evidences = Type.Array(Evidence, { maxItems: 20 })
const Person = Type.Object({ id: Uuid, name: Type.String() })

export const CaseType = Type.Object({
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  basis: Type.String(),
  /** Item of the record catalogue that a finding of this type enters. */
  recordItem: Type.String(),
})
export type CaseType = Static<typeof CaseType>

const Named = Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })

/** Everything a page needs to name kinds, states, steps and grounds in both languages. */
export const CaseCatalogue = Type.Object({
  types: Type.Array(CaseType),
  kinds: Type.Array(Named),
  states: Type.Array(Named),
  stages: Type.Array(Named),
  disposals: Type.Array(Named),
  evidence: Type.Array(Named),
  refusalGrounds: Type.Array(Named),
  terminationGrounds: Type.Array(Named),
  procedures: Type.Array(
    Type.Object({
      kind: Type.Enum(caseKinds),
      version: Type.Integer(),
      steps: Type.Array(
        Type.Object({
          verb: Type.String(),
          zh: Type.String(),
          en: Type.String(),
          from: Type.Array(Type.Enum(caseStates)),
          /** `null`: the case stays where it is. */
          to: Nullable(Type.Enum(caseStates)),
          by: Type.Array(Type.String()),
          operation: Type.String(),
        }),
      ),
    }),
  ),
})

/** A statutory clock of a case. A duty must be done by its day; a window must have passed before the next step. */
export const CaseClock = Type.Object({
  name: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  kind: Type.Enum(['duty', 'window']),
  state: Type.Enum(['running', 'paused', 'overdue', 'met', 'over']),
  startedOn: Day,
  /** Last day in time; `null` while the clock is paused. */
  due: Nullable(Day),
  metOn: Nullable(Day),
  /** What is left after today; negative once it has passed. */
  leftDays: Nullable(Type.Integer()),
  leftWorkingDays: Nullable(Type.Integer()),
  /** How far the working-day table can be relied on up to `due`. */
  certainty: Type.Enum(['published', 'statutory-only', 'unknown']),
  term: Bilingual,
  policyKey: Type.String(),
  policyVersion: Type.Integer(),
  /** How many levels up the missed duty was reported. */
  escalations: Type.Integer(),
})
export type CaseClock = Static<typeof CaseClock>

/** An order's number means something only on its platform. */
export const OrderNamed = Strict({ platform: Token, order: Token })
export type OrderNamed = Static<typeof OrderNamed>

export const CaseBrief = Type.Object({
  id: Uuid,
  /** The number on its documents (办件编号). */
  number: Type.String(),
  kind: Type.Enum(caseKinds),
  caseType: Type.String(),
  caseTypeZh: Type.String(),
  caseTypeEn: Type.String(),
  /** As it was written. */
  title: Type.String(),
  /** As it was written where that is not Chinese; else the matter and whom it concerns. */
  titleEn: Type.String(),
  state: Type.Enum(caseStates),
  stateZh: Type.String(),
  stateEn: Type.String(),
  subject: Person,
  area: Type.String(),
  handler: Nullable(Person),
  origin: Nullable(Type.Enum(originKinds)),
  openedAt: Instant,
  changedAt: Instant,
  /** Running, paused and overdue ones, the nearest first. */
  clocks: Type.Array(CaseClock),
  overdue: Type.Boolean(),
})
export type CaseBrief = Static<typeof CaseBrief>

export const CaseDocument = Type.Object({
  id: Uuid,
  kind: Type.String(),
  number: Type.String(),
  titleZh: Type.String(),
  titleEn: Type.String(),
  sections: Type.Array(
    Type.Object({
      headingZh: Type.String(),
      headingEn: Type.String(),
      textZh: Type.String(),
      textEn: Type.String(),
    }),
  ),
  issuedBy: Type.String(),
  issuedAt: Instant,
  /** SHA-256 of the document's RFC 8785 text. */
  sha256: Type.String(),
})
export type CaseDocument = Static<typeof CaseDocument>

export const CaseEvent = Type.Object({
  id: Uuid,
  type: Type.String(),
  at: Instant,
  /** `null`: the system did it by itself. */
  by: Nullable(Type.String()),
  zh: Type.String(),
  en: Type.String(),
  /** What the person wrote: a statement, a reason, minutes. */
  text: Nullable(Type.String()),
  /** Documents issued by this step. */
  documentIds: Type.Array(Uuid),
  proof: FactReference,
})
export type CaseEvent = Static<typeof CaseEvent>

/** A step that leads on from here: whether this caller may take it now, and if not, why not and from when. */
export const CaseStep = Type.Object({
  verb: Type.String(),
  /** Name of the operation that takes it. */
  operation: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  allowed: Type.Boolean(),
  reason: Nullable(Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })),
  notBefore: Nullable(Day),
})
export type CaseStep = Static<typeof CaseStep>

export const CaseEvidence = Type.Object({
  code: Type.String(),
  title: Type.String(),
  /** The title as it was written where none was given in English. */
  titleEn: Type.String(),
  sha256: Type.String(),
  addedAt: Instant,
  addedBy: Type.String(),
  /** The detector's bundle, as it was when the case was opened; `null` where only the digest is kept. */
  content: Type.Unknown(),
})
export type CaseEvidence = Static<typeof CaseEvidence>

/** What the notice proposes and the decision lays down. */
const Finding = {
  facts: Text,
  reasons: Text,
  basis: Text,
  penalty: Text,
  severity: Type.Enum(severities),
  /** The day the act ended: its limitation runs from here. */
  occurredOn: Day,
  /** Code of the list that the party is to be entered on: told in the notice, or it cannot follow. */
  list: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]{1,39}$' })),
}

const DecisionGiven = Strict({
  outcome: Type.Enum(['finding', 'no-finding']),
  ...Finding,
  /** How statement, defence and hearing were taken into account. */
  considered: Text,
})

export const CasePage = Type.Object({
  ...CaseBrief.properties,
  stage: Type.Enum(caseStages),
  procedureVersion: Type.Integer(),
  /** The day whose rules the case keeps to its end (requirement 22.2). */
  policyOn: Day,
  originId: Nullable(Type.String()),
  /** What was reported, complained of, objected to or asked for. */
  facts: Type.String(),
  /** The order that a complaint or report names. */
  order: Nullable(OrderNamed),
  targetRecordId: Nullable(Uuid),
  linkedCaseIds: Type.Array(Uuid),
  disposal: Nullable(Type.Enum(disposals)),
  correctBy: Nullable(Day),
  proposed: Nullable(Type.Object({ ...Finding, servedOn: Day })),
  decision: Nullable(
    Type.Object({
      ...Finding,
      outcome: Type.String(),
      decidedBy: Type.String(),
      decidedAt: Instant,
      document: Type.String(),
      deliveredOn: Nullable(Day),
      acknowledgedAt: Nullable(Instant),
      publishedOn: Nullable(Day),
    }),
  ),
  hearing: Nullable(Type.Object({ on: Day, place: Type.String(), held: Type.Boolean() })),
  recordIds: Type.Array(Uuid),
  allClocks: Type.Array(CaseClock),
  steps: Type.Array(CaseStep),
  timeline: Type.Array(CaseEvent),
  documents: Type.Array(CaseDocument),
  evidence: Type.Array(CaseEvidence),
})
export type CasePage = Static<typeof CasePage>

export const RepairTerms = Type.Object({
  recordId: Uuid,
  severity: Nullable(Type.Enum(severities)),
  /** First day on which repair may be asked for. */
  repairableFrom: Nullable(Day),
  /** Last day the record is shown in any case. */
  shownUntil: Nullable(Day),
  mayApply: Type.Boolean(),
  reason: Nullable(Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })),
  materials: Type.Array(Bilingual),
})
export type RepairTerms = Static<typeof RepairTerms>

const queueOperations = {
  caseCatalogue: operation({
    method: 'GET',
    path: '/cases/catalogue',
    zh: '案件类型、程序步骤与法定理由目录',
    en: 'Case types, procedures with their steps, and lawful grounds',
    answer: CaseCatalogue,
  }),
  listCases: operation({
    method: 'GET',
    path: '/cases',
    zh: '工作队列：辖区内案件及其期限',
    en: 'Work queue: cases of the area with their clocks, the most urgent first',
    purpose: true,
    query: Strict({
      ...PageQuery,
      kind: Type.Optional(Type.Enum(caseKinds)),
      state: Type.Optional(Type.Enum(caseStates)),
      caseType: Type.Optional(CaseTypeCode),
      subject: Type.Optional(Uuid),
      /** Cases I handle. */
      mine: Type.Optional(Type.Boolean()),
      overdue: Type.Optional(Type.Boolean()),
      /** Not yet closed. */
      open: Type.Optional(Type.Boolean()),
    }),
    answer: Page(CaseBrief),
  }),
  listMyCases: operation({
    method: 'GET',
    path: '/cases/mine',
    zh: '与我有关的案件：告知、决定、投诉、异议与修复',
    en: 'Cases that concern me as a party or applicant, newest first',
    query: Strict(PageQuery),
    answer: Page(CaseBrief),
  }),
  readCase: operation({
    method: 'GET',
    path: '/cases/:id',
    zh: '案件详情：经过、文书、证据、期限与下一步',
    en: 'A case: timeline, documents, evidence, clocks and the next lawful steps of the caller',
    purpose: true,
    params: ById,
    answer: CasePage,
  }),
}

const findingOperations = {
  openCase: operation({
    method: 'POST',
    path: '/cases',
    zh: '由预警、举报、线索或检查转为案件',
    en: 'Open a case from an alert, a report, a clue or an inspection',
    body: Strict({
      subjectId: Uuid,
      caseType: CaseTypeCode,
      title: Name,
      facts: Text,
      origin: Type.Enum(originKinds),
      originId: Type.Optional(Type.String({ maxLength: limits.tokenChars })),
      evidence: Type.Optional(Evidences),
    }),
    answer: CasePage,
  }),
  assignCase: operation({
    method: 'POST',
    path: '/cases/:id/assignment',
    zh: '指派承办人',
    en: 'Assign the case to an investigator',
    params: ById,
    body: Strict({ handlerId: Uuid }),
    answer: CasePage,
  }),
  addEvidence: operation({
    method: 'POST',
    path: '/cases/:id/evidence',
    zh: '补充证据',
    en: 'Add evidence',
    params: ById,
    body: Strict({ evidence: Type.Array(Evidence, { minItems: 1, maxItems: 20 }) }),
    answer: CasePage,
  }),
  verifyCase: operation({
    method: 'POST',
    path: '/cases/:id/verifications',
    zh: '记录网上核查或溯源结果',
    en: 'Record an online check or a tracing of the source',
    params: ById,
    body: Strict({
      stage: Type.Enum(['online-check', 'source-tracing', 'local-handling']),
      text: Text,
      evidence: Type.Optional(Evidences),
    }),
    answer: CasePage,
  }),
  disposeCase: operation({
    method: 'POST',
    path: '/cases/:id/disposal',
    zh: '分级处置：提醒、责令改正、约谈、检查、立案、移送',
    en: 'Graded disposal: remind, order correction, talk, inspect, file a case, transfer',
    params: ById,
    body: Strict({
      disposal: Type.Enum(disposals),
      ...Reason,
      basis: Text,
      /** Day by which the party corrects; with `order-correction`. */
      correctBy: Type.Optional(Day),
      /** Receiving authority; with `transfer`. */
      transferTo: Type.Optional(Name),
    }),
    answer: CasePage,
  }),
  serveNotice: operation({
    method: 'POST',
    path: '/cases/:id/notice',
    zh: '送达事先告知书',
    en: 'Serve the prior notice: facts, reasons, basis, proposed decision and rights',
    params: ById,
    body: Strict(Finding),
    answer: CasePage,
  }),
  recordStatement: operation({
    method: 'POST',
    path: '/cases/:id/statement',
    zh: '陈述申辩',
    en: 'State and defend; the party itself, or the investigator for what was said orally',
    params: ById,
    body: Strict({
      text: Text,
      evidence: Type.Optional(Evidences),
      /** The party itself has said all and asks for no hearing: the decision need not wait any longer. */
      final: Type.Optional(Type.Boolean()),
    }),
    answer: CasePage,
  }),
  requestHearing: operation({
    method: 'POST',
    path: '/cases/:id/hearing-request',
    zh: '申请听证',
    en: 'Ask for a hearing',
    params: ById,
    body: Strict(Reason),
    answer: CasePage,
  }),
  callHearing: operation({
    method: 'POST',
    path: '/cases/:id/hearing-notice',
    zh: '通知听证的时间和地点',
    en: 'Call the hearing: its day and place',
    params: ById,
    body: Strict({ on: Day, place: Name }),
    answer: CasePage,
  }),
  recordHearing: operation({
    method: 'POST',
    path: '/cases/:id/hearing',
    zh: '主持并记录听证（非本案调查人员）',
    en: 'Hold the hearing, chaired by one who did not investigate, and record its minutes',
    params: ById,
    body: Strict({ minutes: Text, evidence: Type.Optional(Evidences) }),
    answer: CasePage,
  }),
  returnCase: operation({
    method: 'POST',
    path: '/cases/:id/return',
    zh: '退回补充调查，须重新告知',
    en: 'Return the case for further investigation; a new notice must follow',
    params: ById,
    body: Strict(Reason),
    answer: CasePage,
  }),
  decideCase: operation({
    method: 'POST',
    path: '/cases/:id/decision',
    zh: '作出决定',
    en: 'Decide: a finding, or none; by a person with authority who did not investigate',
    params: ById,
    body: DecisionGiven,
    answer: CasePage,
  }),
  deliverDecision: operation({
    method: 'POST',
    path: '/cases/:id/delivery',
    zh: '送达决定书和信用修复告知书（两书同达）',
    en: 'Deliver the decision together with the notice on credit repair',
    params: ById,
    body: Strict({
      method: Type.Enum(['in-person', 'electronic', 'post', 'left', 'public-notice']),
      deliveredOn: Day,
      receipt: Name,
    }),
    answer: CasePage,
  }),
  acknowledgeDelivery: operation({
    method: 'POST',
    path: '/cases/:id/acknowledgement',
    zh: '当事人签收',
    en: 'The party acknowledges what was served',
    params: ById,
    body: Strict({}),
    answer: CasePage,
  }),
  publishDecision: operation({
    method: 'POST',
    path: '/cases/:id/publication',
    zh: '公示已送达的决定',
    en: 'Publish the delivered decision: the finding enters the credit file',
    params: ById,
    body: Strict({ textZh: Text, textEn: Type.Optional(Text) }),
    answer: CasePage,
  }),
  closeCase: operation({
    method: 'POST',
    path: '/cases/:id/closing',
    zh: '结案',
    en: 'Close the case',
    params: ById,
    body: Strict(Reason),
    answer: CasePage,
  }),
  extendClock: operation({
    method: 'POST',
    path: '/cases/:id/extension',
    zh: '批准延长办理期限',
    en: 'Extend the clock that the law lets be extended, once',
    params: ById,
    body: Strict(Reason),
    answer: CasePage,
  }),
}

const complaintOperations = {
  fileComplaint: operation({
    method: 'POST',
    path: '/complaints',
    zh: '投诉、举报；两者兼有的分案办理',
    en: 'Complain or report; a filing that does both becomes two linked cases',
    body: Strict({
      subjectId: Uuid,
      about: Type.Array(Type.Enum(['complaint', 'report']), {
        minItems: 1,
        maxItems: 2,
        uniqueItems: true,
      }),
      caseType: CaseTypeCode,
      title: Name,
      facts: Text,
      order: Type.Optional(OrderNamed),
      demand: Type.Optional(Text),
      evidence: Type.Optional(Evidences),
    }),
    answer: Type.Object({
      cases: Type.Array(
        Type.Object({ id: Uuid, number: Type.String(), kind: Type.Enum(caseKinds) }),
      ),
    }),
  }),
  answerComplaint: operation({
    method: 'POST',
    path: '/cases/:id/acceptance',
    zh: '受理或不予受理投诉',
    en: 'Accept a complaint, or refuse it on a lawful ground',
    params: ById,
    body: Strict({
      accept: Type.Boolean(),
      ground: Type.Optional(Type.String({ maxLength: 60 })),
      ...Reason,
    }),
    answer: CasePage,
  }),
  pauseMediation: operation({
    method: 'POST',
    path: '/cases/:id/testing',
    zh: '送检，调解期限中止',
    en: 'Send for testing; the mediation clock stands still',
    params: ById,
    body: Strict(Reason),
    answer: CasePage,
  }),
  resumeMediation: operation({
    method: 'POST',
    path: '/cases/:id/testing-result',
    zh: '收到检测结果，恢复计算期限',
    en: 'The testing result arrived; the clock runs again',
    params: ById,
    body: Strict({ text: Text, evidence: Type.Optional(Evidences) }),
    answer: CasePage,
  }),
  concludeMediation: operation({
    method: 'POST',
    path: '/cases/:id/mediation',
    zh: '达成调解或终止调解',
    en: 'Conclude mediation: an agreement, or termination on a lawful ground',
    params: ById,
    body: Strict({
      outcome: Type.Enum(['agreed', 'terminated']),
      ground: Type.Optional(Type.String({ maxLength: 60 })),
      text: Text,
    }),
    answer: CasePage,
  }),
}

const restorationOperations = {
  fileObjection: operation({
    method: 'POST',
    path: '/objections',
    zh: '对信用记录提出异议',
    en: 'Object to a record: it is marked disputed until answered',
    body: Strict({
      recordId: Uuid,
      /** What is said to be wrong, and what would be right. */
      claim: Text,
      ...Reason,
      evidence: Type.Optional(Evidences),
    }),
    answer: CasePage,
  }),
  repairTerms: operation({
    method: 'GET',
    path: '/records/:id/repair-terms',
    zh: '某条记录的修复条件与最短、最长公示期',
    en: 'When a record can be repaired, and when it leaves the public page anyway',
    params: ById,
    answer: RepairTerms,
  }),
  applyRepair: operation({
    method: 'POST',
    path: '/repairs',
    zh: '申请信用修复（履行证明和信用承诺书）',
    en: 'Apply for credit repair with proof of performed duties and a pledge, nothing else',
    body: Strict({
      recordId: Uuid,
      proof: Type.Array(Evidence, { minItems: 1, maxItems: 20 }),
      pledge: Text,
      pledgedBy: Name,
    }),
    answer: CasePage,
  }),
}

/** What an officer needs before a step: whom to give the case to, and the letter as it would be served. */
const preparingOperations = {
  listHandlers: operation({
    method: 'GET',
    path: '/cases/:id/handlers',
    zh: '可以承办本案的人员',
    en: 'Officers to whom the case may be assigned',
    params: ById,
    answer: Type.Object({
      items: Type.Array(
        Type.Object({ id: Uuid, name: Type.String(), organisation: Type.String() }),
      ),
    }),
  }),
  previewNotice: operation({
    method: 'POST',
    path: '/cases/:id/notice/preview',
    zh: '预览事先告知书（不送达）',
    en: 'The prior notice as it would be served; nothing is served',
    safe: true,
    purpose: true,
    params: ById,
    body: Strict(Finding),
    answer: CaseDocument,
  }),
  previewDecision: operation({
    method: 'POST',
    path: '/cases/:id/decision/preview',
    zh: '预览决定书（不作出决定）',
    en: 'The decision as it would be issued; nothing is decided',
    safe: true,
    purpose: true,
    params: ById,
    body: DecisionGiven,
    answer: CaseDocument,
  }),
}

export const caseOperations = {
  ...queueOperations,
  ...preparingOperations,
  ...findingOperations,
  ...complaintOperations,
  ...restorationOperations,
}
