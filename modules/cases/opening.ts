/**
 * Opening a case of any kind: it gets its number and takes with it the version of the procedure and of every number of
 * law that its steps will ask, so that a rule changed tomorrow does not move it (invariant 3, requirement 22.2).
 */
import { sql } from 'kysely'
import type { CaseKind, OrderNamed, OriginKind } from '#contract'
import { chineseDay } from '#lib/calendar'
import { canonicalize, sha256Hex } from '#lib/canonical'
import type { Policies } from '#modules/policy'
import type { Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { caseType } from './catalogue.ts'
import { rulesOn } from './clocks.ts'
import { appendStep, type Details, nextNumber, type Said } from './facts.ts'
import { currentProcedure } from './procedure.ts'
import type { CaseFile, CaseSubject, KeptEvidence, Person } from './state.ts'

/** Opening and deciding also read the numbers of law; every other step reads those the case took with it. */
export type SaidByLaw = Said & { readonly policies: Policies }

export type NewCase = {
  readonly kind: CaseKind
  readonly caseType: string
  readonly subject: CaseSubject
  readonly title: string
  readonly facts: string
  /** Where the matter is one order. */
  readonly order?: OrderNamed
  readonly origin?: { readonly kind: OriginKind; readonly id: string | null }
  readonly applicant?: Person
  readonly targetRecordId?: string
  readonly linked?: readonly string[]
}

export async function beginCase(
  tx: Tx,
  given: NewCase,
  details: (file: Pick<CaseFile, 'number' | 'subject'>) => Pick<Details, 'documents' | 'evidence'>,
  said: SaidByLaw,
): Promise<CaseFile> {
  const { kind, subject, title, facts, origin = null, targetRecordId = null } = given
  await refuseTwice(tx, given)
  const policyOn = chineseDay(said.at.getTime())
  const procedure = currentProcedure(kind)
  const { actor } = said
  const opening = {
    number: await nextNumber(tx, subject.area, policyOn),
    kind,
    procedureVersion: procedure.version,
    policyOn,
    rules: rulesOn(said.policies, procedure, policyOn),
    caseType: caseType(given.caseType).code,
    title,
    facts,
    ...(given.order ? { order: given.order } : {}),
    subject,
    area: subject.area,
    office: actor.organisationId === null ? null : { id: actor.organisationId, name: actor.name },
    origin,
    applicant: given.applicant ?? null,
    targetRecordId,
  }
  const step = {
    verb: 'open' as const,
    details: { opening, set: { linked: given.linked ?? [] }, ...details(opening) },
  }
  return appendStep(tx, undefined, { caseId: said.ids.next(), subjectId: subject.id }, step, said)
}

/**
 * One alert opens one case about a subject; one record has one objection and one repair at a time. Who opens the same one at
 * once waits for the first to end, and is then told its number instead of meeting the unique key.
 */
async function refuseTwice(tx: Tx, { kind, subject, origin, targetRecordId }: NewCase) {
  const about = targetRecordId ?? origin?.id
  if (about)
    await sql`select pg_advisory_xact_lock(hashtext(${`cases.opening ${subject.id} ${about}`}))`.execute(
      tx,
    )
  const query = tx
    .selectFrom('cases.case_file')
    .select('number')
    .where('subject_id', '=', subject.id)
    .where('kind', '=', kind)
  const standing =
    targetRecordId !== undefined
      ? query.where('target_record_id', '=', targetRecordId).where('closed', '=', false)
      : origin?.id
        ? query.where('origin_kind', '=', origin.kind).where('origin_id', '=', origin.id)
        : undefined
  const row = await standing?.executeTakeFirst()
  if (row) refuse('cases.already-open', { number: row.number })
}

/** A detector's bundle becomes evidence: kept whole, named by the digest of its canonical text. */
export const bundleEvidence = (bundle: {
  readonly code: string
  readonly title: string
  readonly content: unknown
}): KeptEvidence => ({ ...bundle, sha256: sha256Hex(canonicalize(bundle.content)) })
