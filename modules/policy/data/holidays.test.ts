/**
 * The holiday table that the policy room seeds: whole, free of contradictions, and day by day
 * equal to the package it was exported from.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import chineseDays from 'chinese-days'
import { addDays, type HolidayYear, workingCalendar } from '#lib/calendar'

const years: HolidayYear[] = JSON.parse(
  readFileSync(new URL('./holidays.json', import.meta.url), 'utf8'),
)
const calendar = workingCalendar(years)

test('every day of a published year agrees with the package it was exported from', () => {
  for (let date = '2020-01-01'; date <= '2026-12-31'; date = addDays(date, 1)) {
    assert.equal(calendar.isWorkingDay(date), chineseDays.isWorkday(date), date)
  }
})

test('years follow one another; one without a notice holds its thirteen statutory days', () => {
  assert.deepEqual(
    years.map(({ year }) => year),
    [2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027],
  )
  const last = years.at(-1)!
  assert.equal(last.status, 'unpublished')
  assert.equal(last.holidays.length, 13)
  assert.equal(calendar.day('2027-02-05').zh, '春节')
  assert.equal(calendar.day('2027-02-05').certainty, 'statutory-only')
})
