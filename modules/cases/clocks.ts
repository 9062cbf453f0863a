/**
 * The clocks of a case, computed from what was done and the numbers of law the case began under. Each can be counted
 * again from the facts; the rows of `cases.clock` only let a sweep find what is late (requirements 7.5, 22.2).
 */
import type { CaseClock } from '#contract'
import {
  type Certainty,
  dueDate,
  formatTerm,
  type IsoDate,
  type Pause,
  remaining,
  type Term,
  type TermUnit,
  type WorkingCalendar,
} from '#lib/calendar'
import type { Policies } from '#modules/policy'
import { type ClockRule, clockRule, type Procedure, policyKeysOf, type Step } from './procedure.ts'

/** The version of a number of law that a case took with it. */
export type Rule = { readonly version: number; readonly value: number; readonly unit: TermUnit }
export type Rules = Readonly<Record<string, Rule>>

export type Clock = {
  readonly name: string
  readonly startedOn: IsoDate
  /** A day set by a person instead of counted. */
  readonly fixedDue: IsoDate | null
  readonly extended: boolean
  readonly pauses: readonly Pause[]
  readonly metOn: IsoDate | null
  readonly overOn: IsoDate | null
  readonly escalations: number
  readonly escalatedOn: IsoDate | null
}

/** The rules in force on a day, to be kept with the case. */
export function rulesOn(policies: Policies, procedure: Procedure, on: IsoDate): Rules {
  return Object.fromEntries(
    policyKeysOf(procedure).map(key => {
      const { value, unit } = policies.term(key, on)
      return [key, { version: policies.rule(key, on).version, value, unit }]
    }),
  )
}

/** What a step does to the clocks of a case on a day; `fixedDue` is the day a person set for those it starts. */
export function clocksAfter(
  clocks: readonly Clock[],
  step: Pick<Step, 'starts' | 'meets' | 'voids' | 'pauses' | 'resumes' | 'extends'>,
  on: IsoDate,
  fixed: Readonly<Record<string, IsoDate>> = {},
): Clock[] {
  const has = (list: readonly string[] | undefined, clock: Clock) =>
    isRunning(clock) && list?.includes(clock.name)
  const moved = clocks.map(clock => {
    if (has(step.meets, clock)) return { ...clock, metOn: on }
    if (has(step.voids, clock)) return { ...clock, overOn: on }
    if (has(step.pauses, clock)) return { ...clock, pauses: [...clock.pauses, { from: on }] }
    if (has(step.resumes, clock)) return { ...clock, pauses: endPause(clock.pauses, on) }
    if (has(step.extends, clock)) return { ...clock, extended: true }
    return clock
  })
  const names = [...(step.starts ?? []), ...Object.keys(fixed)]
  return [...moved, ...names.map(name => startedClock(name, on, fixed[name] ?? null))]
}

const startedClock = (name: string, startedOn: IsoDate, fixedDue: IsoDate | null): Clock => ({
  name,
  startedOn,
  fixedDue,
  extended: false,
  pauses: [],
  metOn: null,
  overOn: null,
  escalations: 0,
  escalatedOn: null,
})

const endPause = (pauses: readonly Pause[], until: IsoDate): Pause[] =>
  pauses.map(pause => (pause.until === undefined ? { ...pause, until } : pause))

export const isRunning = ({ metOn, overOn }: Clock): boolean => metOn === null && overOn === null

/** The clock of that name that was started last. */
export const latestClock = (clocks: readonly Clock[], name: string): Clock | undefined =>
  clocks.findLast(clock => clock.name === name)

/** When a clock falls due; `due` is null while it stands still. */
export function dueOf(
  clock: Clock,
  rule: ClockRule,
  rules: Rules,
  calendar: WorkingCalendar,
): { due: IsoDate | null; certainty: Certainty } {
  if (clock.fixedDue !== null) return { due: clock.fixedDue, certainty: 'published' }
  const answer = dueDate(clock.startedOn, termOf(clock, rule, rules), calendar, {
    pauses: clock.pauses,
  })
  return { due: answer.state === 'running' ? answer.due : null, certainty: answer.certainty }
}

/** Term and extension are of one unit: ninety days and thirty days are a hundred and twenty. */
function termOf({ extended }: Clock, { name, policy, extension }: ClockRule, rules: Rules): Term {
  const base = rules[policy ?? '']
  if (!base) throw new Error(`clock ${name} has no rule in this case`)
  if (!extended) return base
  const more = rules[extension ?? '']
  if (more?.unit !== base.unit) throw new Error(`the extension of ${name} is of another unit`)
  return { value: base.value + more.value, unit: base.unit }
}

export type ClockReading = {
  readonly procedure: Procedure
  readonly rules: Rules
  readonly calendar: WorkingCalendar
  readonly today: IsoDate
}

/** A clock as it is shown today. */
export function readClock(clock: Clock, reading: ClockReading): CaseClock {
  const { procedure, rules, calendar, today } = reading
  const rule = clockRule(procedure, clock.name)
  const { due, certainty } = dueOf(clock, rule, rules, calendar)
  const left = due === null || !isRunning(clock) ? null : remaining(due, today, calendar)
  const term = clock.fixedDue === null ? formatTerm(termOf(clock, rule, rules)) : setByOfficer
  return {
    name: clock.name,
    zh: rule.zh,
    en: rule.en,
    kind: rule.kind,
    state: clockState(clock, rule, due, today),
    startedOn: clock.startedOn,
    due,
    metOn: clock.metOn,
    leftDays: left?.days ?? null,
    leftWorkingDays: left?.workingDays ?? null,
    certainty,
    term,
    policyKey: rule.policy ?? '',
    policyVersion: rules[rule.policy ?? '']?.version ?? 0,
    escalations: clock.escalations,
  }
}

const setByOfficer = { zh: '承办机关指定', en: 'set by the office' }

/** A window that has run out is over; a duty not done by its day is overdue. */
function clockState(
  clock: Clock,
  { kind }: ClockRule,
  due: IsoDate | null,
  today: IsoDate,
): CaseClock['state'] {
  if (clock.metOn !== null) return 'met'
  if (clock.overOn !== null) return 'over'
  if (due === null) return 'paused'
  if (today <= due) return 'running'
  return kind === 'duty' ? 'overdue' : 'over'
}
