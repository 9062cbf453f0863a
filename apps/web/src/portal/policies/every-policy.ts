/** All pages of the list of policy numbers: it is a table of law, not a stream, and a reader filters it as a whole. */
import type { PolicyRule } from '#contract'
import { call } from '../../app/api.ts'

export async function everyPolicy(on: string | undefined): Promise<PolicyRule[]> {
  const rules: PolicyRule[] = []
  let cursor: string | undefined
  do {
    const page = await call('listPolicies', { query: { on, cursor } })
    rules.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor)
  return rules
}

export const matches = (rule: PolicyRule, q = ''): boolean =>
  [rule.key, rule.titleZh, rule.titleEn, rule.basis, rule.basisEn].some(text =>
    text.toLowerCase().includes(q.toLowerCase()),
  )
