/**
 * Procedures as tables: which step leads from which state to which, by whom, under which conditions, and what it does
 * to the clocks. Pure data, so that every path can be enumerated and none reaches publication without notice, defence,
 * decision and delivery (requirement 19.1). A running case keeps the version it began under.
 */
import type { Bilingual, CaseKind, CaseState } from '#contract'
import { complaint } from './complaint-procedure.ts'
import { finding } from './finding-procedure.ts'
import { objection, repair } from './restoration-procedures.ts'

/**
 * Who takes a step. `uninvolved`: an officer who neither investigated nor served the notice; `staff` includes townships,
 * which check but do not decide; `party`: the subject itself; `clock`: the sweep of deadlines.
 */
export type Part = 'staff' | 'officer' | 'handler' | 'uninvolved' | 'party' | 'applicant' | 'clock'

export const guardNames = [
  'evidence-complete',
  'statement-window-over',
  'hearing-window-open',
  'hearing-called',
  'hearing-day-come',
  'not-extended',
  'delivered',
] as const
export type GuardName = (typeof guardNames)[number]

export type Step = Bilingual & {
  readonly verb: string
  readonly from: readonly CaseState[]
  readonly to: CaseState | 'stays'
  readonly by: readonly Part[]
  /** Name of the operation of the contract that takes it. */
  readonly operation: string
  readonly when?: readonly GuardName[]
  readonly starts?: readonly string[]
  /** Duties done. */
  readonly meets?: readonly string[]
  /** Clocks that no longer matter. */
  readonly voids?: readonly string[]
  readonly pauses?: readonly string[]
  readonly resumes?: readonly string[]
  readonly extends?: readonly string[]
  /** Who takes it has investigated: from then on he may not decide. */
  readonly investigates?: true
  /** Hidden from the party until the case is published or for good. */
  readonly internal?: true
}

/** A clock by its policy key. `window`: a right of the party that must run out before the office may go on. */
export type ClockRule = Bilingual & {
  readonly name: string
  readonly kind: 'duty' | 'window'
  /** Absent where a person sets the day. */
  readonly policy?: string
  readonly extension?: string
}

export type Procedure = {
  readonly kind: CaseKind
  readonly version: number
  readonly initial: CaseState
  /** Clocks that run from the opening. */
  readonly begins: readonly string[]
  readonly ends: readonly CaseState[]
  readonly clocks: readonly ClockRule[]
  /** Further numbers of law that its steps ask. */
  readonly numbers: readonly string[]
  readonly steps: readonly Step[]
}

/** Every version ever in force; new versions are added, none is edited once cases run under it. */
export const procedures: readonly Procedure[] = [finding, complaint, objection, repair]

export function procedureOf(kind: CaseKind, version: number): Procedure {
  const found = procedures.find(p => p.kind === kind && p.version === version)
  if (!found) throw new Error(`there is no version ${version} of the procedure ${kind}`)
  return found
}

/** The version that new cases begin under. */
export function currentProcedure(kind: CaseKind): Procedure {
  const versions = procedures.filter(p => p.kind === kind)
  return versions.reduce((newest, p) => (p.version > newest.version ? p : newest))
}

export const stepFrom = ({ steps }: Procedure, state: CaseState, verb: string): Step | undefined =>
  steps.find(step => step.verb === verb && step.from.includes(state))

export function clockRule({ clocks, kind }: Procedure, name: string): ClockRule {
  const found = clocks.find(clock => clock.name === name)
  if (!found) throw new Error(`the procedure ${kind} has no clock ${name}`)
  return found
}

/** The policy keys whose versions a case takes with it when it begins. */
export const policyKeysOf = ({ clocks, numbers }: Procedure): string[] => [
  ...new Set([
    ...clocks.flatMap(({ policy, extension }) => [policy ?? [], extension ?? []].flat()),
    ...numbers,
  ]),
]
