/**
 * Who verified whom, how, and until when it holds (requirement 3.2; 网络交易监督管理办法 art. 24: checked again at
 * least every six months). A shop whose keeper is not verified may not publish.
 */

import type { Shop, VerificationGiven, verificationStates } from '#contract'
import { addMonths, chineseDay } from '#lib/calendar'
import type { Db, Tx } from '#platform/database'
import { type FieldError, refuse } from '#platform/runtime'
import { fault } from './checks.ts'
import { appendFacts, type FactDraft } from './facts.ts'
import type { Registrar } from './registrar.ts'
import type { SubjectRow } from './tables.ts'

export type VerificationColumns = Pick<
  SubjectRow,
  'verification_state' | 'verification_method' | 'verifier' | 'verified_at' | 'verified_until'
>

export const unverified: VerificationColumns = {
  verification_state: 'unverified',
  verification_method: null,
  verifier: null,
  verified_at: null,
  verified_until: null,
}

/** A verification holds until the day its verifier names, but no longer than the law lets it. */
export function verificationColumns(
  given: VerificationGiven,
  renewalMonths: number,
): VerificationColumns {
  const limit = addMonths(chineseDay(Date.parse(given.verifiedAt)), renewalMonths)
  const until =
    given.validUntil !== undefined && given.validUntil < limit ? given.validUntil : limit
  return {
    verification_state: given.result === 'passed' ? 'verified' : 'failed',
    verification_method: given.method,
    verifier: given.verifier,
    verified_at: new Date(given.verifiedAt),
    verified_until: given.result === 'passed' ? until : null,
  }
}

export const verificationFaults = (given: VerificationGiven, at: Date): FieldError[] =>
  Date.parse(given.verifiedAt) > at.getTime()
    ? [
        fault(
          'verifiedAt',
          'future',
          '核验时间不能晚于现在',
          'a verification cannot lie in the future',
        ),
      ]
    : []

/** The number of law it was made under is told with it: one enacted later moves no verification. */
export const verificationFact = (
  subjectId: string,
  given: VerificationGiven,
  renewalMonths: number,
): FactDraft => ({
  subjectId,
  type: 'subjects.verified',
  body: { ...given, renewalMonths },
})

/** Records a verification; a failed one takes an earlier success away. */
export async function verifySubject(
  tx: Tx,
  subjectId: string,
  given: VerificationGiven,
  by: Registrar,
): Promise<void> {
  const faults = verificationFaults(given, by.at)
  if (faults.length > 0) refuse('request.invalid', {}, faults)
  // Before the fact gets its id: of two at once the later fact is the one that stands.
  await lockSubject(tx, subjectId)
  await appendFacts(tx, by, [verificationFact(subjectId, given, by.renewalMonths)])
  await tx
    .updateTable('subjects.subject')
    .set(verificationColumns(given, by.renewalMonths))
    .where('subject_id', '=', subjectId)
    .execute()
}

const lockSubject = (tx: Tx, subjectId: string) =>
  tx
    .selectFrom('subjects.subject')
    .select('subject_id')
    .where('subject_id', '=', subjectId)
    .forUpdate()
    .execute()

export type VerificationState = (typeof verificationStates)[number]

/** `today` is a Chinese calendar day. */
export function verificationState(
  row: Pick<SubjectRow, 'verification_state' | 'verified_until'>,
  today: string,
): VerificationState {
  const lapsed = row.verified_until !== null && row.verified_until <= today
  return row.verification_state === 'verified' && lapsed ? 'expired' : row.verification_state
}

export type PublishingRefusal =
  | 'shop.unknown'
  | 'shop.closed'
  | 'shop.unverified'
  | 'shop.verification-failed'
  | 'shop.verification-expired'

export type Publishing =
  | { readonly allowed: true; readonly subjectId: string; readonly verifiedAt: Date }
  | { readonly allowed: false; readonly code: PublishingRefusal }

/** Whether a shop may publish goods now; the refusal's code is for machines. */
export async function canPublish(
  db: Db,
  { platform, shop }: Pick<Shop, 'platform' | 'shop'>,
  today: string,
): Promise<Publishing> {
  const row = await db
    .selectFrom('subjects.shop as shop')
    .innerJoin('subjects.subject as keeper', 'keeper.subject_id', 'shop.subject_id')
    .innerJoin('subjects.subject as standing', 'standing.subject_id', 'keeper.canonical_id')
    .select([
      'standing.subject_id',
      'standing.verification_state',
      'standing.verified_until',
      'standing.verified_at',
      'shop.closed_at',
    ])
    .where('shop.platform', '=', platform)
    .where('shop.shop', '=', shop)
    // A shop that changed keepers has one open row; it goes before the closed ones.
    .orderBy('shop.closed_at', order => order.desc().nullsFirst())
    .executeTakeFirst()
  if (!row) return { allowed: false, code: 'shop.unknown' }
  if (row.closed_at !== null) return { allowed: false, code: 'shop.closed' }
  switch (verificationState(row, today)) {
    case 'verified':
      return { allowed: true, subjectId: row.subject_id, verifiedAt: row.verified_at! }
    case 'unverified':
      return { allowed: false, code: 'shop.unverified' }
    case 'failed':
      return { allowed: false, code: 'shop.verification-failed' }
    case 'expired':
      return { allowed: false, code: 'shop.verification-expired' }
  }
}

export type Verified = { readonly verifier: string; readonly verifiedAt: Date }

/** Of these subjects those verified on the day, in one query; `today` is a Chinese calendar day. */
export async function verifiedSubjects(
  db: Db,
  ids: readonly string[],
  today: string,
): Promise<Map<string, Verified>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('subjects.subject')
    .select(['subject_id', 'verifier', 'verified_at'])
    .where('subject_id', 'in', ids)
    .where('verification_state', '=', 'verified')
    .where('verified_until', '>', today)
    .execute()
  return new Map(
    rows.map(row => [row.subject_id, { verifier: row.verifier!, verifiedAt: row.verified_at! }]),
  )
}
