/**
 * Dates, working days and terms: worked examples across the Spring Festival of 2026 and the
 * National Day, and the laws that hold for any calendar.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  addDays,
  addMonths,
  addYears,
  chineseDay,
  daysBetween,
  endOfChineseDay,
  isIsoDate,
  lastDayOfMonth,
  startOfChineseDay,
  weekdayOf,
  writtenDay,
} from './date.ts'
import { type DueDate, dueDate, formatTerm, type Pause, remaining, type Term } from './term.ts'
import {
  addWorkingDays,
  type HolidayYear,
  nextWorkingDay,
  workingCalendar,
  workingDaysBetween,
} from './working-calendar.ts'

const days = (zh: string, en: string, from: string, to: string) =>
  Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => ({ date: addDays(from, i), zh, en }))

/** The notice for 2026, 国办发明电〔2025〕7号. */
const YEAR_2026: HolidayYear = {
  year: 2026,
  status: 'published',
  source: '国办发明电〔2025〕7号',
  holidays: [
    ...days('元旦', 'New Year’s Day', '2026-01-01', '2026-01-03'),
    ...days('春节', 'Spring Festival', '2026-02-15', '2026-02-23'),
    ...days('清明节', 'Qingming Festival', '2026-04-04', '2026-04-06'),
    ...days('劳动节', 'Labour Day', '2026-05-01', '2026-05-05'),
    ...days('端午节', 'Dragon Boat Festival', '2026-06-19', '2026-06-21'),
    ...days('中秋节', 'Mid-Autumn Festival', '2026-09-25', '2026-09-27'),
    ...days('国庆节', 'National Day', '2026-10-01', '2026-10-07'),
  ],
  workdays: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
}
const YEAR_2027: HolidayYear = {
  year: 2027,
  status: 'unpublished',
  source: '法定节假日',
  holidays: days('春节', 'Spring Festival', '2027-02-05', '2027-02-08'),
  workdays: [],
}
const calendar = workingCalendar([YEAR_2026, YEAR_2027])

const due = (start: string, term: Term, options = {}) => {
  const answer = dueDate(start, term, calendar, options)
  assert.equal(answer.state, 'running')
  return answer as Extract<DueDate, { state: 'running' }>
}

test('a day of law is a day of Beijing time', () => {
  assert.equal(chineseDay(Date.parse('2026-11-24T15:59:59.999Z')), '2026-11-24')
  assert.equal(chineseDay(Date.parse('2026-11-24T16:00:00Z')), '2026-11-25')
  assert.equal(startOfChineseDay('2026-11-25'), Date.parse('2026-11-24T16:00:00Z'))
  assert.equal(endOfChineseDay('2026-11-25'), startOfChineseDay('2026-11-26'))
  assert.equal(weekdayOf('2026-11-24'), 2)
})

test('only real days are dates', () => {
  for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '20260101', '', '2026-01-01T00:00']) {
    assert.equal(isIsoDate(text), false, text)
    assert.throws(() => addDays(text, 1), RangeError)
  }
  assert.ok(isIsoDate('2028-02-29'))
})

test('months end on the corresponding day, or on the last day where there is none', () => {
  assert.equal(addMonths('2026-01-31', 1), '2026-02-28')
  assert.equal(addMonths('2028-01-31', 1), '2028-02-29')
  assert.equal(addMonths('2026-08-31', 6), '2027-02-28')
  assert.equal(addMonths('2026-03-15', -3), '2025-12-15')
  assert.equal(addYears('2028-02-29', 1), '2029-02-28')
  assert.equal(lastDayOfMonth('2026-10-05'), '2026-10-31')
})

test('a calendar knows festivals, make-up days and weekends', () => {
  const kind = (date: string) => calendar.day(date).kind
  assert.equal(kind('2026-02-14'), 'makeup-workday')
  assert.equal(kind('2026-02-23'), 'holiday')
  assert.equal(kind('2026-02-24'), 'workday')
  assert.equal(kind('2026-11-21'), 'weekend')
  assert.equal(calendar.day('2026-10-01').zh, '国庆节')
})

