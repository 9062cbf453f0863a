/**
 * The three clocks of a record (invariant 5): until when it is shown, may be queried, and is kept. Display follows the
 * classes of 国办发〔2025〕22号; query and retention are other terms. The display clock never outlives the others.
 */
import type { Severity } from '#contract'
import { dueDate, type IsoDate, type Term, type WorkingCalendar } from '#lib/calendar'
import type { Policies } from '#modules/policy'

export type Clocks = {
  readonly shownUntil: IsoDate | null
  readonly queryUntil: IsoDate | null
  readonly keptUntil: IsoDate | null
}

export type ClockInput = {
  readonly policies: Policies
  readonly calendar: WorkingCalendar
  /** The day the record took effect: of its decision where there is one, else of the event. */
  readonly from: IsoDate
  readonly severity: Severity | null
}

/** Positive and neutral records carry no severity: nothing in law ends their display before the retention term. */
export function clocksOf({ policies, calendar, from, severity }: ClockInput): Clocks {
  const retention = policies.term('record.retain', from)
  const kept = endOf(from, retention, calendar)
  if (severity === null) return { shownUntil: kept, queryUntil: kept, keptUntil: kept }
  const shown = endOf(from, policies.term(`repair.${severity}.max`, from), calendar)
  return { shownUntil: shown < kept ? shown : kept, queryUntil: kept, keptUntil: kept }
}

/** First day on which a repair may be asked for. */
export function repairableFrom(
  policies: Policies,
  calendar: WorkingCalendar,
  { from, severity }: { from: IsoDate; severity: Severity },
): IsoDate {
  const term = policies.term(`repair.${severity}.min`, from)
  return term.value === 0 ? from : endOf(from, term, calendar)
}

/** A display term is counted in full calendar time; it does not move to a working day (it is no deadline to act). */
function endOf(from: IsoDate, term: Term, calendar: WorkingCalendar): IsoDate {
  const clock = dueDate(from, term, calendar, { roll: 'none' })
  if (clock.state !== 'running') throw new Error('a display clock is never paused')
  return clock.due
}

/** The clock's day is the last day of display. */
export const isShown = (shownUntil: IsoDate | null, today: IsoDate): boolean =>
  shownUntil === null || today <= shownUntil
