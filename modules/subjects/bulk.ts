/**
 * Bulk registration: NDJSON in, one answer per line out. Good rows land in batches, bad ones are kept sealed with their
 * faults, so that the sender can see them again; nothing of a row is lost and no row stops another.
 */
import {
  limits,
  type RefusedSubjectRow,
  type RowFault,
  SubjectGiven,
  type SubjectRowResult,
} from '#contract'
import { type Database, type Db, insertRows, type Tx } from '#platform/database'
import { checkerOf, type Line, linesOf } from '#platform/http'
import type { FieldError } from '#platform/runtime'
import { type RowOutcome, registerSubjects } from './register.ts'
import type { Registrar } from './registrar.ts'
import type { SubjectKeys } from './subject-keys.ts'

const batchRows = 500
const refusedPurpose = 'refused row'
const checker = checkerOf(SubjectGiven, false)

/** `registrar` is asked anew for each batch, so that a long import carries the right time. */
export async function* registerInBulk(
  database: Database,
  body: AsyncIterable<Uint8Array>,
  registrar: () => Registrar,
): AsyncGenerator<SubjectRowResult> {
  for await (const lines of linesOf(body, { lineBytes: limits.bulkLineBytes, batchRows }))
    yield* await database.tx(tx => registerLines(tx, lines, registrar()))
}

type Read = { line: Line; given?: SubjectGiven; faults: readonly FieldError[] }

async function registerLines(
  tx: Tx,
  lines: readonly Line[],
  by: Registrar,
): Promise<SubjectRowResult[]> {
  const reads = lines.map(readLine)
  const outcomes = await registerSubjects(
    tx,
    reads.flatMap(({ given }) => given ?? []),
    by,
  )
  let next = 0
  const results = reads.map(({ line, given, faults }): Result => {
    const outcome: RowOutcome = given
      ? outcomes[next++]!
      : { status: 'refused', id: null, errors: faults }
    return { line, shown: { row: line.row, ...outcome, errors: outcome.errors as RowFault[] } }
  })
  await keepRefused(
    tx,
    results.filter(({ shown }) => shown.status === 'refused'),
    by,
  )
  return results.map(({ shown }) => shown)
}

type Result = { line: Line; shown: SubjectRowResult }

/** The sealed line may hold personal fields; who has no organisation has nowhere to keep it. */
async function keepRefused(tx: Tx, refused: readonly Result[], by: Registrar): Promise<void> {
  const { organisationId } = by.actor
  if (organisationId === null) return
  await insertRows(tx, 'subjects.refused_row', {
    organisation_id: { type: 'uuid', values: refused.map(() => organisationId) },
    refused_id: { type: 'uuid', values: refused.map(() => by.ids.next()) },
    row_number: { type: 'int', values: refused.map(({ line }) => line.row) },
    sealed: {
      type: 'text',
      values: refused.map(({ line }) => by.keys.sealOutside(refusedPurpose, line.text ?? '')),
    },
    errors: { type: 'jsonb', values: refused.map(({ shown }) => shown.errors) },
    refused_at: { type: 'timestamptz', values: refused.map(() => by.at) },
  })
}

export type RefusedPage = { readonly before: string | undefined; readonly limit: number }

/** What was refused of an organisation's bulk registrations, newest first, as it was sent. */
export async function refusedRows(
  db: Db,
  keys: SubjectKeys,
  organisationId: string,
  { before, limit }: RefusedPage,
): Promise<RefusedSubjectRow[]> {
  let query = db
    .selectFrom('subjects.refused_row')
    .selectAll()
    .where('organisation_id', '=', organisationId)
  if (before !== undefined) query = query.where('refused_id', '<', before)
  const rows = await query.orderBy('refused_id', 'desc').limit(limit).execute()
  return rows.map(row => ({
    id: row.refused_id,
    row: row.row_number,
    line: keys.openOutside(refusedPurpose, row.sealed),
    errors: row.errors as RowFault[],
    refusedAt: row.refused_at.toISOString(),
  }))
}

function readLine(line: Line): Read {
  if (line.text === undefined) return { line, faults: [lineFaults[line.fault ?? 'utf-8']] }
  let value: unknown
  try {
    value = JSON.parse(line.text)
  } catch {
    return { line, faults: [lineFaults.json] }
  }
  const checked = checker.check(value)
  return checked.errors
    ? { line, faults: checked.errors }
    : { line, given: checked.value as SubjectGiven, faults: [] }
}

const lineFault = (rule: string, zh: string, en: string): FieldError => ({
  field: '(line)',
  rule,
  zh,
  en,
})

const lineFaults = {
  json: lineFault('json', '该行不是有效的 JSON。', 'The line is not valid JSON.'),
  'utf-8': lineFault('utf-8', '该行不是有效的 UTF-8。', 'The line is not valid UTF-8.'),
  'too-long': lineFault('too-long', '该行过长。', 'The line is too long.'),
}
