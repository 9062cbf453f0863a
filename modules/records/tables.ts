/** Row types of the records room, checked against `information_schema` by a test. */
import type { CreditRecord } from '#contract'

export type RecordFactRow = {
  subject_id: string
  fact_id: string
  record_id: string
  kind: RecordFactKind
  at: Date
  body: string
  batch_id: string
  ordinal: number
}

export const recordFactKinds = [
  'added',
  'reviewed',
  'corrected',
  'withdrawn',
  'repaired',
  'disputed',
  'settled',
] as const
export type RecordFactKind = (typeof recordFactKinds)[number]

export type RecordRow = {
  subject_id: string
  record_id: string
  item: string
  polarity: CreditRecord['polarity']
  severity: NonNullable<CreditRecord['severity']> | null
  provider_id: string
  provider: string
  area: string
  occurred_on: string
  entered_at: Date
  shown_until: string | null
  kept_until: string | null
  query_until: string | null
  state: CreditRecord['state']
  disputed: boolean
  reviewed: boolean
  state_json: unknown
}

declare module '#platform/database' {
  interface Tables {
    'records.fact': RecordFactRow
    'records.record': RecordRow
  }
}
