/**
 * What happened in a case: each step is logged, kept whole in `cases.fact`, and moves the projections in the same
 * transaction. Reading a case is folding its facts.
 */
import { sql } from 'kysely'
import type { Bilingual, CaseDocument } from '#contract'
import { chineseDay, type WorkingCalendar } from '#lib/calendar'
import { type FactSource, type JsonObject, logFacts } from '#modules/transparency'
import type { Db, Tx } from '#platform/database'
import { type Ids, refuse } from '#platform/runtime'
import { publish } from '#platform/stream'
import type { Caller } from './guards.ts'
import { caseNumber, caseRow, clockRows, counterOf } from './projection.ts'
import {
  applyFact,
  type CaseFact,
  type CaseFile,
  foldCase,
  type KeptEvidence,
  type Opening,
  type Person,
  type PlacedFact,
  type Settings,
} from './state.ts'
import type { CaseFactRow } from './tables.ts'

/** Who acts, when, and what is needed to write it down. */
export type Said = Caller & {
  readonly at: Date
  readonly ids: Ids
  readonly calendar: WorkingCalendar
  /** How letters call a list: a name and the law it rests on; its bare code where nobody said. */
  readonly listNames?: ListNames | undefined
}

export type ListNames = ReadonlyMap<string, Bilingual & { readonly basis: string }>

/** The type under which each verb is logged. */
export const factTypes = {
  open: 'cases.opened',
  assign: 'cases.assigned',
  'add-evidence': 'cases.evidence-added',
  verify: 'cases.verified',
  drop: 'cases.closed',
  file: 'cases.filed',
  dispose: 'cases.disposed',
  transfer: 'cases.transferred',
  'serve-notice': 'cases.notice-served',
  state: 'cases.statement-recorded',
  'request-hearing': 'cases.hearing-requested',
  'call-hearing': 'cases.hearing-called',
  'hold-hearing': 'cases.hearing-held',
  return: 'cases.returned',
  extend: 'cases.extended',
  find: 'cases.decided',
  clear: 'cases.decided',
  deliver: 'cases.delivered',
  acknowledge: 'cases.acknowledged',
  publish: 'cases.published',
  close: 'cases.closed',
  revoke: 'cases.revoked',
  accept: 'cases.accepted',
  refuse: 'cases.refused',
  test: 'cases.paused',
  'receive-test': 'cases.resumed',
  agree: 'cases.agreed',
  terminate: 'cases.terminated',
  answer: 'cases.answered',
  grant: 'cases.repair-granted',
  deny: 'cases.repair-denied',
  'report-late': 'cases.overdue',
} as const
export type Verb = keyof typeof factTypes

/** What a step says beyond its verb. `on` is its legal day where that is not today. */
export type Details = {
  readonly on?: string
  readonly opening?: Opening
  readonly set?: Settings
  readonly text?: string
  readonly evidence?: readonly KeptEvidence[]
  readonly documents?: readonly CaseDocument[]
  readonly due?: Readonly<Record<string, string>>
  readonly clock?: number
}

export type About = { readonly caseId: string; readonly subjectId: string }

/** Logs and stores one step; answers the file as it is afterwards. */
export async function appendStep(
  tx: Tx,
  before: CaseFile | undefined,
  { caseId, subjectId }: About,
  { verb, details }: { verb: Verb; details: Details },
  said: Said,
): Promise<CaseFile> {
  const { at, ids, actor } = said
  const { on = chineseDay(at.getTime()), ...rest } = details
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const body: Omit<CaseFact, 'fact'> = {
    id: ids.next(),
    case: caseId,
    subject: subjectId,
    verb,
    at: at.toISOString(),
    on,
    by: personOf(said),
    office: actor.organisationId,
    ...given,
  }
  const type = factTypes[verb]
  const { batchId, bodies } = await logFacts(tx, ids, [{ type, body: plain(body) }])
  await tx
    .insertInto('cases.fact')
    .values({
      subject_id: subjectId,
      fact_id: body.id,
      case_id: caseId,
      type,
      at,
      body: bodies[0]!,
      batch_id: batchId,
      ordinal: 0,
    })
    .execute()
  const fact = JSON.parse(bodies[0]!) as CaseFact
  const file = applyFact(before, { fact, proof: { batchId, ordinal: 0 } })
  await project(tx, file, said.calendar)
  await publish(tx, 'cases.changed', subjectId, { case: caseId, subject: subjectId, verb })
  return file
}

