/**
 * The rows of a case, computed from its file: what queues and sweeps look for. Pure, so that whoever writes them and
 * whoever verifies them gets the same ones.
 */
import type { Certainty, WorkingCalendar } from '#lib/calendar'
import { type Clock, dueOf, isRunning } from './clocks.ts'
import { clockRule, procedureOf } from './procedure.ts'
import type { CaseFile } from './state.ts'
import type { CaseRow, ClockRow } from './tables.ts'

/** Columns that hold JSON as they are read, not as they are written. */
export type CaseTold = Omit<CaseRow, 'rules'> & { readonly rules: CaseFile['rules'] }
export type ClockTold = Omit<ClockRow, 'clock' | 'certainty'> & {
  readonly certainty: Certainty
  readonly clock: Clock
}

/** The clocks of a case, each with the day on which it falls due by this calendar. */
export function clockRows(file: CaseFile, calendar: WorkingCalendar): ClockTold[] {
  const procedure = procedureOf(file.kind, file.procedureVersion)
  return file.clocks.map((clock, ordinal) => {
    const rule = clockRule(procedure, clock.name)
    const { due, certainty } = dueOf(clock, rule, file.rules, calendar)
    return {
      subject_id: file.subject.id,
      case_id: file.id,
      ordinal,
      name: clock.name,
      kind: rule.kind,
      due_on: due,
      certainty,
      running: isRunning(clock),
      escalated_on: clock.escalatedOn,
      clock,
    }
  })
}

/** The case itself, with the nearest day of a running duty among its clocks. */
export function caseRow(file: CaseFile, clocks: readonly ClockTold[]): CaseTold {
  const duties = clocks.filter(({ kind, running }) => kind === 'duty' && running)
  return {
    subject_id: file.subject.id,
    case_id: file.id,
    number: file.number,
    kind: file.kind,
    case_type: file.caseType,
    procedure_version: file.procedureVersion,
    policy_on: file.policyOn,
    rules: file.rules,
    title: file.title,
    state: file.state,
    area: file.area,
    subject_name: file.subject.name,
    office_id: file.office?.id ?? null,
    handler_id: file.handler?.id ?? null,
    handler_name: file.handler?.name ?? null,
    applicant_account: file.applicant?.id ?? null,
    origin_kind: file.origin?.kind ?? null,
    origin_id: file.origin?.id ?? null,
    target_record_id: file.targetRecordId,
    opened_at: new Date(file.openedAt),
    changed_at: new Date(file.changedAt),
    closed: procedureOf(file.kind, file.procedureVersion).ends.includes(file.state),
    served: isServed(file),
    next_due: duties.flatMap(({ due_on }) => due_on ?? []).sort()[0] ?? null,
    delivered_on: file.deliveredOn,
  }
}

/** From when on the party may read its side: it was told, by a notice, a disposal or an accepted complaint. */
export const isServed = (file: CaseFile): boolean =>
  file.kind === 'finding'
    ? file.documents.length > 0
    : file.kind !== 'complaint' || !['received', 'refused'].includes(file.state)

/** The counter from which an area's cases of a year are numbered. */
export const counterOf = (area: string, day: string) => ({
  area: area.slice(0, 6),
  year: Number(day.slice(0, 4)),
})

/** `130528〔2026〕12号` */
export const caseNumber = ({ area, year }: ReturnType<typeof counterOf>, serial: number): string =>
  `${area}〔${year}〕${serial}号`
