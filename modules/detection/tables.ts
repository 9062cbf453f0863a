/** Row types of the detection room, checked against `information_schema` by a test. */
import type { AlertLevel, AlertState, BehaviourFamily, ModelMode, SiteState } from '#contract'

export type AlertFactRow = {
  alert_id: string
  fact_id: string
  kind: string
  at: Date
  body: string
  batch_id: string
  ordinal: number
}

export type AlertRow = {
  alert_id: string
  number: string
  family: BehaviourFamily
  behaviour: string
  behaviours: string[]
  models: string[]
  level: AlertLevel
  state: AlertState
  shops: string[]
  accounts: string[]
  seller_ids: string[]
  areas: string[]
  receiver_area: string
  handler_id: string | null
  due_at: Date | null
  window_from: Date
  window_until: Date
  raised_at: Date
  changed_at: Date
  state_json: unknown
}

export type SuspicionRow = {
  alert_id: string
  suspicion_id: string
  model: string
  version: string
  act_key: string
  raised_at: Date
  content: string
  content_sha256: Uint8Array
}

export type ModelRow = {
  code: string
  version: string
  mode: ModelMode
  from_at: Date
  by_id: string | null
  by_name: string
  reason: string
  card: unknown
}

export type CheckpointRow = {
  consumer: string
  xid: string
  seq: number
  saved_at: Date
  state: Uint8Array
}

export type TrialRow = {
  trial_id: string
  model: string
  /** Of the model that runs staff rules: which one. */
  rule: string | null
  raised_at: Date
  content: unknown
}

export type BacktestRow = { backtest_id: string; started_at: Date; result: unknown }

export type TokenFactRow = {
  platform: string
  shop: string
  fact_id: string
  kind: string
  token: string
  seen_at: Date
  body: string
  batch_id: string
  ordinal: number
}

export type ShopTokenRow = {
  kind: string
  token: string
  platform: string
  shop: string
  seen_at: Date
  fact_type: string
  batch_id: string
  ordinal: number
}

export type SiteRow = {
  site_id: string
  domain: string
  imitates: string | null
  zh: string
  en: string
  state: SiteState
  reports: number
  reported_at: Date
  report_text: string
  decided_at: Date | null
  decided_by: string | null
  reason: string | null
}

export type SiteFactRow = {
  site_id: string
  fact_id: string
  kind: string
  at: Date
  body: string
  batch_id: string
  ordinal: number
}

export type TraitRow = {
  subject_id: string
  kind: 'name' | 'address'
  block: string
  written: string
}

export type RuleFactRow = {
  code: string
  fact_id: string
  kind: string
  version: number
  at: Date
  body: string
  batch_id: string
  ordinal: number
}

export type RuleVersionRow = {
  code: string
  version: number
  content: unknown
  digest: string
  author_id: string
  author_name: string
  drafted_at: Date
  approver_id: string | null
  approver_name: string | null
  activated_at: Date | null
  from_on: string | null
  until_on: string | null
  basis: string | null
  test_id: string | null
  retired_at: Date | null
  retired_by: string | null
  retired_reason: string | null
  on_trial: boolean
  revision: number
}

export type RuleTestRow = {
  test_id: string
  code: string
  version: number
  started_at: Date
  finished: boolean
  result: unknown
}

declare module '#platform/database' {
  interface Tables {
    'detection.fact': AlertFactRow
    'detection.alert': AlertRow
    'detection.suspicion': SuspicionRow
    'detection.model': ModelRow
    'detection.checkpoint': CheckpointRow
    'detection.trial': TrialRow
    'detection.backtest': BacktestRow
    'detection.token_fact': TokenFactRow
    'detection.shop_token': ShopTokenRow
    'detection.trait': TraitRow
    'detection.site': SiteRow
    'detection.site_fact': SiteFactRow
    'detection.rule_fact': RuleFactRow
    'detection.rule_version': RuleVersionRow
    'detection.rule_test': RuleTestRow
  }
}
