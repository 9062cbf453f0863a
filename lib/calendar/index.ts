/**
 * Dates, working days and statutory terms of China, pure and fed by data: the holiday table is an
 * argument, so that a case counted today can be counted again in ten years with the same answer.
 */
export {
  addDays,
  addMonths,
  addYears,
  chineseDay,
  daysBetween,
  endOfChineseDay,
  type IsoDate,
  isIsoDate,
  lastDayOfMonth,
  startOfChineseDay,
  weekdayOf,
  writtenDay,
} from './date.ts'
export {
  type DueDate,
  type DueDateOptions,
  dueDate,
  formatTerm,
  type Pause,
  type Remaining,
  remaining,
  type Term,
  type TermUnit,
} from './term.ts'
export {
  addWorkingDays,
  type Certainty,
  type Day,
  type Holiday,
  type HolidayYear,
  nextWorkingDay,
  type WorkingCalendar,
  weakest,
  workingCalendar,
  workingDaysBetween,
} from './working-calendar.ts'
