/**
 * A new subject and its codes, as rows and as the fact that tells of them. Personal fields of natural persons are
 * sealed before they reach either.
 */
import type { SubjectGiven } from '#contract'
import type { Changes } from './changes.ts'
import { type Code, codeKey, shownCode } from './codes.ts'
import { isMasked } from './kinds.ts'
import { type Sealer, sealerOf, sealFields, shownName } from './personal-fields.ts'
import type { Registrar } from './registrar.ts'
import type { SubjectKeys } from './subject-keys.ts'
import type { SubjectRow } from './tables.ts'
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
  const row = subjectRow(id, given, sealer, by)
  changes.subjects.push(row)
  if (!isMasked(given.kind)) changes.names.push({ subjectId: id, source: 'name', name: given.name })
  const identifiers = codes.map(code => addCode(changes, id, code, sealer, by.keys))
  changes.facts.push({
    subjectId: id,
    type: 'subjects.registered',
    body: {
      kind: given.kind,
      ...(isMasked(given.kind) ? {} : { name: given.name }),
      sealed: row.sealed,
      area: given.area,
      address: row.address,
      exemption: row.exemption,
      declaredAt: given.declaredAt ?? null,
      employer: row.employer_id,
      post: row.post,
      platform: row.platform,
      identifiers,
    },
  })
  if (given.verification) changes.facts.push(verificationFact(id, given.verification))
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
  const sealed = code.personal ? sealer.seal(code.kind, code.value) : null
  changes.claims.push({ code: key, subjectId })
  changes.identifiers.push({
    subject_id: subjectId,
    code: key,
    kind: code.kind,
    shown: shownCode(code),
    sealed,
    network: code.network,
    from_on: code.from,
    until_on: code.until,
    derived: code.derived,
    exception_id: code.exceptionId ?? null,
  })
  return toldCode(code, sealed)
}

/** A code as facts tell it: a personal one only sealed. */
export const toldCode = (code: NewCode, sealed: string | null) => ({
  kind: code.kind,
  ...(sealed === null ? { value: code.value } : { sealed }),
  network: code.network,
  from: code.from,
  until: code.until,
  derived: code.derived,
  exception: code.exceptionId ?? null,
})

function subjectRow(
  id: string,
  given: SubjectGiven,
  sealer: Sealer,
  { actor, at, renewalMonths }: Registrar,
): SubjectRow {
  const masked = isMasked(given.kind)
  return {
    subject_id: id,
    kind: given.kind,
    shown_name: shownName(given.kind, given.name),
    area: given.area,
    address: masked ? null : (given.address ?? null),
    sealed: sealFields(sealer, {
      ...(masked ? { name: given.name, address: given.address } : {}),
      contactName: given.contactName,
      phone: given.phone,
    }),
    status: 'active',
    merged_into: null,
    canonical_id: id,
    exemption: given.exemption ?? null,
    declared_at: given.declaredAt === undefined ? null : new Date(given.declaredAt),
    employer_id: given.employer ?? null,
    post: given.post ?? null,
    platform: given.platform ?? null,
    registered_by: actor.organisationId,
    registered_at: at,
    ...(given.verification ? verificationColumns(given.verification, renewalMonths) : unverified),
    should_register_year: null,
    should_register_fen: null,
    should_register_at: null,
  }
}