test('what a year does not know it says: statutory only, or unknown', () => {
  assert.equal(calendar.day('2026-12-31').certainty, 'published')
  assert.equal(calendar.day('2027-02-09').certainty, 'statutory-only')
  assert.equal(calendar.day('2028-02-01').certainty, 'unknown')
  assert.equal(
    calendar.day('2028-10-03').kind,
    'holiday',
    'a holiday of fixed date is always known',
  )
  assert.equal(due('2026-12-25', { value: 10, unit: 'wd' }).certainty, 'statutory-only')
  assert.equal(due('2026-11-24', { value: 3, unit: 'year' }).certainty, 'unknown')
})

test('a table that contradicts itself is refused', () => {
  const broken = (change: Partial<HolidayYear>) => () =>
    workingCalendar([{ ...YEAR_2026, ...change }])
  assert.throws(broken({ workdays: ['2026-02-23'] }), /2026-02-23/)
  assert.throws(broken({ workdays: ['2026-03-02'] }), /2026-03-02/)
  assert.throws(broken({ workdays: ['2027-03-06'] }), /2027-03-06/)
  assert.throws(() => workingCalendar([YEAR_2026, YEAR_2026]), /twice/)
})

test('seven working days across the Spring Festival of 2026 count the make-up days', () => {
  // 11, 12, 13, 14 (make-up Saturday) February, then the festival, then 24, 25, 26.
  assert.equal(due('2026-02-10', { value: 7, unit: 'wd' }).due, '2026-02-26')
  // 13 and 14 before the festival, 24–27 and the make-up Saturday 28 after it.
  assert.equal(due('2026-02-12', { value: 7, unit: 'wd' }).due, '2026-02-28')
})

test('seven working days across the National Day of 2026 count 10 October', () => {
  // 28, 29, 30 September; 8, 9, 10 October (make-up Saturday); 12 October.
  assert.equal(due('2026-09-24', { value: 7, unit: 'wd' }).due, '2026-10-12')
  assert.equal(due('2026-09-30', { value: 3, unit: 'wd' }).due, '2026-10-10')
})

test('sixty days of mediation run through the festival and end on a working day', () => {
  // Accepted on 17 December 2025 would end within the festival: 15 February is a Sunday in it.
  const answer = due('2025-12-17', { value: 60, unit: 'day' })
  assert.equal(answer.lastDay, '2026-02-15')
  assert.equal(answer.due, '2026-02-24')
  assert.equal(due('2026-08-04', { value: 60, unit: 'day' }).due, '2026-10-08')
})

test('a term that burdens a person ends on its day, working or not', () => {
  const term: Term = { value: 3, unit: 'month' }
  assert.equal(due('2026-07-01', term, { roll: 'none' }).due, '2026-10-01')
  assert.equal(due('2026-07-01', term).due, '2026-10-08')
  assert.equal(due('2025-11-30', term, { roll: 'none' }).due, '2026-02-28')
})

test('days of testing are not counted', () => {
  // Accepted 2 March; the laboratory has the goods from 6 to 19 March, the clock runs again on 20.
  const pauses: Pause[] = [{ from: '2026-03-06', until: '2026-03-20' }]
  const inWorkingDays = due('2026-03-02', { value: 7, unit: 'wd' }, { pauses })
  assert.deepEqual([inWorkingDays.due, inWorkingDays.pausedDays], ['2026-03-25', 14])
  assert.equal(due('2026-03-02', { value: 60, unit: 'day' }, { pauses }).due, '2026-05-15')
  assert.equal(due('2026-03-02', { value: 1, unit: 'month' }, { pauses }).due, '2026-04-16')
})

test('while the clock stands there is no due date, but a rest of the term', () => {
  const pauses: Pause[] = [{ from: '2026-03-06' }]
  const standing = dueDate('2026-03-02', { value: 7, unit: 'wd' }, calendar, { pauses })
  assert.deepEqual(standing, {
    state: 'paused',
    since: '2026-03-06',
    left: { value: 4, unit: 'wd' },
    certainty: 'published',
  })
  const inDays = dueDate('2026-03-02', { value: 60, unit: 'day' }, calendar, { pauses })
  assert.deepEqual(inDays.state === 'paused' && inDays.left, { value: 57, unit: 'day' })
  const later: Pause[] = [{ from: '2026-06-01' }]
  assert.equal(due('2026-03-02', { value: 60, unit: 'day' }, { pauses: later }).due, '2026-05-06')
})

