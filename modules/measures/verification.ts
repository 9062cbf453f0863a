/**
 * Does lists and measures again from their facts (invariant 4): every entry, every measure, every change on the feed and
 * what its recipients reported must be what their facts add up to, and whatever the facts tell of must be there.
 */
import { sql } from 'kysely'
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
import {
  acceptedColumns,
  type ChangeTold,
  changeColumns,
  createdList,
  type EntryTold,
  endedColumns,
  enteredEntry,
  type FactType,
  feedbackRow,
  imposedMeasure,
  liftedColumns,
  type MeasureTold,
  nominatedEntry,
  type Placed,
  rejectedColumns,
} from './projection.ts'
import type { FeedbackRow } from './tables.ts'

const subjectsPerPage = 200

export async function verifyMeasures(
  db: Db,
  { progress }: { progress?: CheckProgress } = {},
): Promise<Checked<'listEntries' | 'measures' | 'feedChanges'>> {
  const faults = faultList()
  const checked = { listEntries: 0, measures: 0, feedChanges: 0 }
  const columns = [
    { table: 'measures.fact', column: 'owner_id' },
    { table: 'measures.entry', column: 'subject_id' },
    { table: 'measures.measure', column: 'subject_id' },
  ]
  for await (const subjects of keyPages(db, columns, subjectsPerPage)) {
    const told = await toldOf(db, subjects, faults)
    checked.listEntries += await compareEntries(db, subjects, told, faults)
    const measureIds = await compareMeasures(db, subjects, told, faults)
    checked.measures += measureIds.stored
    checked.feedChanges += await compareFeed(db, measureIds.all, told, faults)
    progress?.(checked.listEntries + checked.measures)
  }
  await checkFeedNumbers(db, faults)
  await compareLists(db, faults)
  return { checked, faults: faults.listed, more: faults.more() }
}

/** What the facts about some subjects add up to, under the names that faults give. */
type ToldRows = {
  readonly entries: Map<string, EntryTold>
  readonly measures: Map<string, MeasureTold>
  readonly changes: Map<string, ChangeTold>
  readonly feedback: Map<string, FeedbackRow>
}

async function toldOf(db: Db, subjects: readonly string[], faults: Faults): Promise<ToldRows> {
  const facts = await db
    .selectFrom('measures.fact')
    .select(['fact_id', 'body', 'batch_id', 'ordinal'])
    .where('owner_id', 'in', subjects)
    .orderBy('owner_id')
    .orderBy('fact_id')
    .execute()
  const told: ToldRows = {
    entries: new Map(),
    measures: new Map(),
    changes: new Map(),
    feedback: new Map(),
  }
  for (const row of facts)
    try {
      tell(told, placedFact<FactType>(row))
    } catch (error) {
      faults.add('measures.fact', row.fact_id, `does not add up: ${(error as Error).message}`)
    }
  return told
}

const entryName = (subjectId: string, entryId: string): string => `${subjectId} ${entryId}`
const changeName = ({ measure_id, change }: Pick<ChangeTold, 'measure_id' | 'change'>): string =>
  `${measure_id} ${change}`
const feedbackName = (row: Pick<FeedbackRow, 'measure_id' | 'organisation_id'>): string =>
  `${row.measure_id} ${row.organisation_id}`

function tell(rows: ToldRows, { fact, place }: Placed<FactType>): void {
  switch (fact.fact) {
    case 'measures.list-created':
      break // Compared on its own: it speaks of no subject.
    case 'measures.nominated':
      rows.entries.set(entryName(fact.owner, fact.entry), nominatedEntry({ fact, place }))
      break
    case 'measures.entered': {
      const name = entryName(fact.owner, fact.entry)
      const before = rows.entries.get(name)
      const after = before ? { ...before, ...acceptedColumns({ fact, place }) } : undefined
      rows.entries.set(name, after ?? enteredEntry({ fact, place }))
      break
    }
    case 'measures.candidate-rejected':
      change(rows.entries, entryName(fact.owner, fact.entry), rejectedColumns({ fact, place }))
      break
    case 'measures.entry-ended':
      change(rows.entries, entryName(fact.owner, fact.entry), endedColumns(fact))
      break
    case 'measures.imposed': {
      const measure = imposedMeasure({ fact, place })
      rows.measures.set(entryName(fact.owner, fact.measureId), measure)
      tellChange(rows, changeColumns(measure, { fact, place }))
      break
    }
    case 'measures.lifted': {
      const name = entryName(fact.owner, fact.measureId)
      const measure = change(rows.measures, name, liftedColumns(fact))
      tellChange(rows, changeColumns(measure, { fact, place }))
      break
    }
    case 'measures.reported': {
      const row = feedbackRow(fact)
      rows.feedback.set(feedbackName(row), row)
      break
    }
    default:
      fact satisfies never
  }
}

