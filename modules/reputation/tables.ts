/** Row types of the reputation room, checked against `information_schema` by a test. */
import type { Generated } from 'kysely'
import type { PointsReason } from '#lib/reputation'

export type CountedBatchRow = {
  batch_id: string
  seq: Generated<number>
  from_at: Date
  until_at: Date
  rule: string
  counted_at: Date
}

export type EntryRow = {
  subject_id: string
  batch_id: string
  ordinal: number
  rater: string
  order_no: string | null
  score: number
  stars: number
  points: number
  reason: PointsReason
  rule: string
  rule_version: string
  at: Date
  month: string
}

declare module '#platform/database' {
  interface Tables {
    'reputation.batch': CountedBatchRow
    'reputation.entry': EntryRow
  }
}
