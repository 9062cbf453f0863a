/**
 * Deciding on codes that fail their own check (requirement 0.3): approved on the evidence of the certificate, the code
 * enters with the tag “exception”; rejected, it stays out and says why.
 */
import type { SubjectGiven } from '#contract'
import type { Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { noChanges, writeChanges } from './changes.ts'
import { holdersOf, lockRegistry, shopClaim } from './claims.ts'
import { admittedCode, checkCodes, codeKey } from './codes.ts'
import { sealPurpose, type Waiting } from './exceptions.ts'
import { mapCodes } from './identify.ts'
import { addSubject, type NewCode } from './new-subject.ts'
import type { Registrar } from './registrar.ts'
import { addShop } from './shops.ts'
import type { ExceptionRow } from './tables.ts'

export type ExceptionDecision = {
  readonly decision: 'approve' | 'reject'
  readonly reason: string
  readonly evidenceSha256?: string | undefined
}

/** Decides a waiting code once. Approving needs the digest of the certificate that shows it. */
export async function decideException(
  tx: Tx,
  exceptionId: string,
  { decision, reason, evidenceSha256 }: ExceptionDecision,
  by: Registrar,
): Promise<ExceptionRow> {
  const row = await tx
    .selectFrom('subjects.identifier_exception')
    .selectAll()
    .where('exception_id', '=', exceptionId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) refuse('exception.unknown', { exception: exceptionId })
  if (row.state !== 'pending') refuse('exception.decided', { state: row.state })
  const evidence = evidenceSha256 ?? row.evidence_sha256
  if (decision === 'approve' && evidence === null) refuse('exception.evidence-missing')
  const subjectId = decision === 'approve' ? await admit(tx, row, by) : null
  return tx
    .updateTable('subjects.identifier_exception')
    .set({
      state: decision === 'approve' ? 'approved' : 'rejected',
      decided_by: by.actor.accountId,
      decided_at: by.at,
      decision_reason: reason,
      evidence_sha256: evidence,
      subject_id: subjectId,
    })
    .where('exception_id', '=', exceptionId)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Lets the code in as it was issued; answers the subject that now bears it. */
async function admit(tx: Tx, row: ExceptionRow, by: Registrar): Promise<string> {
  const waiting = JSON.parse(by.keys.openOutside(sealPurpose, row.sealed)) as Waiting
  if ('given' in waiting) {
    const code = { ...admittedCode(waiting.given), exceptionId: row.exception_id }
    await mapCodes(tx, row.target_id!, [code], by)
    return row.target_id!
  }
  return admitRegistration(tx, waiting.registration, row, by)
}

async function admitRegistration(
  tx: Tx,
  given: SubjectGiven,
  row: ExceptionRow,
  by: Registrar,
): Promise<string> {
  const { codes, faults } = checkCodes(given.identifiers)
  const all: NewCode[] = [
    ...codes,
    ...faults.map(fault => ({ ...admittedCode(fault.given), exceptionId: row.exception_id })),
  ]
  const shops = given.shops ?? []
  await lockRegistry(tx)
  const holders = await holdersOf(tx, [
    ...all.map(code => codeKey(by.keys, code)),
    ...shops.map(({ platform, shop }) => shopClaim(platform, shop)),
  ])
  const [holder] = holders.values()
  if (holder !== undefined) refuse('subject.code-taken', { holder })
  const changes = noChanges()
  const id = addSubject(changes, given, all, { ...by, registeredBy: row.reported_by })
  for (const shop of shops) addShop(changes, id, shop, by.at)
  await writeChanges(tx, changes, by)
  return id
}