/** Answers the row as it was before. */
function change<Row>(rows: Map<string, Row>, name: string, columns: Partial<Row>): Row {
  const before = rows.get(name)
  if (!before) throw new Error(`nothing began ${name}`)
  rows.set(name, { ...before, ...columns })
  return before
}

const tellChange = ({ changes }: ToldRows, row: ChangeTold) => changes.set(changeName(row), row)

type Subjects = readonly string[]

async function compareEntries(db: Db, subjects: Subjects, told: ToldRows, faults: Faults) {
  const rows = await db
    .selectFrom('measures.entry')
    .selectAll()
    .where('subject_id', 'in', subjects)
    .execute()
  const stored = new Map(rows.map(row => [entryName(row.subject_id, row.entry_id), row]))
  compareRows('list entry', { told: told.entries, stored }, faults)
  return rows.length
}

/** Answers how many are stored, and the ids of all that are stored or told of. */
async function compareMeasures(db: Db, subjects: Subjects, told: ToldRows, faults: Faults) {
  const rows = await db
    .selectFrom('measures.measure')
    .selectAll()
    .where('subject_id', 'in', subjects)
    .execute()
  const stored = new Map(rows.map(row => [entryName(row.subject_id, row.measure_id), row]))
  compareRows('measure', { told: told.measures, stored }, faults)
  const all = [...rows, ...told.measures.values()].map(({ measure_id }) => measure_id)
  return { stored: rows.length, all: [...new Set(all)] }
}

async function compareFeed(db: Db, measureIds: readonly string[], told: ToldRows, faults: Faults) {
  if (measureIds.length === 0) return 0
  const changes = await db
    .selectFrom('measures.change')
    .selectAll()
    .where('measure_id', 'in', measureIds)
    .execute()
  const storedChanges = new Map(changes.map(row => [changeName(row), row]))
  compareRows('change on the feed', { told: told.changes, stored: storedChanges }, faults)
  const feedback = await db
    .selectFrom('measures.feedback')
    .selectAll()
    .where('measure_id', 'in', measureIds)
    .execute()
  const stored = new Map(feedback.map(row => [feedbackName(row), row]))
  compareRows('report on a measure', { told: told.feedback, stored }, faults)
  return changes.length
}

/**
 * No number of the feed is missing or beyond its head, a measure is imposed before it is lifted and each once, and nothing
 * stands there of a measure that is not.
 */
async function checkFeedNumbers(db: Db, faults: Faults): Promise<void> {
  const { rows } = await sql<{ changes: number; highest: number; last: number }>`
    select count(*) as changes, coalesce(max(number), 0)::bigint as highest,
      (select last from measures.head) as last from measures.change`.execute(db)
  const { changes, highest, last } = rows[0]!
  if (changes !== last || highest !== last)
    faults.add('feed', 'all', `${changes} changes up to number ${highest}, its head says ${last}`)
  const wrong = await sql<{ number: number; fault: string }>`
    select c.number, 'of no measure' as fault from measures.change c
    where not exists (select from measures.measure m where m.measure_id = c.measure_id)
    union all
    select lifted.number, 'lifted before it was imposed' from measures.change lifted
    join measures.change imposed on imposed.measure_id = lifted.measure_id
      and imposed.change = 'imposed' and imposed.number > lifted.number
    where lifted.change = 'lifted'
    union all
    select max(number), 'stands twice' from measures.change
    group by measure_id, change having count(*) > 1
    limit 100`.execute(db)
  for (const { number, fault } of wrong.rows) faults.add('change on the feed', `${number}`, fault)
  const { rows: stray } = await sql<FeedbackRow>`
    select measure_id, organisation_id from measures.feedback f
    where not exists (select from measures.measure m where m.measure_id = f.measure_id)
    limit 100`.execute(db)
  for (const row of stray) faults.add('report on a measure', feedbackName(row), 'of no measure')
}

/** Lists created here; there are as many as laws that found them. */
async function compareLists(db: Db, faults: Faults): Promise<void> {
  const facts = await db
    .selectFrom('measures.fact')
    .select(['body', 'batch_id', 'ordinal'])
    .where('type', '=', 'measures.list-created')
    .execute()
  const created = facts.map(row => createdList(placedFact<'measures.list-created'>(row)))
  const rows = await db.selectFrom('measures.list_type').selectAll().execute()
  const told = new Map(created.map(list => [list.code, list]))
  const stored = new Map(rows.map(({ code, shown }) => [code, shown]))
  compareRows('list', { told, stored }, faults)
}
