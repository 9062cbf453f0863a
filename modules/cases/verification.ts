/**
 * Folds every case again from its facts and compares it with the rows by which queues and sweeps find it (invariants 1
 * and 4): the case, each of its clocks, and the counters from which cases are numbered.
 */
import { sql } from 'kysely'
import { type WorkingCalendar, weakest } from '#lib/calendar'
import {
  type Checked,
  type CheckProgress,
  compareRows,
  type Faults,
  faultList,
  keyPages,
} from '#modules/transparency'
import type { Db } from '#platform/database'
import { placedFact } from './facts.ts'
import { type CaseTold, type ClockTold, caseRow, clockRows, counterOf } from './projection.ts'
import { foldCase, type Opening } from './state.ts'

/** Few: a fact carries its evidence and its documents whole. */
const casesPerPage = 50

export async function verifyCases(
  db: Db,
  { calendar, progress }: { calendar: WorkingCalendar; progress?: CheckProgress },
): Promise<Checked<'cases' | 'clocks'>> {
  const faults = faultList()
  const checked = { cases: 0, clocks: 0 }
  const numbers = new Map<string, number>()
  const columns = ['cases.fact', 'cases.case_file'].map(table => ({ table, column: 'case_id' }))
  for await (const ids of keyPages(db, columns, casesPerPage)) {
    const page = await storedPage(db, ids)
    const told = toldPage(page, calendar, faults)
    for (const opening of told.openings) countNumber(numbers, opening)
    const isSound = (name: string) => !told.unsound.has(name)
    const cases = rowsBy(
      nameOf,
      page.cases.filter(row => isSound(nameOf(row))),
    )
    const clocks = rowsBy(
      clockNameOf,
      page.clocks.filter(row => isSound(nameOf(row))),
    )
    compareRows('case', { told: told.cases, stored: cases }, faults)
    compareRows('case clock', { told: told.clocks, stored: clocks }, faults)
    checked.cases += page.cases.length
    checked.clocks += page.clocks.length
    progress?.(checked.cases)
  }
  await checkStrayClocks(db, faults)
  await checkCounters(db, numbers, faults)
  return { checked, faults: faults.listed, more: faults.more() }
}

type Page = Awaited<ReturnType<typeof storedPage>>

const nameOf = ({ subject_id, case_id }: { subject_id: string; case_id: string }): string =>
  `${subject_id} ${case_id}`
const clockNameOf = (clock: { subject_id: string; case_id: string; ordinal: number }): string =>
  `${nameOf(clock)}/${clock.ordinal}`

async function storedPage(db: Db, ids: readonly string[]) {
  const cases = await db
    .selectFrom('cases.case_file')
    .selectAll()
    .where('case_id', 'in', ids)
    .execute()
  const facts = await db
    .selectFrom('cases.fact')
    .select(['subject_id', 'case_id', 'body', 'batch_id', 'ordinal'])
    .where('case_id', 'in', ids)
    .orderBy('fact_id')
    .execute()
  const subjects = new Set([...cases, ...facts].map(({ subject_id }) => subject_id))
  const clocks = await db
    .selectFrom('cases.clock')
    .selectAll()
    .where('subject_id', 'in', [...subjects])
    .where('case_id', 'in', ids)
    .execute()
  return { facts: Map.groupBy(facts, nameOf), cases, clocks }
}

const rowsBy = <Row>(nameOf: (row: Row) => string, rows: readonly Row[]) =>
  new Map(rows.map(row => [nameOf(row), row]))

/** What the facts of a page add up to; a case whose facts do not add up is named and compared no further. */
function toldPage(page: Page, calendar: WorkingCalendar, faults: Faults) {
  const storedClocks = rowsBy(clockNameOf, page.clocks)
  const unsound = new Set<string>()
  const openings: Opening[] = []
  const cases = new Map<string, CaseTold>()
  const clocks = new Map<string, ClockTold>()
  for (const [name, rows] of page.facts) {
    try {
      const facts = rows.map(placedFact)
      openings.push(...facts.flatMap(({ fact }) => fact.opening ?? []))
      const file = foldCase(facts)
      const own = clockRows(file, calendar).map(clock =>
        countedBefore(clock, storedClocks.get(clockNameOf(clock))),
      )
      cases.set(name, caseRow(file, own))
      for (const clock of own) clocks.set(clockNameOf(clock), clock)
    } catch (error) {
      faults.add('case', name, `its facts do not add up: ${(error as Error).message}`)
      unsound.add(name)
    }
  }
  return { openings, unsound, cases, clocks }
}

/**
 * A clock that was counted before the holidays of its days were published keeps that day, and says so by its certainty;
 * the sweep counts it anew while it runs.
 */
function countedBefore(
  told: ClockTold,
  stored: (Pick<ClockTold, 'due_on'> & { certainty: string }) | undefined,
): ClockTold {
  const certainty = stored?.certainty as ClockTold['certainty'] | undefined
  if (!stored || !certainty || told.clock.fixedDue !== null) return told
  const isWeaker = certainty !== told.certainty && weakest(told.certainty, certainty) === certainty
  return isWeaker ? { ...told, due_on: stored.due_on, certainty } : told
}

function countNumber(numbers: Map<string, number>, { area, policyOn, number }: Opening): void {
  const key = keyOf(counterOf(area, policyOn))
  const serial = Number(/〕(\d+)号$/.exec(number)?.[1] ?? 0)
  numbers.set(key, Math.max(serial, numbers.get(key) ?? 0))
}

const keyOf = ({ area, year }: { area: string; year: number }): string => `${area} ${year}`

async function checkCounters(db: Db, numbers: ReadonlyMap<string, number>, faults: Faults) {
  const counters = await db.selectFrom('cases.counter').selectAll().execute()
  const told = new Map([...numbers].map(([key, last]) => [key, { last }]))
  const stored = new Map(counters.map(row => [keyOf(row), row]))
  compareRows('case counter', { told, stored }, faults)
}

/** Clocks of no case. */
async function checkStrayClocks(db: Db, faults: Faults): Promise<void> {
  const { rows } = await sql<{ subject_id: string; case_id: string; ordinal: number }>`
    select subject_id, case_id, ordinal from cases.clock c
    where not exists (select from cases.case_file f
        where f.subject_id = c.subject_id and f.case_id = c.case_id)
      and not exists (select from cases.fact f
        where f.subject_id = c.subject_id and f.case_id = c.case_id)
    limit 100`.execute(db)
  for (const row of rows) faults.add('case clock', clockNameOf(row), 'added')
}
