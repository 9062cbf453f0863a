/**
 * Subjects: who takes part in online trade, by which codes they are known, who verified them and which shops they keep
 * (requirements 0.1–0.3, 3.1, 3.2, 8.1). Kinds follow GB/T 31951 and the participants of GB/T 32875. Shapes and
 * operations stand in one file because every operation answers with the same few shapes.
 */
import Type, { type Static } from 'typebox'
import { operation } from './operation.ts'
import {
  AreaCode,
  areaPatterns,
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

export const subjectKinds = [
  'platform',
  'merchant',
  'individual-business',
  'personal-seller',
  'carrier',
  'payment-institution',
  'logistics-provider',
  'store-operation-agent',
  'consulting-provider',
  'credit-agency',
  'association',
  'staff',
  'network-member',
] as const
export type SubjectKind = (typeof subjectKinds)[number]

export const identifierKinds = [
  'uscc',
  'residentId',
  'registrationNumber',
  'organisationCode',
  'taxNumber',
  'platformAccount',
] as const
export type IdentifierKind = (typeof identifierKinds)[number]

/** 电子商务法 art. 10: who need not register as a market entity. */
export const exemptions = [
  'farm-produce',
  'home-handicraft',
  'convenience-labour',
  'small-trade',
  'other-by-law',
] as const
export type Exemption = (typeof exemptions)[number]

export const verificationMethods = [
  'registry-match',
  'certificate-review',
  'face-match',
  'bank-transfer',
  'site-visit',
] as const

const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Code = Type.String({ minLength: 1, maxLength: 64 })
const WebAddress = Type.String({ minLength: 1, maxLength: 500 })
const ShopKey = { platform: Token, shop: Token }
const SubjectParams = Strict({ id: Uuid })

/** Where a fact stands in the public log: the batch it was logged in and its place in it. */
export const FactReference = Type.Object({ batchId: Uuid, ordinal: Type.Integer() })
export type FactReference = Static<typeof FactReference>

export const SubjectKindInfo = Type.Object({
  kind: Type.Enum(subjectKinds),
  zh: Type.String(),
  en: Type.String(),
  /** The participant class of GB/T 32875 that it belongs to. */
  participantClass: Type.String(),
  naturalPerson: Type.Boolean(),
  /** One of these is needed to register. */
  identifiers: Type.Array(Type.Enum(identifierKinds)),
  /** The sections of this kind's credit file. */
  fileSections: Type.Array(
    Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() }),
  ),
})
export type SubjectKindInfo = Static<typeof SubjectKindInfo>

export const IdentifierGiven = Strict({
  kind: Type.Enum(identifierKinds),
  value: Code,
  /** The network or platform of a `platformAccount`. */
  network: Type.Optional(Token),
  from: Type.Optional(Day),
  until: Type.Optional(Day),
  /** SHA-256 of the certificate. A code that fails its own check is then held for review instead of refused. */
  evidenceSha256: Type.Optional(Digest),
})
export type IdentifierGiven = Static<typeof IdentifierGiven>

export const ShopGiven = Strict({
  ...ShopKey,
  name: Name,
  url: Type.Optional(WebAddress),
  openedAt: Type.Optional(Instant),
})
export type ShopGiven = Static<typeof ShopGiven>

export const VerificationGiven = Strict({
  method: Type.Enum(verificationMethods),
  verifier: Name,
  result: Type.Enum(['passed', 'failed']),
  verifiedAt: Instant,
  validUntil: Type.Optional(Day),
  /** SHA-256 of the evidence, which stays with the verifier. */
  evidenceSha256: Digest,
})
export type VerificationGiven = Static<typeof VerificationGiven>

const declared = {
  /** A seller that need not register says so itself (自行承诺), under which of the five cases, and when. */
  exemption: Type.Optional(Type.Enum(exemptions)),
  declaredAt: Type.Optional(Instant),
}

export const SubjectGiven = Strict({
  kind: Type.Enum(subjectKinds),
  name: Name,
  identifiers: Type.Array(IdentifierGiven, { minItems: 1, maxItems: 10 }),
  area: AreaCode,
  address: Type.Optional(Name),
  contactName: Type.Optional(Name),
  phone: Type.Optional(Type.String({ pattern: '^[+0-9 -]{5,20}$' })),
  ...declared,
  /** Staff: the subject they work for, and their post. */
  employer: Type.Optional(Uuid),
  post: Type.Optional(Name),
  /** A platform operator: the code under which its platform reports. */
  platform: Type.Optional(Token),
  shops: Type.Optional(Type.Array(ShopGiven, { maxItems: 50 })),
  verification: Type.Optional(VerificationGiven),
})
export type SubjectGiven = Static<typeof SubjectGiven>

