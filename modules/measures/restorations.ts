/**
 * What flows back: a granted repair, an objection that proves right, a revoked decision. What rests on the same
 * decision — records, list entries, measures — ends everywhere and in one transaction (requirements 19.6, 19.7).
 */
import {
  answerObjection as answer,
  type CaseFile,
  decideRepair,
  deliveredDecision,
  revokeDecision as revoke,
} from '#modules/cases'
import { endRecord, readRecord } from '#modules/records'
import type { Tx } from '#platform/database'
import { endEntry } from './entries.ts'
import { type Ending, endMeasures } from './measures.ts'
import type { Said } from './said.ts'

/** Grants or denies a repair; a granted one ends display, listing and measures at once. */
export async function repairCredit(
  tx: Tx,
  caseId: string,
  decision: { grant: boolean; reason: string },
  said: Said,
): Promise<CaseFile> {
  const file = await decideRepair(tx, caseId, decision, said)
  if (decision.grant)
    await endResting(
      tx,
      file.targetRecordId!,
      { cause: 'repaired', reason: `准予信用修复（${file.number}）` },
      said,
    )
  return file
}

/** A record withdrawn on objection takes with it what rested on it. */
export async function answerObjection(
  tx: Tx,
  caseId: string,
  given: Parameters<typeof answer>[2],
  said: Said,
): Promise<CaseFile> {
  const file = await answer(tx, caseId, given, said)
  if (given.answer === 'withdraw')
    await endResting(
      tx,
      file.targetRecordId!,
      { cause: 'withdrawn', reason: `异议成立，记录撤销（${file.number}）` },
      said,
    )
  return file
}

export async function revokeDecision(
  tx: Tx,
  caseId: string,
  given: { reason: string; document: string },
  said: Said,
): Promise<CaseFile> {
  const file = await revoke(tx, caseId, given, said)
  await endCase(
    tx,
    caseId,
    file.recordIds,
    { cause: 'revoked', reason: `决定被撤销（${given.document}）` },
    said,
  )
  return file
}

/** Ends what rests on a record: on its decision where it has one, else on the record alone. */
async function endResting(tx: Tx, recordId: string, ending: Ending, said: Said): Promise<void> {
  const record = await readRecord(tx, recordId)
  if (record?.caseId) {
    const decision = await deliveredDecision(tx, record.caseId)
    await endCase(tx, record.caseId, decision?.recordIds ?? [], ending, said)
    return
  }
  const entries = await tx
    .selectFrom('measures.entry')
    .selectAll()
    .where('record_id', '=', recordId)
    .where('subject_id', '=', record?.subjectId ?? '')
    .where('state', '=', 'in-force')
    .forUpdate()
    .execute()
  for (const entry of entries) await endEntry(tx, entry, ending, said)
}

async function endCase(
  tx: Tx,
  caseId: string,
  recordIds: readonly string[],
  ending: Ending,
  said: Said,
): Promise<void> {
  const entries = await tx
    .selectFrom('measures.entry')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('state', '=', 'in-force')
    .forUpdate()
    .execute()
  for (const entry of entries) await endEntry(tx, entry, ending, said)
  await endMeasures(tx, { caseId }, ending, said)
  const verdict = ending.cause === 'repaired' ? 'repaired' : 'withdrawn'
  const resting = [...recordIds, ...entries.flatMap(({ record_id }) => record_id ?? [])]
  for (const recordId of new Set(resting)) {
    const record = await readRecord(tx, recordId)
    if (record?.ended === null) await endRecord(tx, recordId, verdict, ending.reason, said)
  }
}
