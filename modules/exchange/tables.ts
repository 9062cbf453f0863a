/** Row types of the exchange room, checked against `information_schema` by a test. */
import type { AgreementSignature, SignalField } from '#contract'

export type ExchangeFactRow = {
  agreement_id: string
  fact_id: string
  kind: string
  at: Date
  body: string
  batch_id: string
  ordinal: number
}

export type AgreementRow = {
  agreement_id: string
  office_id: string
  office_name: string
  partner_id: string
  partner_name: string
  purpose: string
  fields: SignalField[]
  from_on: string
  until_on: string
  salt: string
  signatures: AgreementSignature[]
  revoked_at: Date | null
  revoked_reason: string | null
}

export type SignalRow = {
  agreement_id: string
  subject_key: string
  behaviour: string
  level: string
  seen_at: Date
  fact_id: string
}

declare module '#platform/database' {
  interface Tables {
    'exchange.fact': ExchangeFactRow
    'exchange.agreement': AgreementRow
    'exchange.signal': SignalRow
  }
}
