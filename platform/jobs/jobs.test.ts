import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLog } from '#platform/runtime'
import { testDatabase } from '../../tests/support/index.ts'
import { startJobs } from './index.ts'

const database = await testDatabase()

test('jobs are scheduled in the same database, run on demand, and stop', async () => {
  let runs = 0
  const jobs = await startJobs(database, silentLog(), [
    { name: 'sweep', cron: '0 3 * * *', run: async () => void runs++ },
  ])
  await jobs.runNow('sweep')
  await assert.rejects(jobs.runNow('no-such'), /no job is named/)
  await jobs.stop()
  assert.equal(runs, 1)
})
