/** Row types of the tables that rules are kept in. */
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
    'detection.rule_fact': RuleFactRow
    'detection.rule_version': RuleVersionRow
    'detection.rule_test': RuleTestRow
  }
}