export const Identifier = Type.Object({
  kind: Type.Enum(identifierKinds),
  /** Whole for those who may see it, masked otherwise. */
  shown: Type.String(),
  network: Nullable(Type.String()),
  from: Nullable(Day),
  until: Nullable(Day),
  /** Computed from another code (the organisation code inside a USCC). */
  derived: Type.Boolean(),
  /** Issued although it fails its own check; admitted by the exception register (requirement 0.3). */
  exception: Type.Boolean(),
})
export type Identifier = Static<typeof Identifier>

export const Shop = Type.Object({
  platform: Type.String(),
  /** As the platform is registered; its code where it is not. */
  platformName: Type.String(),
  shop: Type.String(),
  name: Type.String(),
  url: Nullable(Type.String()),
  openedAt: Instant,
  closedAt: Nullable(Instant),
})
export type Shop = Static<typeof Shop>

export const verificationStates = ['unverified', 'verified', 'failed', 'expired'] as const
export const Verification = Type.Object({
  state: Type.Enum(verificationStates),
  method: Nullable(Type.Enum(verificationMethods)),
  verifier: Nullable(Type.String()),
  verifiedAt: Nullable(Instant),
  validUntil: Nullable(Day),
})
export type Verification = Static<typeof Verification>

/** Sales over all shops of a calendar year that passed the ceiling of petty trade: the seller should register (3.1). */
export const GrownSales = Type.Object({
  salesFen: Type.Integer(),
  year: Type.Integer(),
  /** When they were summed. */
  at: Instant,
})
export type GrownSales = Static<typeof GrownSales>

export const Subject = Type.Object({
  id: Uuid,
  kind: Type.Enum(subjectKinds),
  name: Type.String(),
  area: Type.String(),
  areaZh: Type.String(),
  areaEn: Type.String(),
  address: Nullable(Type.String()),
  contactName: Nullable(Type.String()),
  phone: Nullable(Type.String()),
  /** A natural person, whose fields are sealed with a key of its own and may be erased. */
  personal: Type.Boolean(),
  status: Type.Enum(['active', 'merged', 'erased']),
  mergedInto: Nullable(Uuid),
  exemption: Nullable(Type.Enum(exemptions)),
  declaredAt: Nullable(Instant),
  shouldRegister: Nullable(GrownSales),
  employer: Nullable(Uuid),
  employerName: Nullable(Type.String()),
  post: Nullable(Type.String()),
  platform: Nullable(Type.String()),
  registeredAt: Instant,
  verification: Verification,
  identifiers: Type.Array(Identifier),
  shops: Type.Array(Shop),
})
export type Subject = Static<typeof Subject>

/** One line of a list of subjects. */
export const SubjectBrief = Type.Object({
  id: Uuid,
  kind: Type.Enum(subjectKinds),
  name: Type.String(),
  area: Type.String(),
  areaZh: Type.String(),
  areaEn: Type.String(),
  verification: Type.Enum(verificationStates),
  shops: Type.Integer(),
  /** A platform operator: the code under which its platform reports. */
  platform: Nullable(Type.String()),
  registeredAt: Instant,
  shouldRegister: Nullable(GrownSales),
})
export type SubjectBrief = Static<typeof SubjectBrief>

/** Why personal fields are erased: the cases of 个人信息保护法 art. 47. */
export const erasureGrounds = [
  'purpose-ended',
  'term-ended',
  'consent-withdrawn',
  'unlawful',
  'other-law',
] as const
export type ErasureGround = (typeof erasureGrounds)[number]

export const erasureGroundNames: Readonly<Record<ErasureGround, Bilingual>> = {
  'purpose-ended': {
    zh: '处理目的已实现、无法实现或者不再必要',
    en: 'the purpose is reached, cannot be reached or needs it no longer',
  },
  'term-ended': {
    zh: '停止提供服务或者保存期限已届满',
    en: 'the service or the term of keeping ended',
  },
  'consent-withdrawn': { zh: '个人撤回同意', en: 'consent was withdrawn' },
  unlawful: {
    zh: '违反法律、行政法规或者约定处理',
    en: 'it was processed against law or agreement',
  },
  'other-law': { zh: '法律、行政法规规定的其他情形', en: 'another case named by law' },
}

export const ErasureGiven = Strict({ ground: Type.Enum(erasureGrounds), reason: Text })
export type ErasureGiven = Static<typeof ErasureGiven>

export const RowFault = Type.Object({
  field: Type.String(),
  rule: Type.String(),
  zh: Type.String(),
  en: Type.String(),
})

export type RowFault = Static<typeof RowFault>

