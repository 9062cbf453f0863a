/**
 * The exception register (重错码核查, requirement 0.3): some codes were issued although they fail their own check. They
 * wait here, sealed, until a reviewer has seen the certificate.
 */
import type { IdentifierGiven, SubjectGiven } from '#contract'
import type { Tx } from '#platform/database'
import { admittedCode, type CodeFault, codeKey, shownCode } from './codes.ts'
import { shownName } from './personal-fields.ts'
import type { Registrar } from './registrar.ts'

export const sealPurpose = 'identifier exception'

/** What waits: a whole registration, or one code for a subject that exists. */
export type Waiting = { readonly registration: SubjectGiven } | { readonly given: IdentifierGiven }

type Queued = { readonly fault: CodeFault; readonly waiting: Waiting; readonly target?: string }

/** The same code waits once: whoever reports it again finds it queued or decided. */
export async function queueCode(tx: Tx, queued: Queued, by: Registrar): Promise<void> {
  const { fault, waiting, target } = queued
  const code = admittedCode(fault.given)
  const name =
    'registration' in waiting
      ? shownName(waiting.registration.kind, waiting.registration.name)
      : await nameOf(tx, target!)
  await tx
    .insertInto('subjects.identifier_exception')
    .values({
      exception_id: by.ids.next(),
      kind: code.kind,
      shown: shownCode(code),
      sealed: by.keys.sealOutside(sealPurpose, JSON.stringify(waiting)),
      target_id: target ?? null,
      name_shown: name,
      reason_zh: fault.error.zh,
      reason_en: fault.error.en,
      state: 'pending',
      code: codeKey(by.keys, code),
      reported_by: by.actor.organisationId,
      reported_by_name: by.actor.name,
      reported_at: by.at,
      decided_by: null,
      decided_at: null,
      decision_reason: null,
      evidence_sha256: fault.given.evidenceSha256 ?? null,
      subject_id: null,
    })
    .onConflict(conflict => conflict.column('code').doNothing())
    .execute()
}

async function nameOf(tx: Tx, subjectId: string): Promise<string> {
  const subject = await tx
    .selectFrom('subjects.subject')
    .select('shown_name')
    .where('subject_id', '=', subjectId)
    .executeTakeFirstOrThrow()
  return subject.shown_name
}
