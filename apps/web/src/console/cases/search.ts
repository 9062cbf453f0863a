/** What the address of a list of cases says; anything else in it is left out. */
import { type CaseKind, type CaseState, caseKinds, caseStates } from '#contract'

export const caseScopes = ['mine', 'overdue', 'all'] as const
export type CaseSearch = {
  readonly kind?: CaseKind
  readonly state?: CaseState
  readonly scope?: (typeof caseScopes)[number]
  readonly cursor?: string
}

export const oneOf = <T extends string>(known: readonly T[], value: unknown): T | undefined =>
  known.find(one => one === value)

export function caseSearch(given: Record<string, unknown>): CaseSearch {
  const kind = oneOf(caseKinds, given.kind)
  const state = oneOf(caseStates, given.state)
  const scope = oneOf(caseScopes, given.scope)
  return {
    ...(kind ? { kind } : {}),
    ...(state ? { state } : {}),
    ...(scope ? { scope } : {}),
    ...(typeof given.cursor === 'string' ? { cursor: given.cursor } : {}),
  }
}
