/**
 * Sealing and opening a subject's personal fields with its own key, made when the first of them needs it: an
 * organisation without a contact person has no key.
 */
import { maskName } from '#lib/identifiers'
import type { Db, Tx } from '#platform/database'
import { isMasked } from './kinds.ts'
import { openField, type SubjectKeys, sealField } from './subject-keys.ts'
import type { SealedFields, SubjectRow } from './tables.ts'

export type PersonalFields = Partial<Record<keyof SealedFields, string>>

export type Sealer = {
  seal(name: string, text: string): string
  /** The wrapped key to store, where one had to be made. */
  made(): Uint8Array | undefined
}

/** For a subject that has no key yet; `key` is the unwrapped one it has. */
export function sealerOf(keys: SubjectKeys, subjectId: string, key?: Uint8Array): Sealer {
  let made: Uint8Array | undefined
  const keyed = (): Uint8Array => {
    if (key === undefined) {
      const fresh = keys.create(subjectId)
      key = fresh.key
      made = fresh.wrapped
    }
    return key
  }
  return { seal: (name, text) => sealField(keyed(), name, text), made: () => made }
}

/** The sealer of a stored subject. */
export async function sealerFor(tx: Tx, keys: SubjectKeys, subjectId: string): Promise<Sealer> {
  return sealerOf(keys, subjectId, await dataKeyOf(tx, keys, subjectId))
}

export const sealFields = (sealer: Sealer, fields: PersonalFields): SealedFields =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, text]) => text !== undefined)
      .map(([name, text]) => [name, sealer.seal(name, text)]),
  )

/** Undefined where the subject has no personal field, or no longer a key to read it. */
export async function dataKeyOf(
  db: Db,
  keys: SubjectKeys,
  subjectId: string,
): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('subjects.data_key')
    .select('wrapped')
    .where('subject_id', '=', subjectId)
    .executeTakeFirst()
  return row && keys.unwrap(subjectId, row.wrapped)
}

/** The fields as they were given; what an erased key sealed is absent. */
export function openFields(key: Uint8Array | undefined, sealed: SealedFields): PersonalFields {
  if (key === undefined) return {}
  return Object.fromEntries(
    Object.entries(sealed).map(([name, box]) => [name, openField(key, name, box)]),
  )
}

/** What of a person's name anyone may see. */
export const shownName = (kind: SubjectRow['kind'], name: string): string =>
  isMasked(kind) ? maskName(name) : name
