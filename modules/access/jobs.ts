/** Sweeps: sessions and tokens that have ended, secrets whose overlap is over, failures that are forgotten. */
import type { Database } from '#platform/database'
import type { Job } from '#platform/jobs'
import type { Clock } from '#platform/runtime'
import { sweepTokens } from './clients.ts'
import { sweepSessions } from './sessions.ts'
import { sweepThrottle } from './throttle.ts'

export const accessJobs = ({ database, clock }: { database: Database; clock: Clock }): Job[] => [
  {
    name: 'access.sweep',
    cron: '17 * * * *',
    run: () =>
      database.tx(async tx => {
        const at = clock.now()
        await sweepSessions(tx, at)
        await sweepTokens(tx, at)
        await sweepThrottle(tx, at)
      }),
  },
]
