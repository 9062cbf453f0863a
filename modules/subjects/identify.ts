/**
 * Mapping further codes to a subject (requirement 0.2): the registration number it had before 2015, its organisation
 * code, its tax number, each with the days between which it was valid. All of them open the same subject.
 */
import type { IdentifierGiven } from '#contract'
import type { Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { type Changes, noChanges, writeChanges } from './changes.ts'
import { holdersOf, lockRegistry } from './claims.ts'
import { checkCodes, codeKey } from './codes.ts'
import { queueCode } from './exceptions.ts'
import { addCode, type NewCode, toldCode } from './new-subject.ts'
import { sealerFor } from './personal-fields.ts'
import { datedColumns } from './projection.ts'
import type { Registrar } from './registrar.ts'

/** Maps a code; answers `held` where it fails its own check and waits for review. */
export async function identifySubject(
  tx: Tx,
  subjectId: string,
  given: IdentifierGiven,
  by: Registrar,
): Promise<'mapped' | 'held'> {
  const { codes, faults } = checkCodes([given])
  const [fault] = faults
  if (fault) {
    if (!fault.nonConforming || given.evidenceSha256 === undefined)
      refuse('request.invalid', {}, [{ ...fault.error, field: 'value' }])
    await queueCode(tx, { fault, waiting: { given }, target: subjectId }, by)
    return 'held'
  }
  await mapCodes(tx, subjectId, codes, by)
  return 'mapped'
}

/** Claims the codes for a subject. One that it holds already gets the days now given. */
export async function mapCodes(
  tx: Tx,
  subjectId: string,
  codes: readonly NewCode[],
  by: Registrar,
): Promise<void> {
  await lockRegistry(tx)
  const keyed = codes.map(code => ({ code, key: codeKey(by.keys, code) }))
  const holders = await holdersOf(
    tx,
    keyed.map(({ key }) => key),
  )
  const other = [...holders.values()].find(holder => holder !== subjectId)
  if (other !== undefined) refuse('subject.code-taken', { holder: other })
  const sealer = await sealerFor(tx, by.keys, subjectId)
  const changes = noChanges()
  for (const { code, key } of keyed) {
    if (holders.has(key)) {
      await dateCode(tx, { key, code }, changes)
      continue
    }
    const identifier = addCode(changes, subjectId, code, sealer, by.keys)
    changes.facts.push({ subjectId, type: 'subjects.identified', body: { identifier } })
  }
  const wrapped = sealer.made()
  if (wrapped) changes.dataKeys.push({ subject_id: subjectId, wrapped })
  await writeChanges(tx, changes, by)
}

/**
 * The row may stand under a subject that was merged into this one, so it is found by its code; the fact is told of whom it
 * stands under, and of a personal code by the seal it has.
 */
async function dateCode(
  tx: Tx,
  { key, code }: { key: string; code: NewCode },
  changes: Changes,
): Promise<void> {
  if (code.derived) return
  const dated = await tx
    .updateTable('subjects.identifier')
    .set(datedColumns(code))
    .where('code', '=', key)
    .where(
      'subject_id',
      'in',
      tx.selectFrom('subjects.code').select('subject_id').where('code', '=', key),
    )
    .where(row =>
      row.or([
        row('from_on', 'is distinct from', code.from),
        row('until_on', 'is distinct from', code.until),
        row('derived', '=', true),
      ]),
    )
    .returning(['subject_id', 'sealed'])
    .executeTakeFirst()
  if (!dated) return
  changes.facts.push({
    subjectId: dated.subject_id,
    type: 'subjects.identified',
    body: { identifier: toldCode(code, dated.sealed) },
  })
}
