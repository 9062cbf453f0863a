/**
 * Working days of China. The State Council's office orders each year, in the autumn before, which
 * weekdays are free and which weekend days are worked; no rule yields them. So the table is data,
 * and a day in a year that is not in it (or whose notice is not out) is answered with its
 * `certainty`, never passed off as a plain weekday.
 */
import { dateOfDayNumber, dayNumberOf, type IsoDate, weekdayOfDayNumber } from './date.ts'

export interface Holiday {
  date: IsoDate
  zh: string
  en: string
}

/** One year of the table. `unpublished` years hold the statutory holidays alone. */
export interface HolidayYear {
  year: number
  status: 'published' | 'unpublished'
  source: string
  holidays: readonly Holiday[]
  /** Weekend days that are worked instead. */
  workdays: readonly IsoDate[]
}

/**
 * How far a day can be relied on. `published`: by the notice. `statutory-only`: the statutory
 * holidays are known, the bridging days are not. `unknown`: the table ends before; only weekends
 * and the holidays of fixed date are taken off.
 */
export type Certainty = 'published' | 'statutory-only' | 'unknown'

export interface Day {
  date: IsoDate
  kind: 'workday' | 'weekend' | 'holiday' | 'makeup-workday'
  working: boolean
  certainty: Certainty
  /** The holiday's name; for a make-up day none is ordered. */
  zh?: string
  en?: string
}

export interface WorkingCalendar {
  day(date: IsoDate): Day
  isWorkingDay(date: IsoDate): boolean
  /** The years of the table, in order; ask for a new notice when the last one nears its end. */
  readonly years: readonly { year: number; status: HolidayYear['status'] }[]
}

/** New Year, Labour Day, National Day: known for any year (Rules of 2024-11-10, art. 2). */
const FIXED_HOLIDAYS: Readonly<Record<string, Omit<Holiday, 'date'>>> = {
  '01-01': { zh: '元旦', en: 'New Year’s Day' },
  '05-01': { zh: '劳动节', en: 'Labour Day' },
  '05-02': { zh: '劳动节', en: 'Labour Day' },
  '10-01': { zh: '国庆节', en: 'National Day' },
  '10-02': { zh: '国庆节', en: 'National Day' },
  '10-03': { zh: '国庆节', en: 'National Day' },
}

/** Builds the calendar from its table. Throws when the table contradicts itself. */
export function workingCalendar(years: readonly HolidayYear[]): WorkingCalendar {
  const statuses = new Map<number, HolidayYear['status']>()
  const holidays = new Map<IsoDate, Holiday>()
  const workdays = new Set<IsoDate>()
  for (const year of years) {
    checkYear(year, statuses)
    statuses.set(year.year, year.status)
    for (const holiday of year.holidays) holidays.set(holiday.date, holiday)
    for (const date of year.workdays) workdays.add(date)
  }
  const day = (date: IsoDate): Day => {
    const weekday = weekdayOfDayNumber(dayNumberOf(date))
    const status = statuses.get(Number(date.slice(0, 4)))
    const certainty = certaintyOf(status)
    const holiday = holidays.get(date) ?? (status ? undefined : FIXED_HOLIDAYS[date.slice(5)])
    if (holiday) {
      return { date, kind: 'holiday', working: false, certainty, zh: holiday.zh, en: holiday.en }
    }
    if (workdays.has(date)) return { date, kind: 'makeup-workday', working: true, certainty }
    const weekend = weekday === 0 || weekday === 6
    return { date, kind: weekend ? 'weekend' : 'workday', working: !weekend, certainty }
  }
  return {
    day,
    isWorkingDay: date => day(date).working,
    years: [...statuses]
      .map(([year, status]) => ({ year, status }))
      .sort((a, b) => a.year - b.year),
  }
}

/** Longest walk in days: beyond a century something else is wrong. */
const MAX_WALK_DAYS = 40_000

/** The day itself if it is worked, else the next one that is. */
export function nextWorkingDay(date: IsoDate, calendar: WorkingCalendar): IsoDate {
  let number = dayNumberOf(date)
  while (!calendar.isWorkingDay(dateOfDayNumber(number))) number++
  return dateOfDayNumber(number)
}

/** The n-th working day after a date (before it, when negative); 0 is the date itself. */
export function addWorkingDays(date: IsoDate, days: number, calendar: WorkingCalendar): IsoDate {
  const step = days < 0 ? -1 : 1
  let number = dayNumberOf(date)
  for (let left = checkedWalk(Math.abs(days)); left > 0; ) {
    number += step
    if (calendar.isWorkingDay(dateOfDayNumber(number))) left--
  }
  return dateOfDayNumber(number)
}

/** Working days after `from` up to and including `to`; negative when `to` lies before. */
export function workingDaysBetween(from: IsoDate, to: IsoDate, calendar: WorkingCalendar): number {
  if (to < from) return -workingDaysBetween(to, from, calendar)
  const last = dayNumberOf(to)
  const first = dayNumberOf(from)
  checkedWalk(last - first)
  let count = 0
  for (let number = first + 1; number <= last; number++) {
    if (calendar.isWorkingDay(dateOfDayNumber(number))) count++
  }
  return count
}

/** The less certain of two. */
export function weakest(a: Certainty, b: Certainty): Certainty {
  const order: readonly Certainty[] = ['published', 'statutory-only', 'unknown']
  return order.indexOf(a) > order.indexOf(b) ? a : b
}

function certaintyOf(status: HolidayYear['status'] | undefined): Certainty {
  if (status === undefined) return 'unknown'
  return status === 'published' ? 'published' : 'statutory-only'
}

function checkedWalk(days: number): number {
  if (!Number.isInteger(days) || days > MAX_WALK_DAYS) {
    throw new RangeError(`not a number of days up to ${MAX_WALK_DAYS}: ${days}`)
  }
  return days
}

function checkYear(table: HolidayYear, statuses: ReadonlyMap<number, unknown>): void {
  const { year } = table
  if (statuses.has(year)) throw new RangeError(`holiday table: ${year} occurs twice`)
  const free = new Set(table.holidays.map(holiday => holiday.date))
  for (const date of [...free, ...table.workdays]) {
    if (Number(date.slice(0, 4)) !== year) throw new RangeError(`holiday table ${year}: ${date}`)
    dayNumberOf(date)
  }
  for (const date of table.workdays) {
    const weekday = weekdayOfDayNumber(dayNumberOf(date))
    if (free.has(date) || (weekday !== 0 && weekday !== 6)) {
      throw new RangeError(`holiday table ${year}: ${date} cannot be a make-up working day`)
    }
  }
}
