/** The sweep of due times (requirement 13.2): every ten minutes, because due times end with a day and snoozes do not. */
import { readPolicies } from '#modules/policy'
import type { Database } from '#platform/database'
import type { Job } from '#platform/jobs'
import type { Clock, Ids } from '#platform/runtime'
import { sweepAlerts, system } from './alerts.ts'

export const detectionJobs = (deps: {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  wake?(): void
}): Job[] => [
  {
    name: 'detection.sweep-alerts',
    cron: '*/10 * * * *',
    run: async () => {
      const { database, clock, ids } = deps
      await database.tx(async tx => {
        const policies = await readPolicies(tx)
        await sweepAlerts(tx, { actor: system, at: clock.now(), ids, policies })
      })
      deps.wake?.()
    },
  },
]
