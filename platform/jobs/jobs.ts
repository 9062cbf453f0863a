/**
 * Scheduled work behind one small face over pg-boss. Statutory deadlines are rows that these jobs sweep; nothing in law
 * hangs on a job having been scheduled.
 */

import { CompiledQuery } from 'kysely'
import { PgBoss } from 'pg-boss'
import type { Database } from '#platform/database'
import type { Log } from '#platform/runtime'

export type Job = {
  readonly name: string
  /** Standard five-field cron in Asia/Shanghai. */
  readonly cron: string
  run(): Promise<void>
}

export type Jobs = {
  /** Runs a job at once, outside its schedule: for operators and tests. */
  runNow(name: string): Promise<void>
  stop(): Promise<void>
}

/**
 * pg-boss sends blocks of several statements, some with their own BEGIN and COMMIT. Each call holds a session to itself,
 * and a failed one is rolled back there, so that it cannot leave the embedded database's only session in an aborted
 * transaction and poison the next query.
 */
const adapterOf = (database: Database) => ({
  executeSql: (text: string, values: unknown[] = []) =>
    database.db.connection().execute(async session => {
      try {
        const { rows } = await session.executeQuery(CompiledQuery.raw(text, values))
        return { rows: rows as object[] }
      } catch (error) {
        await session.executeQuery(CompiledQuery.raw('rollback'))
        throw error
      }
    }),
})

export async function startJobs(database: Database, log: Log, jobs: readonly Job[]): Promise<Jobs> {
  const boss = new PgBoss({ db: adapterOf(database), schema: 'jobs' })
  boss.on('error', err => log.error({ err }, 'the job runner met a fault'))
  await boss.start()
  for (const job of jobs) {
    await boss.createQueue(job.name)
    await boss.work(job.name, { pollingIntervalSeconds: 30 }, () => job.run())
    await boss.schedule(job.name, job.cron, null, { tz: 'Asia/Shanghai' })
  }
  return {
    runNow: async name => {
      const job = jobs.find(j => j.name === name)
      if (!job) throw new Error(`no job is named ${name}`)
      await job.run()
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  }
}
