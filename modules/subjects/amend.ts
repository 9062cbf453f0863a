/**
 * Amending a registration: a new name, area, address or contact, or a seller's declaration that it need not register.
 * The old values stay in the earlier facts; personal fields are sealed in old and new alike.
 */
import { sql } from 'kysely'
import type { BodyOf, subjectOperations } from '#contract'
import type { Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { noChanges, writeChanges } from './changes.ts'
import { areaFaults, fault } from './checks.ts'
import { isMasked } from './kinds.ts'
import { sealerFor, sealFields, shownName } from './personal-fields.ts'
import { amendedColumns } from './projection.ts'
import type { Registrar } from './registrar.ts'
import type { SubjectRow } from './tables.ts'

export type Amendment = BodyOf<typeof subjectOperations.amendSubject>

export async function amendSubject(
  tx: Tx,
  subjectId: string,
  given: Amendment,
  by: Registrar,
): Promise<void> {
  const subject = await tx
    .selectFrom('subjects.subject')
    .selectAll()
    .where('subject_id', '=', subjectId)
    .forUpdate()
    .executeTakeFirst()
  if (!subject) refuse('subject.unknown', { subject: subjectId })
  if (subject.status !== 'active') refuse('subject.not-active', { subject: subjectId })
  const faults = amendmentFaults(given, subject, by)
  if (faults.length > 0) refuse('request.invalid', {}, faults)
  const sealer = await sealerFor(tx, by.keys, subjectId)
  const masked = isMasked(subject.kind)
  const sealed = sealFields(sealer, {
    ...(masked ? { name: given.name, address: given.address } : {}),
    contactName: given.contactName,
    phone: given.phone,
  })
  const open = {
    ...(masked ? {} : defined({ name: given.name, address: given.address })),
    ...defined({
      area: given.area,
      exemption: given.exemption,
      declaredAt: given.declaredAt,
      post: given.post,
    }),
  }
  const told = { ...open, sealed }
  const changes = noChanges()
  changes.facts.push({ subjectId, type: 'subjects.amended', body: told })
  if (given.name !== undefined && !masked)
    changes.names.push({ subjectId, source: 'name', name: given.name })
  const wrapped = sealer.made()
  if (wrapped) changes.dataKeys.push({ subject_id: subjectId, wrapped })
  await writeChanges(tx, changes, by)
  const columns = amendedColumns(subject.sealed, told)
  await tx
    .updateTable('subjects.subject')
    .set({
      ...columns,
      ...(given.name === undefined ? {} : { shown_name: shownName(subject.kind, given.name) }),
      sealed: sql`${JSON.stringify(columns.sealed)}::jsonb`,
    })
    .where('subject_id', '=', subjectId)
    .execute()
}

function amendmentFaults(given: Amendment, subject: SubjectRow, by: Registrar) {
  const faults = given.area === undefined ? [] : areaFaults(given.area, by.actor)
  if (given.exemption !== undefined && subject.kind !== 'personal-seller')
    faults.push(
      fault(
        'exemption',
        'kind',
        '只有个人卖家适用免于登记的情形',
        'only a personal seller may be exempt from registration',
      ),
    )
  return faults
}

const defined = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<T>
