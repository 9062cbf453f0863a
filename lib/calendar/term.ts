/**
 * Statutory terms: when a duty falls due, what is left, what is late. Counting follows the Civil
 * Code, art. 200–204: the day of the event is not counted; months and years end on the
 * corresponding day; a term whose last day is a day of rest ends on the next working day. Which
 * unit a law means is policy data, not arithmetic. Two traps: in the Administrative Penalty Law
 * "two, three, five, seven days" are working days (art. 85), and so is every "day" of the
 * Administrative Licensing Law (art. 82): write those terms as `wd`.
 */
import { addDays, addMonths, daysBetween, type IsoDate } from './date.ts'
import {
  type Certainty,
  type WorkingCalendar,
  weakest,
  workingDaysBetween,
} from './working-calendar.ts'

/** `wd` counts working days; `day`, `month` and `year` run through weekends and holidays. */
export type TermUnit = 'wd' | 'day' | 'month' | 'year'

export interface Term {
  value: number
  unit: TermUnit
}

/**
 * Days that do not count (testing, appraisal, service by notice): from `from` up to but not
 * including `until`, the day the clock runs again. Without `until` the clock still stands.
 */
export interface Pause {
  from: IsoDate
  until?: IsoDate
}

export interface DueDateOptions {
  pauses?: readonly Pause[]
  /**
   * What happens when a term in days, months or years ends on a day of rest. The default follows
   * art. 203. Terms that burden a person (display of a record, duration of a measure) end on
   * their day: `none`.
   */
  roll?: 'next-working-day' | 'none'
}

/** `certainty` is the weakest of the days on which the answer rests. */
export type DueDate =
  | {
      state: 'running'
      /** The last day on which the duty is done in time. */
      due: IsoDate
      /** The last day before it was moved off a day of rest. */
      lastDay: IsoDate
      pausedDays: number
      certainty: Certainty
    }
  | {
      state: 'paused'
      since: IsoDate
      /** What will be left to run when the clock starts again. */
      left: { value: number; unit: 'wd' | 'day' }
      certainty: Certainty
    }

/**
 * The last day of a term that began with an event on `start`.
 *
 * @example dueDate('2026-02-10', { value: 7, unit: 'wd' }, calendar).due // '2026-02-26'
 */
export function dueDate(
  start: IsoDate,
  term: Term,
  calendar: WorkingCalendar,
  options: DueDateOptions = {},
): DueDate {
  checkTerm(term)
  const pauses = mergePauses(options.pauses ?? [])
  const roll = (options.roll ?? 'next-working-day') === 'next-working-day'
  return term.unit === 'wd'
    ? dueInWorkingDays(start, term.value, calendar, pauses)
    : dueInCalendarDays(start, term, calendar, pauses, roll)
}

export interface Remaining {
  /** Days and working days left after today; 0 on the last day, negative once it has passed. */
  days: number
  workingDays: number
  overdue: boolean
  certainty: Certainty
}

/** What is left of a term on the day `today`. */
export function remaining(due: IsoDate, today: IsoDate, calendar: WorkingCalendar): Remaining {
  return {
    days: daysBetween(today, due),
    workingDays: workingDaysBetween(today, due, calendar),
    overdue: today > due,
    certainty: weakest(calendar.day(today).certainty, calendar.day(due).certainty),
  }
}

const UNIT_NAMES: Readonly<Record<TermUnit, { zh: string; en: string }>> = {
  wd: { zh: '个工作日', en: 'working day' },
  day: { zh: '日', en: 'day' },
  month: { zh: '个月', en: 'month' },
  year: { zh: '年', en: 'year' },
}

/** `{ zh: '7 个工作日', en: '7 working days' }`. */
export function formatTerm({ value, unit }: Term): { zh: string; en: string } {
  const name = UNIT_NAMES[unit]
  return { zh: `${value} ${name.zh}`, en: `${value} ${name.en}${value === 1 ? '' : 's'}` }
}

const MAX_VALUES: Readonly<Record<TermUnit, number>> = {
  wd: 5_000,
  day: 36_500,
  month: 1_200,
  year: 100,
}

function checkTerm({ value, unit }: Term): void {
  if (!Number.isInteger(value) || value < 1 || value > MAX_VALUES[unit]) {
    throw new RangeError(`not a term of 1 to ${MAX_VALUES[unit]} ${unit}: ${value}`)
  }
}

interface Interval {
  from: IsoDate
  until: IsoDate
}

