/**
 * List entries: in by a delivered decision (or, for the red list, by nomination, check and public notice), out by term,
 * repair, revocation or removal. Whatever the entry brought with it ends with it (requirements 18.1, 19.1, 19.6).
 */

import type { Evidence } from '#contract'
import { addDays, chineseDay, dueDate, type IsoDate } from '#lib/calendar'
import { canonicalize, sha256Hex } from '#lib/canonical'
import { officeName, requireArea } from '#modules/access'
import { type DeliveredDecision, deliveredDecision } from '#modules/cases'
import { addRecord } from '#modules/records'
import { membersOf } from '#modules/subjects'
import type { Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import type { ListTypeData } from './catalogue.ts'
import { appendFact } from './facts.ts'
import { listType } from './list-types.ts'
import { attachMeasures, type Ending, endMeasures } from './measures.ts'
import {
  acceptedColumns,
  type EntryTold,
  endedColumns,
  enteredEntry,
  nominatedEntry,
  rejectedColumns,
} from './projection.ts'
import type { Party, Said } from './said.ts'
import type { EntryRow } from './tables.ts'

export type Listing = {
  readonly list: string
  readonly caseId: string
  readonly reason: string
  readonly reasonEn?: string | null
  readonly party: Party
}

/** Enters a subject by a delivered decision; its measures follow in the same transaction. */
export async function enterList(
  tx: Tx,
  { list, caseId, reason, reasonEn = null, party }: Listing,
  said: Said,
): Promise<EntryRow> {
  if (said.actor.machine) refuse('cases.by-machine')
  requireArea(said.actor, party.area)
  const type = await listType(tx, list)
  if (isNominated(type)) refuse('measures.list-needs-nomination', { list: type.zh })
  const decision = await deliveredDecision(tx, caseId)
  if (!decision || decision.subject.id !== party.id) refuse('cases.not-delivered')
  if (type.nature === 'serious-dishonesty' && decision.severity !== 'serious')
    refuse('measures.decision-too-light')
  // Attention lists are the office's own hint; a list that burdens the party must have been noticed and decided.
  if (type.nature === 'serious-dishonesty' && decision.list !== list)
    refuse('measures.not-decided', { list: type.zh })
  await refuseStanding(tx, party.id, type)
  const entryId = said.ids.next()
  const recordId =
    type.nature === 'serious-dishonesty'
      ? await recordListing(tx, type, decision, party, said)
      : null
  const terms = termsOf(type, chineseDay(said.at.getTime()), said)
  const decidedBy = await officeName(tx, said.actor)
  const placed = await appendFact(
    tx,
    {
      type: 'measures.entered',
      owner: party.id,
      body: {
        entry: entryId,
        ...toldOf(type, party),
        reason,
        reasonEn,
        ...terms,
        decidedBy,
        case: caseId,
        document: decision.document,
        deliveredOn: decision.deliveredOn,
        record: recordId,
      },
    },
    said,
  )
  const row = wholeEntry(enteredEntry(placed))
  await tx.insertInto('measures.entry').values(row).execute()
  await attachMeasures(tx, row, type, said)
  return row
}

const isNominated = ({ nature }: ListTypeData): boolean => nature === 'red' || nature === 'industry'

const basisOf = ({ basis, article }: ListTypeData): string => `${basis} ${article}`.trim()

const toldOf = (type: ListTypeData, { name, code, area }: Party) => ({
  list: type.code,
  nature: type.nature,
  basis: basisOf(type),
  party: { name, code, area },
})

/** What is appended now tells every column; only facts of earlier versions do not. */
const wholeEntry = (row: EntryTold): EntryRow => row as EntryRow

async function refuseStanding(tx: Tx, subjectId: string, type: ListTypeData): Promise<void> {
  const standing = await tx
    .selectFrom('measures.entry')
    .select('entry_id')
    .where('subject_id', 'in', await membersOf(tx, subjectId))
    .where('list_type', '=', type.code)
    .where('state', 'in', ['candidate', 'in-force'])
    .executeTakeFirst()
  if (standing) refuse('measures.already-listed', { list: type.zh })
}

/** A term on a list burdens a person: it ends on its day, rest day or not. */
function termsOf(type: ListTypeData, enteredOn: IsoDate, { policies, calendar }: Said) {
  const end = (key: string): IsoDate => {
    const term = dueDate(enteredOn, policies.term(key, enteredOn), calendar, { roll: 'none' })
    if (term.state !== 'running') throw new Error('a term on a list is never paused')
    return term.due
  }
  return {
    enteredOn,
    until: end(type.termKey),
    removableFrom: type.earlyKey === null ? null : end(type.earlyKey),
  }
}

/** The listing is a credit record of its own, so that objection and repair can name it. */
async function recordListing(
  tx: Tx,
  type: ListTypeData,
  decision: DeliveredDecision,
  party: Party,
  said: Said,
): Promise<string> {
  const record = await addRecord(
    tx,
    {
      subject: party,
      item: 'list.serious-dishonesty',
      severity: 'serious',
      textZh: `列入${type.zh}。`,
      textEn: `Entered on: ${type.en}.`,
      basis: basisOf(type),
      evidence: [{ code: 'decision', title: decision.document, sha256: decision.sha256 }],
      occurredOn: decision.deliveredOn,
      decision: {
        caseId: decision.caseId,
        deliveredOn: decision.deliveredOn,
        document: decision.document,
      },
    },
    said,
  )
  return record.id
}

export type Nomination = {
  readonly list: string
  readonly reason: string
  readonly reasonEn?: string | null
  readonly evidence: readonly Evidence[]
  readonly party: Party
}

/** Nominates; whoever stands on a serious-dishonesty list is refused at once (requirement 18.1). */
export async function nominateSubject(
  tx: Tx,
  { list, reason, reasonEn = null, evidence, party }: Nomination,
  said: Said,
): Promise<EntryRow> {
  const type = await listType(tx, list)
  if (!isNominated(type)) refuse('measures.list-needs-decision', { list: type.zh })
  await refuseStanding(tx, party.id, type)
  if (type.nature === 'red') await refuseDishonest(tx, party.id)
  const entryId = said.ids.next()
  const today = chineseDay(said.at.getTime())
  const notice = dueDate(today, said.policies.term('redList.notice', today), said.calendar)
  const noticeUntil = notice.state === 'running' ? notice.due : today
  const placed = await appendFact(
    tx,
    {
      type: 'measures.nominated',
      owner: party.id,
      body: {
        entry: entryId,
        ...toldOf(type, party),
        reason,
        reasonEn,
        evidence,
        noticeUntil,
        nominatedBy: said.actor.accountId,
      },
    },
    said,
  )
  const row = wholeEntry(nominatedEntry(placed))
  await tx.insertInto('measures.entry').values(row).execute()
  return row
}

async function refuseDishonest(tx: Tx, subjectId: string): Promise<void> {
  const standing = await tx
    .selectFrom('measures.entry')
    .select('list_type')
    .where('subject_id', 'in', await membersOf(tx, subjectId))
    .where('nature', '=', 'serious-dishonesty')
    .where('state', '=', 'in-force')
    .executeTakeFirst()
  if (standing)
    refuse('measures.blocked-by-dishonesty', { list: (await listType(tx, standing.list_type)).zh })
}

/** Decides on a candidate after the notice; checked against the lists once more. */
export async function decideCandidate(
  tx: Tx,
  entryId: string,
  { accept, reason, party }: { accept: boolean; reason: string; party: Party },
  said: Said,
): Promise<EntryRow> {
  if (said.actor.machine) refuse('cases.by-machine')
  const entry = await lockedEntry(tx, entryId)
  if (entry.state !== 'candidate') refuse('measures.entry-ended', { entry: entryId })
  requireArea(said.actor, entry.area)
  if (entry.nominated_by === said.actor.accountId) refuse('measures.same-person')
  const today = chineseDay(said.at.getTime())
  if (accept && today <= entry.notice_until!)
    refuse('measures.notice-running', {
      until: entry.notice_until,
      notBefore: addDays(entry.notice_until!, 1),
    })
  const type = await listType(tx, entry.list_type)
  if (accept && type.nature === 'red') await refuseDishonest(tx, entry.subject_id)
  const recordId =
    accept && type.nature === 'red' ? await recordHonour(tx, type, entry, party, said) : null
  const decidedBy = await officeName(tx, said.actor)
  const told = { entry: entryId, list: type.code, basis: entry.basis, reason, decidedBy }
  const owner = entry.subject_id
  const change = accept
    ? acceptedColumns(
        await appendFact(
          tx,
          {
            type: 'measures.entered',
            owner,
            body: { ...told, ...termsOf(type, today, said), record: recordId },
          },
          said,
        ),
      )
    : rejectedColumns(
        await appendFact(tx, { type: 'measures.candidate-rejected', owner, body: told }, said),
      )
  await tx.updateTable('measures.entry').set(change).where('entry_id', '=', entryId).execute()
  const decided = { ...entry, ...change }
  if (accept) await attachMeasures(tx, decided, type, said)
  return decided
}

async function recordHonour(tx: Tx, type: ListTypeData, entry: EntryRow, party: Party, said: Said) {
  const certificate = canonicalize({ entry: entry.entry_id, list: type.code, reason: entry.reason })
  const record = await addRecord(
    tx,
    {
      subject: party,
      item: 'honour.red-list',
      textZh: `列入${type.zh}。`,
      textEn: `Entered on: ${type.en}.`,
      basis: entry.basis,
      evidence: [
        { code: 'certificate', title: entry.reason.slice(0, 100), sha256: sha256Hex(certificate) },
      ],
      occurredOn: chineseDay(said.at.getTime()),
    },
    said,
  )
  return record.id
}

export async function lockedEntry(tx: Tx, entryId: string): Promise<EntryRow> {
  const row = await tx
    .selectFrom('measures.entry')
    .selectAll()
    .where('entry_id', '=', entryId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? refuse('measures.entry-unknown', { entry: entryId })
}

/** Removes an entry by a person's decision, for reasons outside repair, objection and revocation. */
export async function removeEntry(
  tx: Tx,
  entryId: string,
  reason: string,
  said: Said,
): Promise<EntryRow> {
  if (said.actor.machine) refuse('cases.by-machine')
  const entry = await lockedEntry(tx, entryId)
  requireArea(said.actor, entry.area)
  if (entry.state !== 'in-force') refuse('measures.entry-ended', { entry: entryId })
  return endEntry(tx, entry, { cause: 'removed', reason }, said)
}

/** Ends an entry in force and, with it, every measure it brought. */
export async function endEntry(
  tx: Tx,
  entry: EntryRow,
  { cause, reason }: Ending,
  said: Said,
): Promise<EntryRow> {
  const endedOn = chineseDay(said.at.getTime())
  const { fact } = await appendFact(
    tx,
    {
      type: 'measures.entry-ended',
      owner: entry.subject_id,
      body: { entry: entry.entry_id, list: entry.list_type, cause, reason, endedOn },
    },
    said,
  )
  const change = endedColumns(fact)
  await tx
    .updateTable('measures.entry')
    .set(change)
    .where('entry_id', '=', entry.entry_id)
    .execute()
  await endMeasures(tx, { entryId: entry.entry_id }, { cause, reason }, said)
  return { ...entry, ...change }
}
