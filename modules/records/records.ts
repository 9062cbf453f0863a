/**
 * The verbs of a credit record: enter, review, correct, withdraw, repair, dispute, settle. Each appends a fact, moves
 * the projection and tells the stream; none changes what was said before.
 */
import type { Actor, RecordGiven } from '#contract'
import { chineseDay } from '#lib/calendar'
import { officeName } from '#modules/access'
import { type Policies, shippedCalendar } from '#modules/policy'
import { type FactSource, logFacts } from '#modules/transparency'
import type { Db, Tx } from '#platform/database'
import { type FieldError, type Ids, refuse } from '#platform/runtime'
import { publish } from '#platform/stream'
import { catalogueItem } from './catalogue.ts'
import { clocksOf } from './clocks.ts'
import {
  applyFact,
  type Changeable,
  movingColumns,
  type RecordFact,
  type RecordState,
  recordRow,
} from './state.ts'

/** Who says it, when, and under which numbers of law. */
export type Said = {
  readonly actor: Actor
  readonly at: Date
  readonly ids: Ids
  readonly policies: Policies
}

/** What the record needs to know of its subject; the subjects room answers it. */
export type SubjectFacts = {
  readonly id: string
  readonly area: string
  readonly verified: boolean
}

export type NewRecord = Omit<RecordGiven, 'subjectId'> & {
  readonly subject: SubjectFacts
  /** The decision that made the finding; required where the catalogue says so (invariant 2). */
  readonly decision?: {
    readonly caseId: string
    readonly deliveredOn: string
    readonly document: string
  }
}

export async function addRecord(tx: Tx, given: NewRecord, said: Said): Promise<RecordState> {
  const item = catalogueItem(given.item)
  checkNewRecord(given, item.needsDecision, said)
  const severity = item.polarity === 'negative' ? (given.severity ?? 'general') : null
  const effectiveOn = given.decision?.deliveredOn ?? given.occurredOn
  const clocks = clocksOf({
    policies: said.policies,
    calendar: shippedCalendar(),
    from: effectiveOn,
    severity,
  })
  const recordId = said.ids.next()
  const fact = {
    kind: 'added' as const,
    record: recordId,
    subject: given.subject.id,
    area: given.subject.area,
    added: {
      item: item.code,
      polarity: item.polarity,
      severity,
      textZh: given.textZh,
      textEn: given.textEn ?? '',
      basis: given.basis,
      document: given.decision?.document ?? given.document ?? null,
      evidence: given.evidence,
      caseId: given.decision?.caseId ?? null,
      occurredOn: given.occurredOn,
      effectiveOn,
      needsReview: item.needsReview,
      clocks,
    },
  }
  return appendFact(tx, undefined, fact, said)
}

/** Every fault at once, each naming the field and the rule (requirements 8.4, 8.5). */
function checkNewRecord(given: NewRecord, needsDecision: boolean, { at }: Said): void {
  const item = catalogueItem(given.item)
  const errors: FieldError[] = []
  const fault = (field: string, rule: string, zh: string, en: string) =>
    errors.push({ field, rule, zh, en })
  if (!given.subject.verified && item.polarity === 'negative')
    fault(
      'subjectId',
      'verified-subject',
      '主体尚未实名核验，不能认定。',
      'The subject is not verified, so nothing can be confirmed about it.',
    )
  if (needsDecision && !given.decision)
    fault(
      'item',
      'needs-decision',
      `“${item.titleZh}”只能由已送达的决定产生，请先立案。`,
      `"${item.titleEn}" can only follow a delivered decision; open a case first.`,
    )
  const named = new Set(given.evidence.map(evidence => evidence.code))
  for (const { code, zh, en } of item.evidence)
    if (!named.has(code))
      fault('evidence', `needs-${code}`, `缺少证据：${zh}。`, `Evidence is missing: ${en}.`)
  if (given.occurredOn > chineseDay(at.getTime()))
    fault(
      'occurredOn',
      'not-in-future',
      '发生日期晚于今天。',
      'The day of the event lies in the future.',
    )
  if (errors.length > 0) refuse('request.invalid', {}, errors)
}

/** Decides a record that needs a second person: not the one who entered it. */
export async function reviewRecord(
  tx: Tx,
  recordId: string,
  { accept, reason }: { accept: boolean; reason: string },
  said: Said,
): Promise<RecordState> {
  const state = await openState(tx, recordId)
  if (state.reviewed) refuse('records.already-reviewed')
  if (state.enteredBy === said.actor.accountId) refuse('records.own-review')
  return appendFact(
    tx,
    state,
    { ...about(state), kind: 'reviewed', accepted: accept, reason },
    said,
  )
}

