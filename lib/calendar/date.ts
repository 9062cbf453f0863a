/**
 * Calendar dates as `YYYY-MM-DD` and instants as epoch milliseconds. A legal day in China runs from
 * midnight to midnight in Beijing time, UTC+8 all year since 1991, wherever the server stands.
 */

/** `YYYY-MM-DD`, a real day of the Gregorian calendar. */
export type IsoDate = string

const DAY_MS = 86_400_000
const CHINA_OFFSET_MS = 8 * 3_600_000

export function isIsoDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && dateOfDayNumber(rawDayNumber(text)) === text
}

/** The day it is in China at an instant. */
export function chineseDay(instantMs: number): IsoDate {
  return dateOfDayNumber(Math.floor((instantMs + CHINA_OFFSET_MS) / DAY_MS))
}

const monthsEn = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** A day as a sentence writes it: 2026年11月8日 / 8 November 2026. */
export function writtenDay(date: IsoDate): { zh: string; en: string } {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  return { zh: `${year}年${month}月${day}日`, en: `${day} ${monthsEn[month - 1]} ${year}` }
}

/** The instant at which a day begins in China, in epoch milliseconds. */
export function startOfChineseDay(date: IsoDate): number {
  return dayNumberOf(date) * DAY_MS - CHINA_OFFSET_MS
}

/**
 * The instant at which a day is over in China: from here on, a term that ended that day is
 * missed.
 */
export function endOfChineseDay(date: IsoDate): number {
  return startOfChineseDay(date) + DAY_MS
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return dateOfDayNumber(dayNumberOf(date) + days)
}

/** Days from one date to another; negative when `to` lies before. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumberOf(to) - dayNumberOf(from)
}

/** The corresponding day, or the month's last day where there is none (Civil Code art. 202). */
export function addMonths(date: IsoDate, months: number): IsoDate {
  dayNumberOf(date)
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const index = year * 12 + (month - 1) + months
  const first = isoDate(Math.floor(index / 12), (((index % 12) + 12) % 12) + 1, 1)
  return addDays(first, Math.min(day, daysInMonth(first)) - 1)
}

export function addYears(date: IsoDate, years: number): IsoDate {
  return addMonths(date, years * 12)
}

export function lastDayOfMonth(date: IsoDate): IsoDate {
  const first = `${date.slice(0, 8)}01`
  return addDays(first, daysInMonth(first) - 1)
}

/** 0 is Sunday, 6 is Saturday. */
export function weekdayOf(date: IsoDate): number {
  return weekdayOfDayNumber(dayNumberOf(date))
}

/** Days since 1970-01-01; loops over many days run on these. Throws on anything but a real date. */
export function dayNumberOf(date: IsoDate): number {
  if (!isIsoDate(date)) throw new RangeError(`not a date (YYYY-MM-DD): ${date}`)
  return rawDayNumber(date)
}

export function dateOfDayNumber(dayNumber: number): IsoDate {
  if (!Number.isFinite(dayNumber)) return ''
  const date = new Date(dayNumber * DAY_MS)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10)
}

/** 1970-01-01 was a Thursday. */
export function weekdayOfDayNumber(dayNumber: number): number {
  return (((dayNumber + 4) % 7) + 7) % 7
}

function rawDayNumber(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / DAY_MS
}

function daysInMonth(first: IsoDate): number {
  const [year, month] = first.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function isoDate(year: number, month: number, day: number): IsoDate {
  const pad = (value: number, width: number) => `${value}`.padStart(width, '0')
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
}
