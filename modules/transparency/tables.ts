/** Row types of the transparency room, checked against `information_schema` by a test. */
import type { Generated } from 'kysely'

export type BatchRow = {
  batch_id: string
  salt: Uint8Array
  entries: Uint8Array
  size: number
  logged_at: Generated<Date>
}

export type PlacementRow = { first_index: number; batch_id: string; size: number }
export type TileRow = { level: number; index: number; hashes: Uint8Array }
export type CheckpointRow = { size: number; root: Uint8Array; note: string; signed_at: Date }

export type PolicyVersionRow = {
  key: string
  version: number
  body: string
  batch_id: string
  ordinal: number
}

declare module '#platform/database' {
  interface Tables {
    'transparency.batch': BatchRow
    'transparency.pending': { batch_id: string }
    'transparency.placement': PlacementRow
    'transparency.tile': TileRow
    'transparency.checkpoint': CheckpointRow
    'transparency.policy_version': PolicyVersionRow
  }
}
