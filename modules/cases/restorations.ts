/**
 * The ways back as far as the case goes: filing an objection or a repair, answering and deciding it. What the answer
 * ends beyond the record (list entries, measures) is done by the measures room in the same transaction.
 */
import type { CreditRecord, Evidence, RepairTerms } from '#contract'
import { sentenceOf } from '#contract'
import { chineseDay, type IsoDate } from '#lib/calendar'
import type { Policies } from '#modules/policy'
import {
  correctRecord,
  disputeRecord,
  endRecord,
  isShown,
  type RecordState,
  readRecord,
  repairableFrom,
  settleDispute,
} from '#modules/records'
import type { Db, Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { letter } from './documents.ts'
import { openFile, personOf, type Said } from './facts.ts'
import { issued } from './findings.ts'
import { beginCase, type SaidByLaw } from './opening.ts'
import type { CaseFile, CaseSubject } from './state.ts'
import { requireStep, takeStep } from './steps.ts'

/** The record an objection or repair is about must be the caller's own; others' existence is not told. */
async function ownRecord(tx: Tx, recordId: string, { ownSubjectIds }: Said): Promise<RecordState> {
  const record = await readRecord(tx, recordId)
  if (!record || !ownSubjectIds.includes(record.subjectId))
    refuse('cases.record-not-own', { record: recordId })
  return record
}

export type Claim = {
  readonly subject: CaseSubject
  readonly recordId: string
  readonly claim: string
  readonly reason: string
  readonly evidence?: readonly Evidence[] | undefined
}

/** The record is marked disputed on every output from now until the answer (requirement 19.7). */
export async function fileObjection(tx: Tx, given: Claim, said: SaidByLaw): Promise<CaseFile> {
  const record = await ownRecord(tx, given.recordId, said)
  const file = await beginCase(
    tx,
    {
      kind: 'objection',
      caseType: await typeOfRecord(tx, record),
      subject: given.subject,
      title: `异议：${record.textZh.slice(0, 90)}`,
      facts: `${given.claim}\n${given.reason}`,
      applicant: personOf(said) ?? refuse('access.sign-in-required'),
      targetRecordId: record.id,
    },
    () => ({ evidence: given.evidence ?? [] }),
    said,
  )
  await disputeRecord(tx, record.id, `${file.number}: ${given.claim}`, said)
  return file
}

/** The act of the case that made the record; a record without a case is of no catalogued act. */
async function typeOfRecord(db: Db, { caseId }: RecordState): Promise<string> {
  if (caseId === null) return 'other-dishonesty'
  const row = await db
    .selectFrom('cases.case_file')
    .select('case_type')
    .where('case_id', '=', caseId)
    .executeTakeFirst()
  return row?.case_type ?? 'other-dishonesty'
}

export type ObjectionAnswer = {
  readonly answer: 'uphold' | 'correct' | 'withdraw'
  readonly reason: string
  readonly corrections?: Partial<
    Pick<CreditRecord, 'textZh' | 'textEn' | 'basis' | 'occurredOn' | 'severity'>
  >
}

/** Upholds, corrects or withdraws the record and takes the disputed mark off. */
export async function answerObjection(
  tx: Tx,
  caseId: string,
  { answer, reason, corrections }: ObjectionAnswer,
  said: SaidByLaw,
): Promise<CaseFile> {
  const file = await openFile(tx, caseId)
  requireStep(file, 'answer', said)
  const recordId = file.targetRecordId!
  const because = `${file.number}: ${reason}`
  if (answer === 'correct') {
    if (!corrections || Object.keys(corrections).length === 0)
      refuse('cases.field-missing', { field: 'corrections' })
    await correctRecord(tx, recordId, corrections, because, said)
  }
  await settleDispute(tx, recordId, because, said)
  if (answer === 'withdraw') await endRecord(tx, recordId, 'withdrawn', because, said)
  const title = {
    kind: 'objection-answer',
    mark: '异复',
    titleZh: '异议处理答复书',
    titleEn: 'Answer to the objection',
  }
  const document = letter(file, title, [
    ['处理结果', 'Result', answerZh[answer]],
    ['理由', 'Reasons', reason],
  ])
  return takeStep(tx, file, 'answer', { text: reason, ...issued(document, file, said) }, said)
}

const answerZh = { uphold: '维持原记录', correct: '更正记录', withdraw: '撤销记录' } as const

export type RepairRequest = {
  readonly subject: CaseSubject
  readonly recordId: string
  readonly proof: readonly Evidence[]
  readonly pledge: string
  readonly pledgedBy: string
}

/** Proof of performed duties and a pledge, nothing else; not before the shortest display has ended. */
export async function applyRepair(
  tx: Tx,
  { subject, recordId, proof, pledge, pledgedBy }: RepairRequest,
  said: SaidByLaw,
): Promise<CaseFile> {
  const record = await ownRecord(tx, recordId, said)
  const terms = repairTermsOf(record, chineseDay(said.at.getTime()), said)
  if (terms.severity === null || terms.repairableFrom === null) refuse('cases.not-repairable')
  if (!terms.mayApply) refuse('cases.repair-too-early', { from: terms.repairableFrom })
  return beginCase(
    tx,
    {
      kind: 'repair',
      caseType: await typeOfRecord(tx, record),
      subject,
      title: `信用修复：${record.textZh.slice(0, 90)}`,
      facts: `${pledge}\n承诺人：${pledgedBy}`,
      applicant: personOf(said) ?? refuse('access.sign-in-required'),
      targetRecordId: record.id,
    },
    () => ({ evidence: proof }),
    said,
  )
}

/** The class of a record, the first day of repair and the last of display (requirement 19.6). */
export function repairTermsOf(
  record: RecordState,
  today: IsoDate,
  { policies, calendar }: { policies: Policies; calendar: Said['calendar'] },
): RepairTerms {
  const { severity, clocks, ended, effectiveOn } = record
  const materials = [
    { zh: '履行行政决定义务的证明', en: 'Proof of performed duties' },
    { zh: '信用承诺书', en: 'Pledge' },
  ]
  const common = { recordId: record.id, severity, shownUntil: clocks.shownUntil, materials }
  if (severity === null || ended !== null || !isShown(clocks.shownUntil, today))
    return {
      ...common,
      repairableFrom: null,
      mayApply: false,
      reason: because('cases.not-repairable'),
    }
  const from = repairableFrom(policies, calendar, { from: effectiveOn, severity })
  return {
    ...common,
    repairableFrom: from,
    mayApply: today >= from,
    reason: today >= from ? null : because('cases.repair-too-early', { from }),
  }
}

const because = (code: 'cases.not-repairable' | 'cases.repair-too-early', details = {}) => ({
  code,
  ...sentenceOf(code, details),
})

/** Grants or denies; granting ends the record's display at once. */
export async function decideRepair(
  tx: Tx,
  caseId: string,
  { grant, reason }: { grant: boolean; reason: string },
  said: SaidByLaw,
): Promise<CaseFile> {
  const file = await openFile(tx, caseId)
  requireStep(file, grant ? 'grant' : 'deny', said)
  if (grant)
    await endRecord(tx, file.targetRecordId!, 'repaired', `${file.number}: ${reason}`, said)
  const title = {
    kind: 'repair-decision',
    mark: '信修决',
    titleZh: '信用修复决定书',
    titleEn: 'Decision on credit repair',
  }
  const document = letter(file, title, [
    ['决定', 'Decision', grant ? '准予信用修复' : '不予信用修复'],
    ['理由', 'Reasons', reason],
  ])
  const details = { text: reason, ...issued(document, file, said) }
  return takeStep(tx, file, grant ? 'grant' : 'deny', details, said)
}

/** A decision that was revoked takes the records it made with it (art. 48). */
export async function revokeDecision(
  tx: Tx,
  caseId: string,
  { reason, document }: { reason: string; document: string },
  said: SaidByLaw,
): Promise<CaseFile> {
  const file = await openFile(tx, caseId)
  requireStep(file, 'revoke', said)
  const because = `${document}: ${reason}`
  for (const recordId of file.recordIds) {
    const record = await readRecord(tx, recordId)
    if (record?.ended === null) await endRecord(tx, recordId, 'withdrawn', because, said)
  }
  return takeStep(tx, file, 'revoke', { text: because }, said)
}
