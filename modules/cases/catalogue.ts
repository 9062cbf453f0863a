/**
 * What the procedures call things: the acts of clause 20 as case types (requirement 20.1), states, disposals, evidence
 * and the lawful grounds of 《市场监督管理投诉举报处理办法》 art. 16 and 23. Data with its basis; no county adds to it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bilingual, CaseState, CaseType } from '#contract'
import { refuse } from '#platform/runtime'

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'data', name), 'utf8')) as T

type Named = Bilingual & { readonly code: string }

export const caseTypes = read<readonly CaseType[]>('case-types.json')
export const names = read<{
  readonly kinds: Named[]
  readonly states: Named[]
  readonly stages: Named[]
  readonly disposals: Named[]
  readonly evidence: Named[]
  readonly refusalGrounds: Named[]
  readonly terminationGrounds: Named[]
}>('names.json')

const typeByCode = new Map(caseTypes.map(type => [type.code, type]))
const stateByCode = new Map(names.states.map(state => [state.code, state]))

export const caseType = (code: string): CaseType =>
  typeByCode.get(code) ?? refuse('cases.type-unknown', { type: code })

export function stateName(state: CaseState): Named {
  const name = stateByCode.get(state)
  if (!name) throw new Error(`state ${state} has no name`)
  return name
}

export const nameOf = (list: readonly Named[], code: string): Named | undefined =>
  list.find(name => name.code === code)

/** A ground of the list; anything else is no lawful ground. */
export const groundOf = (list: readonly Named[], code: string | undefined): Named =>
  (code === undefined ? undefined : nameOf(list, code)) ??
  refuse('cases.ground-unlawful', { ground: code ?? '' })
