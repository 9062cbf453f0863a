/** Row types of the subjects room, checked against `information_schema` by a test. */
import type { Exemption, IdentifierKind, SubjectKind, verificationMethods } from '#contract'

export type FactRow = {
  subject_id: string
  fact_id: string
  type: string
  at: Date
  body: string
  batch_id: string
  ordinal: number
}

/** The personal fields of a subject, each sealed under its key. */
export type SealedFields = Partial<Record<'name' | 'address' | 'contactName' | 'phone', string>>

export type SubjectRow = {
  subject_id: string
  kind: SubjectKind
  shown_name: string
  area: string
  address: string | null
  sealed: SealedFields
  status: 'active' | 'merged' | 'erased'
  merged_into: string | null
  canonical_id: string
  exemption: Exemption | null
  declared_at: Date | null
  employer_id: string | null
  post: string | null
  platform: string | null
  registered_by: string | null
  registered_at: Date
  verification_state: 'unverified' | 'verified' | 'failed'
  verification_method: (typeof verificationMethods)[number] | null
  verifier: string | null
  verified_at: Date | null
  verified_until: string | null
  should_register_year: number | null
  should_register_fen: number | null
  should_register_at: Date | null
}

export type IdentifierRow = {
  subject_id: string
  code: string
  kind: IdentifierKind
  shown: string
  sealed: string | null
  network: string | null
  from_on: string | null
  until_on: string | null
  derived: boolean
  exception_id: string | null
}

export type ShopRow = {
  subject_id: string
  platform: string
  shop: string
  name: string
  url: string | null
  url_key: string | null
  opened_at: Date
  closed_at: Date | null
}

export type SearchTextRow = {
  subject_id: string
  source: string
  name: string
  name_key: string
  initials: string
  grams: string[]
}

export type MergeRow = {
  merge_id: string
  into_id: string
  from_id: string
  reason: string
  merged_at: Date
  undone_at: Date | null
}

export type ExceptionRow = {
  exception_id: string
  kind: IdentifierKind
  shown: string
  sealed: string
  target_id: string | null
  name_shown: string
  reason_zh: string
  reason_en: string
  state: 'pending' | 'approved' | 'rejected'
  code: string
  reported_by: string | null
  reported_by_name: string | null
  reported_at: Date
  decided_by: string | null
  decided_at: Date | null
  decision_reason: string | null
  evidence_sha256: string | null
  subject_id: string | null
}

export type RefusedRow = {
  organisation_id: string
  refused_id: string
  row_number: number
  sealed: string
  errors: unknown
  refused_at: Date
}

declare module '#platform/database' {
  interface Tables {
    'subjects.fact': FactRow
    'subjects.subject': SubjectRow
    'subjects.data_key': { subject_id: string; wrapped: Uint8Array }
    'subjects.code': { code: string; subject_id: string }
    'subjects.identifier': IdentifierRow
    'subjects.shop': ShopRow
    'subjects.search_text': SearchTextRow
    'subjects.merge': MergeRow
    'subjects.identifier_exception': ExceptionRow
    'subjects.refused_row': RefusedRow
  }
}