export const personOf = ({ actor }: Pick<Caller, 'actor'>): Person | null =>
  actor.accountId === null ? null : { id: actor.accountId, name: actor.name }

/** Optional fields that are absent; canonical JSON has no `undefined`. */
const plain = (body: object): JsonObject => JSON.parse(JSON.stringify(body)) as JsonObject

/** The case, locked until the transaction ends. Refuses an unknown one. */
export async function openFile(tx: Tx, caseId: string): Promise<CaseFile> {
  const row = await tx
    .selectFrom('cases.case_file')
    .select('case_id')
    .where('case_id', '=', caseId)
    .forUpdate()
    .executeTakeFirst()
  return (row && (await readFile(tx, caseId))) ?? refuse('cases.unknown', { case: caseId })
}

/** Undefined where there is no such case. */
export async function readFile(db: Db, caseId: string): Promise<CaseFile | undefined> {
  const rows = await db
    .selectFrom('cases.fact')
    .select(['body', 'batch_id', 'ordinal'])
    .where('case_id', '=', caseId)
    .orderBy('fact_id')
    .execute()
  return rows.length === 0 ? undefined : foldCase(rows.map(placedFact))
}

export const placedFact = (
  row: Pick<CaseFactRow, 'body' | 'batch_id' | 'ordinal'>,
): PlacedFact => ({
  fact: JSON.parse(row.body) as CaseFact,
  proof: { batchId: row.batch_id, ordinal: row.ordinal },
})

/** Writes the case and its clocks as queues and sweeps look for them. */
export async function project(tx: Tx, file: CaseFile, calendar: WorkingCalendar): Promise<void> {
  const clocks = clockRows(file, calendar)
  const { rules, ...columns } = caseRow(file, clocks)
  const row = { ...columns, rules: JSON.stringify(rules) }
  await tx
    .insertInto('cases.case_file')
    .values(row)
    .onConflict(conflict => conflict.columns(['subject_id', 'case_id']).doUpdateSet(row))
    .execute()
  for (const { clock, ...about } of clocks) {
    const { due_on, certainty, running, escalated_on } = about
    const moving = { due_on, certainty, running, escalated_on, clock: JSON.stringify(clock) }
    await tx
      .insertInto('cases.clock')
      .values({ ...about, ...moving })
      .onConflict(conflict =>
        conflict.columns(['subject_id', 'case_id', 'ordinal']).doUpdateSet(moving),
      )
      .execute()
  }
}

/** The next number of an area's cases of a year. */
export async function nextNumber(tx: Tx, area: string, day: string): Promise<string> {
  const counter = counterOf(area, day)
  const { rows } = await sql<{ last: number }>`
    insert into cases.counter (area, year, last) values (${counter.area}, ${counter.year}, 1)
    on conflict (area, year) do update set last = counter.last + 1
    returning last`.execute(tx)
  return caseNumber(counter, rows[0]!.last)
}

/** How `verify` finds and checks the facts of this room. */
export const caseFactSources: readonly FactSource[] = [...new Set(Object.values(factTypes))].map(
  type => ({
    type,
    table: 'cases.fact',
    key: 'fact_id',
    columnsOf: body => ({
      subject_id: body.subject,
      fact_id: body.id,
      case_id: body.case,
      type: body.fact,
      at: new Date(String(body.at)),
    }),
  }),
)
