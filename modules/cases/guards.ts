/**
 * May this person take this step now? Every condition is a pure function of the file, the caller and the day, and each
 * says why not: the case page shows the same sentence that the step would be refused with.
 */
import type { Actor, CaseStep, RefusalCode, RefusalDetails } from '#contract'
import { hasRole, sentenceOf } from '#contract'
import { addDays, type WorkingCalendar } from '#lib/calendar'
import { liesIn } from '#modules/access'
import { catalogueItem } from '#modules/records'
import { caseType, stateName } from './catalogue.ts'
import { dueOf, latestClock } from './clocks.ts'
import { clockRule, type GuardName, type Part, procedureOf, type Step } from './procedure.ts'
import type { CaseFile } from './state.ts'

export type Caller = {
  readonly actor: Actor
  /** The subjects that the caller acts for. */
  readonly ownSubjectIds: readonly string[]
}

export type Asking = Caller & { readonly today: string; readonly calendar: WorkingCalendar }

/** Why a step is not lawful now; `notBefore` is the first day on which it will be. */
export type Hindrance = {
  readonly code: RefusalCode
  readonly details?: RefusalDetails
  readonly notBefore?: string
}

/** The first thing that stands in the way of a step, or undefined. */
export function hindranceOf(file: CaseFile, step: Step, asking: Asking): Hindrance | undefined {
  if (asking.actor.machine) return { code: 'cases.by-machine' }
  return partHindrance(file, step, asking) ?? firstHindrance(file, step.when ?? [], asking)
}

/** The steps of the procedure that lead on from here, each with its first hindrance. */
export const stepsFrom = (file: CaseFile, asking: Asking): CaseStep[] =>
  procedureOf(file.kind, file.procedureVersion)
    .steps.filter(step => step.from.includes(file.state))
    .filter(step => concerns(file, step, asking))
    .map(step => {
      const hindrance = hindranceOf(file, step, asking)
      return {
        verb: step.verb,
        operation: step.operation,
        zh: step.zh,
        en: step.en,
        allowed: hindrance === undefined,
        reason: hindrance
          ? { code: hindrance.code, ...sentenceOf(hindrance.code, hindrance.details) }
          : null,
        notBefore: hindrance?.notBefore ?? null,
      }
    })

/** A party is shown its own steps and not the office's. */
const concerns = (file: CaseFile, step: Step, asking: Asking): boolean =>
  isStaff(file, asking) || step.by.some(part => holds(file, part, asking))

export const isStaff = (file: Pick<CaseFile, 'area'>, { actor }: Caller): boolean =>
  hasRole(actor, 'credit-office', 'regulator', 'township') && liesIn(actor.areas, file.area)

const isOfficer = (file: CaseFile, asking: Caller): boolean =>
  hasRole(asking.actor, 'credit-office', 'regulator') && isStaff(file, asking)

export const isParty = (file: CaseFile, { ownSubjectIds }: Caller): boolean =>
  ownSubjectIds.includes(file.subject.id)

export const isApplicant = (file: CaseFile, { actor }: Caller): boolean =>
  actor.accountId !== null && file.applicant?.id === actor.accountId

const investigated = (file: CaseFile, { actor }: Caller): boolean =>
  actor.accountId === file.handler?.id || file.investigators.includes(actor.accountId ?? '')

function holds(file: CaseFile, part: Part, asking: Caller): boolean {
  switch (part) {
    case 'staff':
      return isStaff(file, asking)
    case 'officer':
      return isOfficer(file, asking)
    case 'handler':
      return isOfficer(file, asking) && asking.actor.accountId === file.handler?.id
    case 'uninvolved':
      return isOfficer(file, asking) && !investigated(file, asking)
    case 'party':
      return isParty(file, asking)
    case 'applicant':
      return isApplicant(file, asking)
    case 'clock':
      return false
    default:
      return part satisfies never
  }
}

function partHindrance(file: CaseFile, step: Step, asking: Asking): Hindrance | undefined {
  if (step.by.some(part => holds(file, part, asking))) return undefined
  const barred = step.by.includes('uninvolved') && isOfficer(file, asking)
  if (barred) return { code: 'cases.same-person', details: { step: step.zh, stepEn: step.en } }
  return { code: 'cases.not-your-part', details: { step: step.zh, stepEn: step.en } }
}

function firstHindrance(
  file: CaseFile,
  names: readonly GuardName[],
  asking: Asking,
): Hindrance | undefined {
  for (const name of names) {
    const hindrance = guards[name](file, asking)
    if (hindrance) return hindrance
  }
  return undefined
}

type Guard = (file: CaseFile, asking: Asking) => Hindrance | undefined

const guards: Readonly<Record<GuardName, Guard>> = {
  'evidence-complete': file => {
    const has = new Set(file.evidence.map(({ code }) => code))
    const missing = catalogueItem(caseType(file.caseType).recordItem).evidence.filter(
      ({ code }) => code !== 'decision' && !has.has(code),
    )
    if (missing.length === 0) return undefined
    const list = (lang: 'zh' | 'en') =>
      missing.map(item => item[lang]).join(lang === 'zh' ? '、' : ', ')
    return {
      code: 'cases.evidence-missing',
      details: { missing: list('zh'), missingEn: list('en') },
    }
  },
  // Art. 44–45 and 64: no decision before the party could say and ask for all that it is entitled to.
  'statement-window-over': (file, asking) => {
    if (file.final) return undefined
    const windows = file.state === 'heard' ? ['statement'] : ['statement', 'hearing-request']
    const ends = windows.map(name => windowEnd(file, name, asking)).filter(day => day !== undefined)
    const until = ends.reduce((last, day) => (day > last ? day : last), '')
    return asking.today > until
      ? undefined
      : { code: 'cases.window-open', details: { until }, notBefore: addDays(until, 1) }
  },
  'hearing-window-open': (file, asking) => {
    const until = windowEnd(file, 'hearing-request', asking)
    return until !== undefined && asking.today <= until
      ? undefined
      : { code: 'cases.window-closed', details: { until: until ?? '' } }
  },
  'hearing-called': file => (file.hearing ? undefined : { code: 'cases.hearing-not-called' }),
  'hearing-day-come': (file, { today }) =>
    !file.hearing || today >= file.hearing.on
      ? undefined
      : {
          code: 'cases.hearing-ahead',
          details: { on: file.hearing.on },
          notBefore: file.hearing.on,
        },
  'not-extended': file =>
    latestClock(file.clocks, 'decide')?.extended ? { code: 'cases.extended' } : undefined,
  delivered: file => (file.deliveredOn === null ? { code: 'cases.not-delivered' } : undefined),
}

function windowEnd(file: CaseFile, name: string, { calendar }: Asking): string | undefined {
  const clock = latestClock(file.clocks, name)
  if (!clock) return undefined
  const rule = clockRule(procedureOf(file.kind, file.procedureVersion), name)
  return dueOf(clock, rule, file.rules, calendar).due ?? undefined
}

/** The refusal of a verb that does not lead on from the state at all. */
export const notFromHere = (file: CaseFile, verb: string): Hindrance => {
  const { zh, en } = stateName(file.state)
  return { code: 'cases.step-unlawful', details: { state: zh, stateEn: en, step: verb } }
}
