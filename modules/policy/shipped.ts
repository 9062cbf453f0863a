/**
 * The policy that ships with the product: numbers by domain in `data/*.json` and the holiday table. A county edits
 * policy by enacting new versions; these files only fill what its database does not have yet. A number that changes gets
 * a new edition from a day on and its old one an `until` on the day before: a value edited in place would be in force
 * under its old date in new data folders alone.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type HolidayYear, type WorkingCalendar, workingCalendar } from '#lib/calendar'
import type { RuleData } from './policy.ts'

const folder = join(import.meta.dirname, 'data')
const holidayFile = 'holidays.json'

const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T

/** Every shipped number of every domain. */
export const shippedRules = (): RuleData[] =>
  readdirSync(folder)
    .filter(name => name.endsWith('.json') && name !== holidayFile)
    .flatMap(name => read<RuleData[]>(name))

let calendar: WorkingCalendar | undefined

/** Working days as the State Council's yearly notices set them; years without a notice say so. */
export function shippedCalendar(): WorkingCalendar {
  calendar ??= workingCalendar(read<HolidayYear[]>(holidayFile))
  return calendar
}
