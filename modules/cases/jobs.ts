/**
 * The sweep of statutory clocks: a duty that was not done by its day is marked late and reported one level up, and
 * again at every interval until it is done (requirement 13.2). Rows decide, not timers: a sweep that was missed is made
 * up by the next one.
 */
import { anyone } from '#contract'
import { chineseDay, dueDate, type IsoDate } from '#lib/calendar'
import { shippedCalendar } from '#modules/policy'
import type { Database } from '#platform/database'
import type { Job } from '#platform/jobs'
import type { Clock, Ids } from '#platform/runtime'
import { type Clock as CaseClock, dueOf, isRunning } from './clocks.ts'
import { appendStep, openFile, project, type Said } from './facts.ts'
import { clockRule, procedureOf } from './procedure.ts'
import type { CaseFile } from './state.ts'

/** Office head, upper authority, joint conference. */
const levels = 3

export type SweepDeps = { readonly database: Database; readonly clock: Clock; readonly ids: Ids }

export const caseJobs = (deps: SweepDeps): Job[] => [
  {
    name: 'cases.clocks',
    // Soon after midnight: what fell due yesterday is late today.
    cron: '10 0 * * *',
    run: async () => void (await sweepClocks(deps)),
  },
]

/** Answers how many late duties were reported. */
export async function sweepClocks({ database, clock, ids }: SweepDeps): Promise<number> {
  const at = clock.now()
  const today = chineseDay(at.getTime())
  const calendar = shippedCalendar()
  const actor = { ...anyone, name: '系统', roles: [] }
  const said: Said = { actor, ownSubjectIds: [], at, ids, calendar }
  const due = await database.db
    .selectFrom('cases.clock')
    .select('case_id')
    .distinct()
    .where('running', '=', true)
    .where(eb =>
      eb.or([
        eb.and([eb('kind', '=', 'duty'), eb('due_on', '<', today)]),
        // Counted on a holiday table that has since been completed, perhaps.
        eb('certainty', '<>', 'published'),
      ]),
    )
    .execute()
  let reported = 0
  for (const { case_id } of due)
    reported += await database.tx(async tx => {
      let file = await openFile(tx, case_id)
      await project(tx, file, calendar)
      const late = file.clocks.flatMap((_, i) => (isToReport(file, i, today, said) ? [i] : []))
      for (const ordinal of late) {
        const about = { caseId: file.id, subjectId: file.subject.id }
        const step = { verb: 'report-late' as const, details: { clock: ordinal } }
        file = await appendStep(tx, file, about, step, said)
      }
      return late.length
    })
  return reported
}

function isToReport(file: CaseFile, ordinal: number, today: IsoDate, { calendar }: Said): boolean {
  const clock = file.clocks[ordinal]!
  const rule = clockRule(procedureOf(file.kind, file.procedureVersion), clock.name)
  if (rule.kind !== 'duty' || !isRunning(clock) || clock.escalations >= levels) return false
  const { due } = dueOf(clock, rule, file.rules, calendar)
  if (due === null || today <= due) return false
  return clock.escalatedOn === null || today > nextReport(clock.escalatedOn, file, calendar)
}

function nextReport(
  since: NonNullable<CaseClock['escalatedOn']>,
  { rules }: CaseFile,
  calendar: Said['calendar'],
): IsoDate {
  const next = dueDate(since, rules['case.escalate']!, calendar)
  return next.state === 'running' ? next.due : since
}
