/** Row types of the measures room, checked against `information_schema` by a test. */
import type { ColumnType } from 'kysely'
import type { audiences, ListEntry, ListNature, ListType, Measure, MeasureClass } from '#contract'

export type MeasureFactRow = {
  owner_id: string
  fact_id: string
  type: string
  at: Date
  body: string
  batch_id: string
  ordinal: number
}

export type EntryRow = {
  subject_id: string
  entry_id: string
  list_type: string
  nature: ListNature
  state: ListEntry['state']
  subject_name: string
  subject_code: string | null
  area: string
  reason: string
  reason_en: string | null
  basis: string
  case_id: string | null
  document: string | null
  decided_by: string
  nominated_by: string | null
  notice_until: string | null
  entered_on: string | null
  until_on: string | null
  removable_from: string | null
  ended_on: string | null
  end_reason: string | null
  record_id: string | null
  entered_at: Date
  batch_id: string
  ordinal: number
}

export type MeasureRow = {
  subject_id: string
  measure_id: string
  measure: string
  class: MeasureClass
  subject_name: string
  subject_code: string | null
  area: string
  basis: string
  reason: string
  entry_id: string | null
  case_id: string | null
  list_type: string | null
  organisation_id: string | null
  state: Measure['state']
  from_on: string
  until_on: string | null
  imposed_by: string
  imposed_at: Date
  ended_at: Date | null
  end_reason: string | null
  batch_id: string
  ordinal: number
}

export type ChangeRow = {
  number: number
  change: 'imposed' | 'lifted'
  subject_id: string
  measure_id: string
  audience: (typeof audiences)[number][]
  organisation_id: string | null
  reason: string
  at: Date
  batch_id: string
  ordinal: number
}

export type FetchRow = {
  organisation_id: string
  to_number: number
  /** Read in SQL only. */
  numbers: number[]
  organisation: string
  at: Date
}

export type FeedbackRow = {
  measure_id: string
  organisation_id: string
  organisation: string
  applied: boolean
  reason: string | null
  at: Date
}

/** Its term is read by policy, its entries are counted. */
export type CreatedList = Omit<ListType, 'termZh' | 'termEn' | 'entries'>

declare module '#platform/database' {
  interface Tables {
    'measures.fact': MeasureFactRow
    'measures.list_type': { code: string; shown: ColumnType<CreatedList, string, string> }
    'measures.entry': EntryRow
    'measures.measure': MeasureRow
    'measures.head': { one: boolean; last: number }
    'measures.change': ChangeRow
    'measures.fetch': FetchRow
    'measures.feedback': FeedbackRow
  }
}