test('on its last day a term is not overdue, the day after it is', () => {
  assert.deepEqual(remaining('2026-02-26', '2026-02-13', calendar), {
    days: 13,
    workingDays: 4,
    overdue: false,
    certainty: 'published',
  })
  assert.equal(remaining('2026-02-26', '2026-02-26', calendar).overdue, false)
  const late = remaining('2026-02-26', '2026-03-02', calendar)
  assert.deepEqual([late.overdue, late.days, late.workingDays], [true, -4, -3])
})

test('a term is named in both languages', () => {
  assert.deepEqual(formatTerm({ value: 7, unit: 'wd' }), { zh: '7 个工作日', en: '7 working days' })
  assert.deepEqual(formatTerm({ value: 1, unit: 'year' }), { zh: '1 年', en: '1 year' })
})

test('a term that is no whole number of days, or endless, is an error', () => {
  for (const value of [0, -1, 1.5, Number.NaN, 1e9]) {
    assert.throws(() => dueDate('2026-03-02', { value, unit: 'wd' }, calendar), RangeError)
  }
})

const date = fc.integer({ min: 0, max: 720 }).map(offset => addDays('2026-01-01', offset))
const pause = fc
  .record({ from: date, length: fc.integer({ min: 0, max: 40 }) })
  .map(({ from, length }): Pause => ({ from, until: addDays(from, length) }))
const pauses = fc.array(pause, { maxLength: 4 })
const term = fc.oneof(
  fc.record({ value: fc.integer({ min: 1, max: 60 }), unit: fc.constant('wd' as const) }),
  fc.record({ value: fc.integer({ min: 1, max: 200 }), unit: fc.constant('day' as const) }),
  fc.record({ value: fc.integer({ min: 1, max: 24 }), unit: fc.constant('month' as const) }),
)

test('a term’s working days lie after the event, outside its pauses, up to the due day', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: 1, max: 60 }), pauses, (start, value, excluded) => {
      const answer = due(start, { value, unit: 'wd' }, { pauses: excluded })
      const counted: string[] = []
      for (let day = addDays(start, 1); day <= answer.due; day = addDays(day, 1)) {
        const paused = excluded.some(({ from, until }) => from <= day && day < until!)
        if (!paused && calendar.isWorkingDay(day)) counted.push(day)
      }
      assert.equal(counted.length, value)
      assert.equal(counted.at(-1), answer.due)
    }),
  )
})

test('a due day is worked, never earlier for a later event or one more pause', () => {
  fc.assert(
    fc.property(date, term, pauses, pause, (start, length, excluded, extra) => {
      const answer = due(start, length, { pauses: excluded })
      assert.ok(calendar.isWorkingDay(answer.due))
      assert.ok(answer.lastDay <= answer.due)
      // Months end with the month: 28 and 29 April are ten months from the same day, and less of a pause may lie after 29.
      if (length.unit !== 'month' || excluded.length === 0)
        assert.ok(due(addDays(start, 1), length, { pauses: excluded }).due >= answer.due)
      assert.ok(due(start, length, { pauses: [...excluded, extra] }).due >= answer.due)
    }),
  )
})

test('working days add, subtract and count alike', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: 0, max: 60 }), (start, count) => {
      const from = nextWorkingDay(start, calendar)
      const to = addWorkingDays(from, count, calendar)
      assert.equal(workingDaysBetween(from, to, calendar), count)
      assert.equal(addWorkingDays(to, -count, calendar), from)
    }),
  )
})

test('dates and instants are inverse, months never skip one', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: 0, max: 86_399_999 }), fc.nat(240), (day, ms, months) => {
      assert.equal(chineseDay(startOfChineseDay(day) + ms), day)
      const moved = addMonths(day, months)
      const [year, month] = day.split('-').map(Number) as [number, number]
      const index = year * 12 + month - 1 + months
      const monthOf = `${Math.floor(index / 12)}-${`${(index % 12) + 1}`.padStart(2, '0')}`
      assert.equal(moved.slice(0, 7), monthOf)
      assert.ok(moved.slice(8) <= day.slice(8))
    }),
  )
})

test('a day is written as a sentence writes it, without leading zeros', () => {
  assert.deepEqual(writtenDay('2026-03-04'), { zh: '2026年3月4日', en: '4 March 2026' })
  assert.deepEqual(writtenDay('2025-12-31'), { zh: '2025年12月31日', en: '31 December 2025' })
})
