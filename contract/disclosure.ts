/**
 * Disclosure: what anyone may see (requirement 17.4): search, the subject's public page, lists, counters, and the proof
 * of each fact on display. Expired and repaired items never appear, natural persons are masked and, without a shop or
 * anything on display, not there at all.
 */
import Type, { type Static } from 'typebox'
import { operation } from './operation.ts'
import {
  AreaCode,
  Bilingual,
  Day,
  Instant,
  limits,
  Nullable,
  Page,
  PageQuery,
  Strict,
  Token,
  Uuid,
} from './shapes.ts'
import {
  exemptions,
  FactReference,
  Identifier,
  Shop,
  subjectKinds,
  Verification,
  verificationStates,
} from './subjects.ts'
import { FactProof } from './transparency.ts'

/** What the caller's text matched, so that the page can say why a subject was found. */
export const matchKinds = [
  'code',
  'name',
  'shop-address',
  'shop-id',
  'shop-name',
  'browse',
] as const

export const PublicHit = Type.Object({
  id: Uuid,
  kind: Type.Enum(subjectKinds),
  name: Type.String(),
  area: Type.String(),
  areaZh: Type.String(),
  areaEn: Type.String(),
  verification: Type.Enum(verificationStates),
  grade: Nullable(Type.String()),
  /** How many lists it stands on. */
  lists: Type.Integer(),
  /** A platform operator: the code by which shops and orders name its platform. */
  platform: Nullable(Type.String()),
  shops: Type.Integer(),
  matched: Type.Object({ by: Type.Enum(matchKinds), shown: Type.String() }),
})
export type PublicHit = Static<typeof PublicHit>

export const PublicReason = Type.Object({
  item: Type.String(),
  points: Type.Number(),
  zh: Type.String(),
  en: Type.String(),
  recordIds: Type.Array(Uuid),
})
export const PublicGrade = Type.Object({
  grade: Type.String(),
  gradeZh: Type.String(),
  gradeEn: Type.String(),
  score: Type.Number(),
  maxScore: Type.Number(),
  card: Type.String(),
  cardZh: Type.String(),
  cardEn: Type.String(),
  cardVersion: Type.Integer(),
  evaluatedAt: Instant,
  reasons: Type.Array(PublicReason),
  proof: Nullable(FactReference),
})
export type PublicGrade = Static<typeof PublicGrade>

export const PublicRecord = Type.Object({
  id: Uuid,
  /** Code of the catalogue item. */
  item: Type.String(),
  titleZh: Type.String(),
  titleEn: Type.String(),
  textZh: Type.String(),
  textEn: Type.String(),
  polarity: Type.Enum(['positive', 'neutral', 'negative']),
  severity: Nullable(Type.Enum(['minor', 'general', 'serious'])),
  basis: Type.String(),
  /** Who provided it, by which document, and when. */
  provenance: Type.Object({
    organisation: Type.String(),
    document: Nullable(Type.String()),
    providedAt: Instant,
  }),
  occurredOn: Day,
  /** The three clocks: until when it is shown, kept, and may be queried. `null` means without end. */
  clocks: Type.Object({
    shownUntil: Nullable(Day),
    keptUntil: Nullable(Day),
    queryUntil: Nullable(Day),
  }),
  disputed: Type.Boolean(),
  proof: Nullable(FactReference),
})
export type PublicRecord = Static<typeof PublicRecord>

export const PublicRating = Type.Object({
  ratings: Type.Integer(),
  good: Type.Integer(),
  neutral: Type.Integer(),
  bad: Type.Integer(),
  mean: Nullable(Type.Number()),
  bayesianMean: Nullable(Type.Number()),
  wilson: Nullable(Type.Number()),
  points: Type.Integer(),
  level: Type.String(),
  levelZh: Type.String(),
  levelEn: Type.String(),
  asOf: Instant,
})
export type PublicRating = Static<typeof PublicRating>

export const PublicListing = Type.Object({
  listType: Type.String(),
  titleZh: Type.String(),
  titleEn: Type.String(),
  nature: Type.Enum(['serious-dishonesty', 'red', 'attention', 'industry']),
  entryId: Uuid,
  basis: Type.String(),
  reasonZh: Type.String(),
  reasonEn: Type.String(),
  decidedBy: Type.String(),
  enteredOn: Day,
  until: Nullable(Day),
  proof: Nullable(FactReference),
})
export type PublicListing = Static<typeof PublicListing>

export const PublicCommitment = Type.Object({
  id: Uuid,
  kind: Type.String(),
  titleZh: Type.String(),
  titleEn: Type.String(),
  signedOn: Day,
  state: Type.Enum(['in-force', 'fulfilled']),
  proof: Nullable(FactReference),
})

