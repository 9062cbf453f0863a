/**
 * Measures: only of the catalogue, each with its class. One that reduces rights rests on a list entry whose legal basis
 * attaches it; what a market party does by its own choice bears its name and is no order (requirements 19.4, 19.5).
 */
import type { MeasureKind } from '#contract'
import { hasRole } from '#contract'
import { chineseDay, type IsoDate } from '#lib/calendar'
import { liesIn, requireArea } from '#modules/access'
import { deliveredDecision } from '#modules/cases'
import type { Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { type ListTypeData, measureKind } from './catalogue.ts'
import { appendFact } from './facts.ts'
import { announce } from './feed.ts'
import { listType } from './list-types.ts'
import { type Cause, imposedMeasure, liftedColumns } from './projection.ts'
import type { Party, Said } from './said.ts'
import type { EntryRow, MeasureRow } from './tables.ts'

/** Why something ends; `expired` is by the lapse of its term. */
export type Ending = {
  readonly cause: Cause
  readonly reason: string
}

/** The measures that a list's legal basis attaches, for the term of the entry. */
export async function attachMeasures(
  tx: Tx,
  entry: EntryRow,
  type: ListTypeData,
  said: Said,
): Promise<void> {
  const party = {
    id: entry.subject_id,
    name: entry.subject_name,
    code: entry.subject_code,
    area: entry.area,
  }
  for (const code of type.measures) {
    const kind = measureKind(code)
    const ground = { entryId: entry.entry_id, caseId: entry.case_id, listType: type.code }
    await writeMeasure(
      tx,
      kind,
      { party, reason: type.zh, until: entry.until_on, organisationId: null, ...ground },
      said,
    )
  }
}

export type MeasureGiven = {
  readonly measure: string
  readonly party: Party
  readonly entryId?: string | undefined
  readonly caseId?: string | undefined
  readonly until?: IsoDate | undefined
  readonly reason: string
}

/** Imposes one measure; what may ground it depends on its class and on who asks. */
export async function imposeMeasure(tx: Tx, given: MeasureGiven, said: Said): Promise<MeasureRow> {
  const { party, reason, until = null } = given
  const kind = measureKind(given.measure)
  const byOffice = hasRole(said.actor, 'credit-office', 'regulator')
  if (byOffice && said.actor.machine) refuse('cases.by-machine')
  if (byOffice === (kind.class === 'market')) refuse('measures.not-yours')
  if (!byOffice) {
    const own = {
      entryId: null,
      caseId: null,
      listType: null,
      organisationId: said.actor.organisationId,
    }
    return writeMeasure(tx, kind, { party, reason, until, ...own }, said)
  }
  requireArea(said.actor, party.area)
  const entry =
    given.entryId === undefined ? undefined : await standingEntry(tx, given.entryId, party)
  const type = entry && (await listType(tx, entry.list_type))
  const attached = type?.measures.includes(kind.code) ?? false
  const decided =
    given.caseId !== undefined &&
    (await deliveredDecision(tx, given.caseId))?.subject.id === party.id
  // A management measure may follow a decision; a right is reduced only where the list's own basis says so.
  if (!attached && !(kind.class === 'management' && decided)) refuse('measures.no-ground')
  const ground = {
    entryId: entry?.entry_id ?? null,
    caseId: entry?.case_id ?? given.caseId ?? null,
    listType: type?.code ?? null,
  }
  const end = entry?.until_on ?? until
  return writeMeasure(
    tx,
    kind,
    { party, reason, until: end, organisationId: null, ...ground },
    said,
  )
}

async function standingEntry(tx: Tx, entryId: string, party: Party): Promise<EntryRow> {
  const entry = await tx
    .selectFrom('measures.entry')
    .selectAll()
    .where('entry_id', '=', entryId)
    .where('subject_id', '=', party.id)
    .executeTakeFirst()
  if (!entry) refuse('measures.entry-unknown', { entry: entryId })
  if (entry.state !== 'in-force') refuse('measures.entry-ended', { entry: entryId })
  return entry
}

type Ground = {
  readonly party: Omit<Party, 'verified'>
  readonly reason: string
  readonly until: IsoDate | null
  readonly entryId: string | null
  readonly caseId: string | null
  readonly listType: string | null
  readonly organisationId: string | null
}

async function writeMeasure(
  tx: Tx,
  kind: MeasureKind,
  { party, reason, until, entryId, caseId, listType, organisationId }: Ground,
  said: Said,
): Promise<MeasureRow> {
  const measureId = said.ids.next()
  const from = chineseDay(said.at.getTime())
  const { name, code, area } = party
  const body = {
    measure: kind.code,
    class: kind.class,
    measureId,
    party: { name, code, area },
    audience: kind.audience,
    basis: kind.basis,
    reason,
    from,
    until,
    entry: entryId,
    case: caseId,
    list: listType,
    organisation: organisationId,
  }
  const placed = await appendFact(tx, { type: 'measures.imposed', owner: party.id, body }, said)
  const row: MeasureRow = {
    ...imposedMeasure(placed),
    subject_name: name,
    subject_code: code,
    area,
  }
  await tx.insertInto('measures.measure').values(row).execute()
  await announce(tx, row, placed)
  return row
}

export async function liftMeasure(
  tx: Tx,
  measureId: string,
  reason: string,
  said: Said,
): Promise<MeasureRow> {
  const row = await lockedMeasure(tx, measureId)
  const { actor } = said
  const mine =
    row.organisation_id === null
      ? hasRole(actor, 'credit-office', 'regulator') &&
        liesIn(actor.areas, row.area) &&
        !actor.machine
      : row.organisation_id === actor.organisationId
  if (!mine) refuse('measures.not-yours')
  if (row.state !== 'in-force') refuse('measures.ended', { measure: measureId })
  return endMeasure(tx, row, { cause: 'lifted', reason }, said)
}

export async function lockedMeasure(tx: Tx, measureId: string): Promise<MeasureRow> {
  const row = await tx
    .selectFrom('measures.measure')
    .selectAll()
    .where('measure_id', '=', measureId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? refuse('measures.unknown', { measure: measureId })
}

/** Ends every measure that rests on an entry or a case. */
export async function endMeasures(
  tx: Tx,
  { entryId, caseId }: { entryId?: string; caseId?: string },
  ending: Ending,
  said: Said,
): Promise<void> {
  const rows = await tx
    .selectFrom('measures.measure')
    .selectAll()
    .where('state', '=', 'in-force')
    .where(entryId === undefined ? 'case_id' : 'entry_id', '=', entryId ?? caseId ?? null)
    .orderBy('measure_id')
    .forUpdate()
    .execute()
  for (const row of rows) await endMeasure(tx, row, ending, said)
}

export async function endMeasure(
  tx: Tx,
  row: MeasureRow,
  { cause, reason }: Ending,
  said: Said,
): Promise<MeasureRow> {
  const { measure_id, subject_id, measure } = row
  const { audience } = measureKind(measure)
  const body = { measure, measureId: measure_id, audience, cause, reason }
  const placed = await appendFact(tx, { type: 'measures.lifted', owner: subject_id, body }, said)
  const change = liftedColumns(placed.fact)
  await tx
    .updateTable('measures.measure')
    .set(change)
    .where('measure_id', '=', measure_id)
    .execute()
  await announce(tx, row, placed)
  return { ...row, ...change }
}
