/** Row types of the cases room, checked against `information_schema` by a test. */
import type { ColumnType } from 'kysely'
import type { CaseKind, CaseState, OriginKind } from '#contract'
import type { Clock, Rules } from './clocks.ts'

export type CaseFactRow = {
  subject_id: string
  fact_id: string
  case_id: string
  type: string
  at: Date
  body: string
  batch_id: string
  ordinal: number
}

export type CaseRow = {
  subject_id: string
  case_id: string
  number: string
  kind: CaseKind
  case_type: string
  procedure_version: number
  policy_on: string
  rules: ColumnType<Rules, string, string>
  title: string
  state: CaseState
  area: string
  subject_name: string
  office_id: string | null
  handler_id: string | null
  handler_name: string | null
  applicant_account: string | null
  origin_kind: OriginKind | null
  origin_id: string | null
  target_record_id: string | null
  opened_at: Date
  changed_at: Date
  closed: boolean
  served: boolean
  next_due: string | null
  delivered_on: string | null
}

export type ClockRow = {
  subject_id: string
  case_id: string
  ordinal: number
  name: string
  kind: 'duty' | 'window'
  due_on: string | null
  certainty: string
  running: boolean
  escalated_on: string | null
  clock: ColumnType<Clock, string, string>
}

declare module '#platform/database' {
  interface Tables {
    'cases.fact': CaseFactRow
    'cases.case_file': CaseRow
    'cases.clock': ClockRow
    'cases.counter': { area: string; year: number; last: number }
  }
}
