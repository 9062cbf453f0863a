/** Row types of the policy room, checked against `information_schema` by a test. */
import type { PolicyRule } from '#contract'

export type RuleRow = {
  key: string
  version: number
  value: unknown
  unit: PolicyRule['unit']
  title_zh: string
  title_en: string
  basis: string
  source_url: string | null
  confidence: PolicyRule['confidence']
  from_on: string
  until_on: string | null
  enacted_by: string | null
  enacted_at: Date
}

declare module '#platform/database' {
  interface Tables {
    'policy.rule': RuleRow
  }
}