/** After every date that can be written. */
const NEVER = '9999-12-31'

/** Sorted and disjoint; a pause still open lasts until `NEVER`. */
function mergePauses(pauses: readonly Pause[]): Interval[] {
  const sorted = pauses
    .map(({ from, until = NEVER }) => ({ from, until }))
    .filter(({ from, until }) => daysBetween(from, until) > 0)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
  const merged: Interval[] = []
  for (const pause of sorted) {
    const last = merged.at(-1)
    if (last && pause.from <= last.until) {
      if (pause.until > last.until) last.until = pause.until
    } else {
      merged.push({ ...pause })
    }
  }
  return merged
}

function pauseOn(date: IsoDate, pauses: readonly Interval[]): Interval | undefined {
  return pauses.find(({ from, until }) => from <= date && date < until)
}

/** Paused days after `start` up to and including `end`. */
function pausedDaysWithin(start: IsoDate, end: IsoDate, pauses: readonly Interval[]): number {
  const first = addDays(start, 1)
  const beyond = addDays(end, 1)
  return pauses.reduce((sum, { from, until }) => {
    const overlap = daysBetween(later(from, first), earlier(until, beyond))
    return sum + Math.max(overlap, 0)
  }, 0)
}

function later(a: IsoDate, b: IsoDate): IsoDate {
  return a < b ? b : a
}

function earlier(a: IsoDate, b: IsoDate): IsoDate {
  return a < b ? a : b
}

function dueInWorkingDays(
  start: IsoDate,
  value: number,
  calendar: WorkingCalendar,
  pauses: readonly Interval[],
): DueDate {
  let certainty: Certainty = 'published'
  let date = start
  for (let left = value; left > 0; ) {
    date = addDays(date, 1)
    const pause = pauseOn(date, pauses)
    if (pause?.until === NEVER) {
      return { state: 'paused', since: pause.from, left: { value: left, unit: 'wd' }, certainty }
    }
    if (pause) {
      date = addDays(pause.until, -1)
      continue
    }
    const day = calendar.day(date)
    certainty = weakest(certainty, day.certainty)
    if (day.working) left--
  }
  const pausedDays = pausedDaysWithin(start, date, pauses)
  return { state: 'running', due: date, lastDay: date, pausedDays, certainty }
}

function dueInCalendarDays(
  start: IsoDate,
  term: Term,
  calendar: WorkingCalendar,
  pauses: readonly Interval[],
  roll: boolean,
): DueDate {
  const closed = pauses.filter(({ until }) => until !== NEVER)
  const open = pauses.find(({ until }) => until === NEVER)
  const lastDay = extended(start, elapse(start, term), closed)
  const paused = (since: IsoDate, certainty: Certainty): DueDate => {
    const beforePause = addDays(later(since, addDays(start, 1)), -1)
    const value = Math.max(daysBetween(beforePause, lastDay), 0)
    return { state: 'paused', since, left: { value, unit: 'day' }, certainty }
  }
  if (open && open.from <= lastDay) return paused(open.from, 'published')
  if (!roll) {
    const pausedDays = pausedDaysWithin(start, lastDay, closed)
    return { state: 'running', due: lastDay, lastDay, pausedDays, certainty: 'published' }
  }
  let due = lastDay
  let day = calendar.day(due)
  let certainty = day.certainty
  while (!day.working || pauseOn(due, closed)) {
    due = addDays(due, 1)
    if (open && due >= open.from) return paused(open.from, certainty)
    day = calendar.day(due)
    certainty = weakest(certainty, day.certainty)
  }
  const pausedDays = pausedDaysWithin(start, due, closed)
  return { state: 'running', due, lastDay, pausedDays, certainty }
}

/**
 * The last day without pauses: the event's own day is not counted (art. 201), so n days end at
 * +n.
 */
function elapse(start: IsoDate, { value, unit }: Term): IsoDate {
  if (unit === 'day') return addDays(start, value)
  return addMonths(start, unit === 'year' ? value * 12 : value)
}

/**
 * Each extension may reach into the next pause: the end moves until it has covered every one it
 * meets.
 */
function extended(start: IsoDate, end: IsoDate, pauses: readonly Interval[]): IsoDate {
  for (let lastDay = end; ; ) {
    const moved = addDays(end, pausedDaysWithin(start, lastDay, pauses))
    if (moved === lastDay) return lastDay
    lastDay = moved
  }
}