/** A changed severity starts new clocks from the same day: the class decides how long an entry is shown. */
export async function correctRecord(
  tx: Tx,
  recordId: string,
  changes: Partial<Omit<Changeable, 'clocks'>>,
  reason: string,
  said: Said,
): Promise<RecordState> {
  const state = await openState(tx, recordId)
  const severity = changes.severity === undefined ? state.severity : changes.severity
  const clocks = clocksOf({
    policies: said.policies,
    calendar: shippedCalendar(),
    from: state.effectiveOn,
    severity,
  })
  const fact = {
    ...about(state),
    kind: 'corrected' as const,
    reason,
    changes: { ...changes, clocks },
  }
  return appendFact(tx, state, fact, said)
}

/** Ends a record: `withdrawn` was wrong from the start, `repaired` has been made good. */
export async function endRecord(
  tx: Tx,
  recordId: string,
  kind: 'withdrawn' | 'repaired',
  reason: string,
  said: Said,
): Promise<RecordState> {
  const state = await openState(tx, recordId)
  return appendFact(tx, state, { ...about(state), kind, reason }, said)
}

/** The disputed mark goes on every output until the objection is settled (requirement 19.7). */
export async function disputeRecord(
  tx: Tx,
  recordId: string,
  reason: string,
  said: Said,
): Promise<RecordState> {
  const state = await openState(tx, recordId)
  if (state.disputed) refuse('records.already-disputed')
  return appendFact(tx, state, { ...about(state), kind: 'disputed', reason }, said)
}

export async function settleDispute(
  tx: Tx,
  recordId: string,
  reason: string,
  said: Said,
): Promise<RecordState> {
  const state = await openState(tx, recordId)
  if (!state.disputed) refuse('records.not-disputed')
  return appendFact(tx, state, { ...about(state), kind: 'settled', reason }, said)
}

const about = (state: RecordState) => ({ record: state.id, subject: state.subjectId })

/** The record's state, locked until the transaction ends; an ended one takes no more verbs. */
async function openState(tx: Tx, recordId: string): Promise<RecordState> {
  const row = await tx
    .selectFrom('records.record')
    .select('state_json')
    .where('record_id', '=', recordId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) refuse('records.unknown', { record: recordId })
  const state = row.state_json as RecordState
  if (state.ended) refuse('records.ended', { state: state.ended })
  return state
}

async function appendFact(
  tx: Tx,
  before: RecordState | undefined,
  draft: Omit<RecordFact, 'id' | 'at' | 'by' | 'provider' | 'office'>,
  { actor, at, ids }: Said,
): Promise<RecordState> {
  const fact: RecordFact = {
    ...draft,
    id: ids.next(),
    at: at.toISOString(),
    by: actor.accountId ?? 'public',
    provider: await officeName(tx, actor),
    office: actor.organisationId,
  }
  const { batchId, bodies } = await logFacts(tx, ids, [{ type: 'records.fact', body: fact }])
  const state = applyFact(before, { fact, proof: { batchId, ordinal: 0 } })
  await tx
    .insertInto('records.fact')
    .values({
      subject_id: fact.subject,
      fact_id: fact.id,
      record_id: fact.record,
      kind: fact.kind,
      at,
      body: bodies[0]!,
      batch_id: batchId,
      ordinal: 0,
    })
    .execute()
  if (before) await moveRecord(tx, state)
  else await insertRecord(tx, state)
  await publish(tx, 'records.changed', state.subjectId, {
    subject: state.subjectId,
    record: state.id,
  })
  return state
}

const inJson = (state: RecordState) => ({ state_json: JSON.stringify(state) })

async function insertRecord(tx: Tx, state: RecordState): Promise<void> {
  const { provider_id, area, ...row } = recordRow(state)
  if (provider_id === undefined || area === undefined)
    throw new Error(`record ${state.id} was added without its office and area`)
  await tx
    .insertInto('records.record')
    .values({ ...row, provider_id, area, ...inJson(state) })
    .execute()
}

const moveRecord = (tx: Tx, state: RecordState) =>
  tx
    .updateTable('records.record')
    .set({ ...movingColumns(state), ...inJson(state) })
    .where('record_id', '=', state.id)
    .execute()

/** How `verify` finds and checks the facts of this room. */
export const recordsFactSources: readonly FactSource[] = [
  {
    type: 'records.fact',
    table: 'records.fact',
    key: 'fact_id',
    columnsOf: body => ({
      subject_id: body.subject,
      fact_id: body.id,
      record_id: body.record,
      kind: body.kind,
      at: new Date(String(body.at)),
    }),
  },
]

/** The record ids a subject's dispute or repair may name. */
export async function recordExists(db: Db, subjectId: string, recordId: string): Promise<boolean> {
  const row = await db
    .selectFrom('records.record')
    .select('record_id')
    .where('subject_id', '=', subjectId)
    .where('record_id', '=', recordId)
    .executeTakeFirst()
  return row !== undefined
}
