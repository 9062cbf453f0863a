/**
 * Verification of a whole installation: the public log from the facts, and from the facts again whatever is displayed or
 * decided upon — scores, points, the register, records, alerts, cases, lists with their measures, agreements. Every stage reads in
 * pages, so memory stays flat; every fault names the thing that does not agree.
 */
import { sql } from 'kysely'
import { verifyCases } from '#modules/cases'
import { verifyAlerts } from '#modules/detection'
import { verifyScores } from '#modules/evaluation'
import { verifyExchange } from '#modules/exchange'
import { verifyMeasures } from '#modules/measures'
import { shippedCalendar } from '#modules/policy'
import { verifyRecords } from '#modules/records'
import { verifyReputation } from '#modules/reputation'
import { verifyRegister } from '#modules/subjects'
import {
  type Checked,
  type CheckProgress,
  type LogFault,
  type LogKeys,
  verifyLog,
} from '#modules/transparency'
import type { Db } from '#platform/database'
import type { Core } from './core.ts'
import { factSources } from './rooms.ts'

type Check<What extends string> = (db: Db, progress: CheckProgress) => Promise<Checked<What>>

/** In this order; each tells its progress under its name. */
const stages = {
  register: (db, progress) => verifyRegister(db, { progress }),
  records: (db, progress) => verifyRecords(db, { progress }),
  scores: (db, progress) => verifyScores(db, { progress }),
  points: (db, progress) => verifyReputation(db, { progress }),
  alerts: (db, progress) => verifyAlerts(db, { progress }),
  cases: (db, progress) => verifyCases(db, { calendar: shippedCalendar(), progress }),
  measures: (db, progress) => verifyMeasures(db, { progress }),
  exchange: (db, progress) => verifyExchange(db, { progress }),
} as const satisfies Record<string, Check<string>>

type Stages = typeof stages
type CheckedBy<C> = C extends (...given: never[]) => Promise<Checked<infer What>> ? What : never

/** What is counted: by name, how many were checked. */
export type CheckedKind = CheckedBy<typeof verifyLog> | CheckedBy<Stages[keyof Stages]>
export type Verdict = Checked<CheckedKind>

export type VerifyStage = 'facts' | keyof Stages
export type VerifyProgress = (stage: VerifyStage, checked: number) => void

/**
 * Everything is read as of one instant, so what a running server writes meanwhile is no fault. It holds no lock and, as it
 * only reads, holds no follower of the stream back.
 */
export const verifyAll = (
  { database, logKeys }: Pick<Core, 'database' | 'logKeys'>,
  progress: VerifyProgress,
): Promise<Verdict> =>
  database.tx(async tx => {
    await sql`set transaction isolation level repeatable read, read only`.execute(tx)
    return verifyAt(tx, logKeys, progress)
  })

async function verifyAt(
  db: Db,
  { verifierKey }: Pick<LogKeys, 'verifierKey'>,
  progress: VerifyProgress,
): Promise<Verdict> {
  const log = await verifyLog(db, factSources, {
    verifierKey,
    progress: facts => progress('facts', facts),
  })
  const checked: Record<string, number> = { ...log.checked }
  const faults: LogFault[] = [...log.faults]
  let { more } = log
  for (const [stage, check] of Object.entries<Check<string>>(stages)) {
    const tell = (done: number) => progress(stage as keyof Stages, done)
    tell(0)
    const verdict = await check(db, tell)
    Object.assign(checked, verdict.checked)
    faults.push(...verdict.faults)
    more += verdict.more
  }
  // Every stage has put in its own counts.
  return { checked: checked as Verdict['checked'], faults, more }
}