/** One answer per line of a bulk registration: good rows land, bad rows are kept and say why. */
export const SubjectRowResult = Type.Object({
  row: Type.Integer(),
  status: Type.Enum(['registered', 'known', 'held', 'refused']),
  id: Nullable(Uuid),
  errors: Type.Array(RowFault),
})
export type SubjectRowResult = Static<typeof SubjectRowResult>

/** A line of a bulk registration as it came, with what refused it; only its sender reads it. */
export const RefusedSubjectRow = Type.Object({
  id: Uuid,
  row: Type.Integer(),
  line: Type.String(),
  errors: Type.Array(RowFault),
  refusedAt: Instant,
})
export type RefusedSubjectRow = Static<typeof RefusedSubjectRow>

export const SubjectFact = Type.Object({
  id: Uuid,
  type: Type.String(),
  at: Instant,
  zh: Type.String(),
  en: Type.String(),
  by: Nullable(Type.String()),
  proof: FactReference,
})
export type SubjectFact = Static<typeof SubjectFact>

export const Merge = Type.Object({
  id: Uuid,
  into: Uuid,
  from: Uuid,
  reason: Type.String(),
  mergedAt: Instant,
  undoneAt: Nullable(Instant),
})
export type Merge = Static<typeof Merge>

export const IdentifierException = Type.Object({
  id: Uuid,
  kind: Type.Enum(identifierKinds),
  value: Type.String(),
  subjectName: Type.String(),
  reasonZh: Type.String(),
  reasonEn: Type.String(),
  state: Type.Enum(['pending', 'approved', 'rejected']),
  reportedBy: Nullable(Type.String()),
  reportedAt: Instant,
  decidedAt: Nullable(Instant),
  decisionReason: Nullable(Type.String()),
  subjectId: Nullable(Uuid),
})
export type IdentifierException = Static<typeof IdentifierException>

export const CodeReading = Type.Object({
  kind: Type.Enum(identifierKinds),
  ok: Type.Boolean(),
  value: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  position: Type.Optional(Type.Integer()),
  expected: Type.Optional(Type.String()),
  warnings: Type.Array(Bilingual),
})
export type CodeReading = Static<typeof CodeReading>

