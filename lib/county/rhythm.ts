/**
 * When people buy: the hours of a day, the days of a week, the seasons, sale days and the lull of
 * the Spring Festival, on the Chinese clock. Detectors must live with this rhythm, so it is drawn
 * as sharply as real trade has it.
 */

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
export const CHINA_OFFSET_MS = 8 * HOUR_MS

/** Days when the whole market sells: month and day, and how many times an ordinary day. */
const SALE_DAYS: Readonly<Record<string, number>> = {
  '03-08': 1.6,
  '06-01': 1.8,
  '06-16': 1.8,
  '06-17': 2.2,
  '06-18': 4.2,
  '11-01': 2.4,
  '11-10': 2.2,
  '11-11': 6,
  '12-11': 1.4,
  '12-12': 2.8,
}

/** The first day of the lunar year. */
const SPRING_FESTIVALS = [
  '2020-01-25',
  '2021-02-12',
  '2022-02-01',
  '2023-01-22',
  '2024-02-10',
  '2025-01-29',
  '2026-02-17',
  '2027-02-06',
  '2028-01-26',
  '2029-02-13',
  '2030-02-03',
].map(date => Date.parse(date) / DAY_MS)

/** Monday to Sunday. */
const WEEKDAYS = [1.02, 1, 0.98, 0.98, 1, 1.04, 0.98]

const MONTHS = [0.95, 0.9, 1, 0.98, 1.02, 1.04, 0.94, 0.96, 1.02, 1.02, 1.08, 1.06]

/** Orders by local hour, relative. */
export const ORDER_HOURS: readonly number[] = [
  20, 10, 5, 3, 3, 5, 12, 24, 40, 56, 64, 60, 56, 58, 60, 60, 58, 54, 54, 62, 76, 84, 72, 42,
]

/** A sale day begins at midnight with a rush. */
export const SALE_HOURS: readonly number[] = [
  190, 70, 20, 8, 6, 8, 16, 30, 52, 66, 74, 66, 60, 60, 62, 60, 58, 56, 62, 78, 104, 120, 112, 84,
]

/** The local day (days since the epoch on the Chinese clock) of an instant. */
export function localDay(atMs: number): number {
  return Math.floor((atMs + CHINA_OFFSET_MS) / DAY_MS)
}

/** Instant at which a local day begins. */
export function dayStartMs(day: number): number {
  return day * DAY_MS - CHINA_OFFSET_MS
}

export function isoDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** Factor of a market-wide sale day, or 1. Remembered by day, because every order asks. */
export function saleFactor(day: number): number {
  let factor = saleFactors.get(day)
  if (factor === undefined) {
    factor = SALE_DAYS[isoDate(day).slice(5)] ?? 1
    saleFactors.set(day, factor)
  }
  return factor
}

const saleFactors = new Map<number, number>()

/** Relative number of orders on a local day. */
export function dayWeight(day: number): number {
  const weekday = WEEKDAYS[(day + 3) % 7]!
  const month = MONTHS[new Date(day * DAY_MS).getUTCMonth()]!
  return weekday * month * saleFactor(day) * festivalFactor(day)
}

/** Buying before the Spring Festival, and carriers and shops at rest during it. */
function festivalFactor(day: number): number {
  for (const first of SPRING_FESTIVALS) {
    const since = day - first
    if (since >= -20 && since < -6) return 1.35
    if (since >= -6 && since < -2) return 0.7
    if (since >= -2 && since <= 6) return 0.32
    if (since > 6 && since <= 12) return 0.75
  }
  return 1
}
