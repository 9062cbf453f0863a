/**
 * A new subject and its codes, as rows and as the fact that tells of them. Personal fields of natural persons are
 * sealed before they reach either.
 */
import type { SubjectGiven } from '#contract'
import type { Changes } from './changes.ts'
import { type Code, codeKey, shownCode } from './codes.ts'
import { isMasked } from './kinds.ts'
import { type Sealer, sealerOf, sealFields, shownName } from './personal-fields.ts'
import { identifierColumns, registeredColumns, type ToldCode } from './projection.ts'
import type { Registrar } from './registrar.ts'
import type { SubjectKeys } from './subject-keys.ts'
import { unverified, verificationColumns, verificationFact } from './verification.ts'

/** Adds a subject, its codes checked and free, to what will be written; answers its id. */
export function addSubject(
  changes: Changes,
  given: SubjectGiven,
  codes: readonly NewCode[],
  by: Registrar,
): string {
  const id = by.ids.next()
  const sealer = sealerOf(by.keys, id)
  const masked = isMasked(given.kind)
  const registeredBy = by.registeredBy === undefined ? by.actor.organisationId : by.registeredBy
  const sealed = sealFields(sealer, {
    ...(masked ? { name: given.name, address: given.address } : {}),
    contactName: given.contactName,
    phone: given.phone,
  })
  const told = {
    kind: given.kind,
    ...(masked ? {} : { name: given.name }),
    sealed,
    area: given.area,
    address: masked ? null : (given.address ?? null),
    exemption: given.exemption ?? null,
    declaredAt: given.declaredAt ?? null,
    employer: given.employer ?? null,
    post: given.post ?? null,
    platform: given.platform ?? null,
    registeredBy,
    identifiers: codes.map(code => addCode(changes, id, code, sealer, by.keys)),
  }
  changes.subjects.push({
    ...registeredColumns(id, told, by.at),
    shown_name: shownName(given.kind, given.name),
    registered_by: registeredBy,
    ...(given.verification
      ? verificationColumns(given.verification, by.renewalMonths)
      : unverified),
  })
  if (!masked) changes.names.push({ subjectId: id, source: 'name', name: given.name })
  changes.facts.push({ subjectId: id, type: 'subjects.registered', body: told })
  if (given.verification)
    changes.facts.push(verificationFact(id, given.verification, by.renewalMonths))
  const wrapped = sealer.made()
  if (wrapped) changes.dataKeys.push({ subject_id: id, wrapped })
  return id
}

export type NewCode = Code & { readonly exceptionId?: string }

/** Adds a code to what will be written and answers how the fact tells it. */
export function addCode(
  changes: Changes,
  subjectId: string,
  code: NewCode,
  sealer: Sealer,
  keys: SubjectKeys,
) {
  const key = codeKey(keys, code)
  const told = toldCode(code, code.personal ? sealer.seal(code.kind, code.value) : null)
  changes.claims.push({ code: key, subjectId })
  changes.identifiers.push({
    ...identifierColumns(subjectId, told),
    code: key,
    shown: shownCode(code),
  })
  return told
}

export const toldCode = (code: NewCode, sealed: string | null): ToldCode => ({
  kind: code.kind,
  ...(sealed === null ? { value: code.value } : { sealed }),
  network: code.network,
  from: code.from,
  until: code.until,
  derived: code.derived,
  exception: code.exceptionId ?? null,
})