export const subjectOperations = {
  listSubjectKinds: operation({
    method: 'GET',
    path: '/subject-kinds',
    zh: '主体类型与信用档案模板',
    en: 'Kinds of subjects and the template of each kind’s credit file',
    answer: Type.Object({ items: Type.Array(SubjectKindInfo) }),
  }),
  nameArea: operation({
    method: 'GET',
    path: '/areas/:code',
    zh: '行政区划代码对应的地名',
    en: 'What an area code, or the beginning of one, is called',
    params: Strict({ code: Type.String({ pattern: `^(${areaPatterns.anyLevel})$` }) }),
    /** `null`: no such area. */
    answer: Type.Object({ code: Type.String(), name: Nullable(Bilingual) }),
  }),
  explainCode: operation({
    // Not a GET: a code may be a person's, and addresses end up in logs and histories.
    method: 'POST',
    path: '/code-checks',
    zh: '核对并解释一个代码',
    en: 'Check a code and say what it means or what is wrong with it',
    safe: true,
    body: Strict({ code: Code }),
    answer: Type.Object({ readings: Type.Array(CodeReading) }),
  }),
  registerSubject: operation({
    method: 'POST',
    path: '/subjects',
    zh: '登记一个主体',
    en: 'Register one subject',
    body: SubjectGiven,
    answer: Subject,
  }),
  registerSubjects: operation({
    method: 'POST',
    path: '/subjects/bulk',
    zh: '批量登记主体（NDJSON）',
    en: 'Register subjects in bulk (NDJSON)',
    transfer: 'ndjson',
    body: SubjectGiven,
    answer: SubjectRowResult,
  }),
  listRefusedSubjects: operation({
    method: 'GET',
    path: '/subjects/refused-rows',
    zh: '本机构批量登记中被退回的行',
    en: 'Refused lines of the caller’s own bulk registrations, newest first',
    purpose: true,
    query: Strict(PageQuery),
    answer: Page(RefusedSubjectRow),
  }),
  findSubjects: operation({
    method: 'GET',
    path: '/subjects',
    zh: '查询辖区或本机构可见的主体',
    en: 'Find subjects within the caller’s sight',
    purpose: true,
    query: Strict({
      ...PageQuery,
      q: Type.Optional(Type.String({ maxLength: limits.searchChars })),
      kind: Type.Optional(Type.Enum(subjectKinds)),
      area: Type.Optional(AreaCode),
      shouldRegister: Type.Optional(Type.Boolean()),
    }),
    answer: Page(SubjectBrief),
  }),
  readSubject: operation({
    method: 'GET',
    path: '/subjects/:id',
    zh: '查看主体登记信息（授权视图）',
    en: 'Read a subject’s registration (authorised view)',
    purpose: true,
    params: SubjectParams,
    answer: Subject,
  }),
  subjectHistory: operation({
    method: 'GET',
    path: '/subjects/:id/history',
    zh: '主体沿革',
    en: 'Every fact about a subject’s identity, oldest first',
    purpose: true,
    params: SubjectParams,
    query: Strict(PageQuery),
    answer: Page(SubjectFact),
  }),
  amendSubject: operation({
    method: 'PATCH',
    path: '/subjects/:id',
    zh: '变更主体登记信息',
    en: 'Amend a subject’s registration',
    params: SubjectParams,
    body: Strict({
      name: Type.Optional(Name),
      area: Type.Optional(AreaCode),
      address: Type.Optional(Name),
      contactName: Type.Optional(Name),
      phone: Type.Optional(Type.String({ pattern: '^[+0-9 -]{5,20}$' })),
      ...declared,
      post: Type.Optional(Name),
    }),
    answer: Subject,
  }),
  identifySubject: operation({
    method: 'POST',
    path: '/subjects/:id/identifiers',
    zh: '为主体增加代码（一户一码）',
    en: 'Map a further code to a subject',
    params: SubjectParams,
    body: IdentifierGiven,
    answer: Subject,
  }),
  verifySubject: operation({
    method: 'POST',
    path: '/subjects/:id/verifications',
    zh: '记录身份核验',
    en: 'Record a verification of identity',
    params: SubjectParams,
    body: VerificationGiven,
    answer: Subject,
  }),
  openShop: operation({
    method: 'POST',
    path: '/subjects/:id/shops',
    zh: '登记网店',
    en: 'Register a shop',
    params: SubjectParams,
    body: ShopGiven,
    answer: Subject,
  }),
  closeShop: operation({
    method: 'POST',
    path: '/subjects/:id/shops/closing',
    zh: '登记网店关闭',
    en: 'Record that a shop closed',
    params: SubjectParams,
    body: Strict({ ...ShopKey, closedAt: Type.Optional(Instant) }),
    answer: Subject,
  }),
  checkListing: operation({
    method: 'POST',
    path: '/listing-checks',
    zh: '商品上架前核查网店资格',
    en: 'May this shop publish? Refuses with a machine-readable reason when it may not',
    safe: true,
    body: Strict(ShopKey),
    answer: Type.Object({ allowed: Type.Literal(true), subjectId: Uuid, verifiedAt: Instant }),
  }),
  mergeSubjects: operation({
    method: 'POST',
    path: '/subjects/:id/merges',
    zh: '合并重复主体',
    en: 'Merge a duplicate into this subject',
    params: SubjectParams,
    body: Strict({ from: Uuid, reason: Text }),
    answer: Merge,
  }),
  listMerges: operation({
    method: 'GET',
    path: '/subjects/:id/merges',
    zh: '合并记录',
    en: 'Merges of a subject, undone ones included',
    purpose: true,
    params: SubjectParams,
    answer: Type.Object({ items: Type.Array(Merge) }),
  }),
  splitSubjects: operation({
    method: 'POST',
    path: '/merges/:id/undoing',
    zh: '撤销合并',
    en: 'Undo a merge',
    params: SubjectParams,
    body: Strict({ reason: Text }),
    answer: Merge,
  }),
  eraseSubject: operation({
    method: 'POST',
    path: '/subjects/:id/erasure',
    zh: '销毁主体的个人信息密钥',
    en: 'Destroy the key of a natural person’s personal fields',
    params: SubjectParams,
    body: ErasureGiven,
    answer: Type.Object({ erasedAt: Instant }),
  }),
  listIdentifierExceptions: operation({
    method: 'GET',
    path: '/identifier-exceptions',
    zh: '例外代码登记簿',
    en: 'Register of issued codes that fail their own check',
    purpose: true,
    query: Strict({
      ...PageQuery,
      state: Type.Optional(Type.Enum(['pending', 'approved', 'rejected'])),
    }),
    answer: Page(IdentifierException),
  }),
  decideIdentifierException: operation({
    method: 'POST',
    path: '/identifier-exceptions/:id/decision',
    zh: '审核例外代码',
    en: 'Approve or reject a code that fails its own check',
    params: SubjectParams,
    body: Strict({
      decision: Type.Enum(['approve', 'reject']),
      reason: Text,
      evidenceSha256: Type.Optional(Digest),
    }),
    answer: IdentifierException,
  }),
}
