/** Row types of the trade room, checked against `information_schema` by a test. */
import type { TradeKind } from '#contract'

export type EventRow = {
  batch_id: string
  ordinal: number
  seller_id: string
  kind: TradeKind
  platform: string
  order_no: string | null
  sku: string | null
  buyer: string | null
  occurred_at: Date
  source: string
  event_id: string
  organisation_id: string | null
  area: string
  body: string
}

export type IntakeKeyRow = { source: string; event_id: string; batch_id: string; ordinal: number }

export type ReviewKeyRow = {
  platform: string
  order_no: string
  side: 'buyer' | 'seller'
  source: string
  event_id: string
}

export type QuarantineRow = {
  source: string
  line_sha256: Uint8Array
  organisation_id: string | null
  import_id: string
  row_no: number
  event_id: string | null
  code: string
  errors: string
  raw: string
  received_at: Date
}

declare module '#platform/database' {
  interface Tables {
    'trade.event': EventRow
    'trade.intake_key': IntakeKeyRow
    'trade.quarantine': QuarantineRow
    'trade.review_key': ReviewKeyRow
  }
}