export const PublicSubject = Type.Object({
  id: Uuid,
  kind: Type.Enum(subjectKinds),
  kindZh: Type.String(),
  kindEn: Type.String(),
  name: Type.String(),
  naturalPerson: Type.Boolean(),
  area: Type.String(),
  areaZh: Type.String(),
  areaEn: Type.String(),
  address: Nullable(Type.String()),
  registeredOn: Day,
  exemption: Nullable(Type.Enum(exemptions)),
  shouldRegister: Type.Boolean(),
  identifiers: Type.Array(Identifier),
  verification: Verification,
  shops: Type.Array(Shop),
  grade: Nullable(PublicGrade),
  records: Type.Array(PublicRecord),
  /** How many more records are shown by the catalogue than fit on the page. */
  recordsMore: Type.Integer(),
  rating: Nullable(PublicRating),
  lists: Type.Array(PublicListing),
  commitments: Type.Array(PublicCommitment),
  /** One entry per shown fact, for the "verify this" button. */
  proofs: Type.Array(
    Type.Object({
      /** The fact's type, e.g. `subjects.registered`. */
      type: Type.String(),
      /** What it says, in one sentence. */
      what: Bilingual,
      at: Instant,
      batchId: Uuid,
      ordinal: Type.Integer(),
    }),
  ),
  asOf: Instant,
})
export type PublicSubject = Static<typeof PublicSubject>

export const PublicListType = Type.Object({
  listType: Type.String(),
  titleZh: Type.String(),
  titleEn: Type.String(),
  nature: Type.Enum(['serious-dishonesty', 'red', 'attention', 'industry']),
  basis: Type.String(),
  termZh: Type.String(),
  termEn: Type.String(),
  entries: Type.Integer(),
})
export type PublicListType = Static<typeof PublicListType>

export const PublicListEntry = Type.Object({
  entryId: Uuid,
  subject: Type.Object({
    id: Uuid,
    name: Type.String(),
    kind: Type.Enum(subjectKinds),
    areaZh: Type.String(),
    areaEn: Type.String(),
    /** The code to tell namesakes apart, masked for natural persons. */
    code: Nullable(Type.String()),
  }),
  reasonZh: Type.String(),
  reasonEn: Type.String(),
  basis: Type.String(),
  decidedBy: Type.String(),
  enteredOn: Day,
  until: Nullable(Day),
  proof: Nullable(FactReference),
})
export type PublicListEntry = Static<typeof PublicListEntry>

const FactPlace = { batch: Uuid, ordinal: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }) }

export const PublicCounters = Type.Object({
  subjects: Type.Integer(),
  verifiedSubjects: Type.Integer(),
  shops: Type.Integer(),
  platforms: Type.Integer(),
  events: Type.Integer(),
  ratings: Type.Integer(),
  records: Type.Integer(),
  /** Subjects on a list of serious dishonesty. */
  listed: Type.Integer(),
  casesOpen: Type.Integer(),
  casesClosed: Type.Integer(),
  logSize: Type.Integer(),
  asOf: Instant,
})
export type PublicCounters = Static<typeof PublicCounters>

export const disclosureOperations = {
  searchPublic: operation({
    method: 'GET',
    path: '/public/search',
    zh: '公众查询：代码、名称、网店地址或店铺编号',
    en: 'Public search by code, name, shop address or shop id',
    query: Strict({
      ...PageQuery,
      /** Left out, everyone on display is listed. */
      q: Type.Optional(Type.String({ maxLength: limits.searchChars })),
      kind: Type.Optional(Type.Enum(subjectKinds)),
      area: Type.Optional(AreaCode),
    }),
    answer: Type.Object({
      items: Type.Array(PublicHit),
      next: Nullable(Type.String()),
      /** Set when the text looks like a code that cannot be right: what is wrong with it. */
      hint: Nullable(Bilingual),
      asOf: Instant,
    }),
  }),
  publicSubject: operation({
    method: 'GET',
    path: '/public/subjects/:id',
    zh: '主体公示页',
    en: 'The public page of a subject',
    params: Strict({ id: Uuid }),
    answer: PublicSubject,
  }),
  publicSubjectRecords: operation({
    method: 'GET',
    path: '/public/subjects/:id/records',
    zh: '主体公示的全部信用记录',
    en: 'Every credit record of a subject on display, newest first',
    params: Strict({ id: Uuid }),
    query: Strict(PageQuery),
    answer: Page(PublicRecord),
  }),
  provePublicFact: operation({
    method: 'GET',
    path: '/public/proof',
    zh: '公示事实的原文及其写入公开日志的证明；不在公示中的一律不予提供',
    en: 'The text of a fact on public display and its proof in the public log; of any other fact neither',
    query: Strict(FactPlace),
    answer: FactProof,
  }),
  publicLists: operation({
    method: 'GET',
    path: '/public/lists',
    zh: '公示名单种类',
    en: 'The public lists, each with its legal basis',
    answer: Type.Object({ items: Type.Array(PublicListType), asOf: Instant }),
  }),
  publicListEntries: operation({
    method: 'GET',
    path: '/public/lists/:listType',
    zh: '名单公示',
    en: 'Entries of a public list now in force',
    params: Strict({ listType: Token }),
    query: Strict(PageQuery),
    answer: Type.Object({
      ...Page(PublicListEntry).properties,
      list: PublicListType,
      asOf: Instant,
    }),
  }),
  publicListEntry: operation({
    method: 'GET',
    path: '/public/list-entries/:id',
    zh: '单个名单条目公示',
    en: 'One entry of a public list, while it is in force',
    params: Strict({ id: Uuid }),
    answer: Type.Object({
      ...PublicListEntry.properties,
      list: PublicListType,
      asOf: Instant,
    }),
  }),
  publicCounters: operation({
    method: 'GET',
    path: '/public/counters',
    zh: '平台运行计数',
    en: 'Counters of the home page',
    answer: PublicCounters,
  }),
}
