/**
 * Does the lists again from their facts (invariant 4): every entry as it is shown must be what its nomination, entering
 * and ending add up to, and every entry that the facts tell of must be there.
 */
import { chineseDay } from '#lib/calendar'
import type { Db } from '#platform/database'
import type { FactType } from './facts.ts'
import type { EntryRow } from './tables.ts'

export type EntryFault = {
  readonly subjectId: string
  readonly entryId: string
  readonly fault: string
}

/** What of an entry the facts decide; dates as days. */
type Told = Pick<
  EntryRow,
  | 'list_type'
  | 'state'
  | 'reason'
  | 'reason_en'
  | 'decided_by'
  | 'case_id'
  | 'document'
  | 'record_id'
  | 'notice_until'
  | 'entered_on'
  | 'until_on'
  | 'removable_from'
  | 'ended_on'
  | 'end_reason'
> & {
  /** A candidate's is not told: it is the list's own until somebody decides. */
  readonly basis?: string
}

type Body = {
  readonly fact: FactType
  readonly entry: string
  readonly owner: string
  readonly list: string
  /** The office, as the public reads it; the person is in `by`. */
  readonly decidedBy: string
  readonly at: string
  readonly reason: string
  readonly reasonEn?: string | null
  readonly basis?: string
  readonly noticeUntil?: string
  readonly enteredOn?: string
  readonly until?: string
  readonly removableFrom?: string | null
  readonly case?: string
  readonly document?: string
  readonly record?: string | null
  readonly cause?: string
  readonly endedOn?: string
}

const aboutEntries = [
  'measures.nominated',
  'measures.entered',
  'measures.candidate-rejected',
  'measures.entry-ended',
] as const satisfies readonly FactType[]

const subjectsPerPage = 500
const shownFaults = 100

/** How many entries were done again, and the first faults. */
export async function verifyEntries(
  db: Db,
  limit = shownFaults,
): Promise<{ readonly checked: number; readonly faults: readonly EntryFault[] }> {
  const faults: EntryFault[] = []
  let checked = 0
  for await (const subjects of pages(db)) {
    const told = await entriesTold(db, subjects)
    const rows = await db
      .selectFrom('measures.entry')
      .selectAll()
      .where('subject_id', 'in', subjects)
      .execute()
    for (const row of rows) {
      checked += 1
      const { subject_id: subjectId, entry_id: entryId } = row
      const entry = told.get(entryId)
      told.delete(entryId)
      const wrong = entry && entry.owner === subjectId ? differing(entry.told, row) : []
      if (!entry || entry.owner !== subjectId) faults.push({ subjectId, entryId, fault: 'added' })
      else if (wrong.length > 0)
        faults.push({ subjectId, entryId, fault: `changed: ${wrong.join(', ')}` })
    }
    for (const [entryId, { owner }] of told)
      faults.push({ subjectId: owner, entryId, fault: 'missing' })
    if (faults.length >= limit) break
  }
  return { checked, faults: faults.slice(0, limit) }
}

/** Everyone whom an entry or a fact names, page by page. */
async function* pages(db: Db): AsyncGenerator<string[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await db
      .selectFrom('measures.fact')
      .select('owner_id as id')
      .where('type', 'in', aboutEntries)
      .where('owner_id', '>', after)
      .union(
        db.selectFrom('measures.entry').select('subject_id as id').where('subject_id', '>', after),
      )
      .orderBy('id')
      .limit(subjectsPerPage)
      .execute()
    if (rows.length > 0) yield rows.map(({ id }) => id)
    if (rows.length < subjectsPerPage) return
    after = rows.at(-1)!.id
  }
}

type ToldEntry = { readonly owner: string; readonly told: Told }

async function entriesTold(db: Db, subjects: readonly string[]): Promise<Map<string, ToldEntry>> {
  const facts = await db
    .selectFrom('measures.fact')
    .select('body')
    .where('owner_id', 'in', subjects)
    .where('type', 'in', aboutEntries)
    .orderBy('owner_id')
    .orderBy('fact_id')
    .execute()
  const told = new Map<string, ToldEntry>()
  for (const { body } of facts) {
    const fact = JSON.parse(body) as Body
    const before = told.get(fact.entry)?.told ?? blank
    told.set(fact.entry, { owner: fact.owner, told: { ...before, ...saidBy(fact, before) } })
  }
  return told
}

const blank: Told = {
  list_type: '',
  state: 'candidate',
  reason: '',
  reason_en: null,
  decided_by: '',
  case_id: null,
  document: null,
  record_id: null,
  notice_until: null,
  entered_on: null,
  until_on: null,
  removable_from: null,
  ended_on: null,
  end_reason: null,
}

function saidBy(fact: Body, before: Told): Partial<Told> {
  if (fact.fact === 'measures.nominated')
    return {
      list_type: fact.list,
      reason: fact.reason,
      reason_en: fact.reasonEn ?? null,
      notice_until: fact.noticeUntil ?? null,
    }
  if (fact.fact === 'measures.entered')
    return {
      list_type: fact.list,
      state: 'in-force',
      // Of a nominated entry the nomination's words stand; the acceptance has words of its own.
      ...(before.reason === '' ? { reason: fact.reason, reason_en: fact.reasonEn ?? null } : {}),
      ...(fact.basis === undefined ? {} : { basis: fact.basis }),
      decided_by: fact.decidedBy,
      case_id: fact.case ?? null,
      document: fact.document ?? null,
      record_id: fact.record ?? null,
      entered_on: fact.enteredOn ?? null,
      until_on: fact.until ?? null,
      removable_from: fact.removableFrom ?? null,
    }
  if (fact.fact === 'measures.candidate-rejected')
    return {
      state: 'rejected',
      decided_by: fact.decidedBy,
      ended_on: chineseDay(Date.parse(fact.at)),
      end_reason: fact.reason,
    }
  return {
    state: fact.cause === 'expired' ? 'expired' : 'removed',
    ended_on: fact.endedOn ?? null,
    end_reason: fact.reason,
  }
}

const differing = (told: Told, row: EntryRow): string[] =>
  (Object.keys(told) as (keyof Told)[]).filter(field => told[field] !== row[field])
