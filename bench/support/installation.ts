/** A migrated PostgreSQL with the shipped policy in it, as a benchmark needs it. */
import { loadPolicies, shippedRules } from '#modules/policy'
import { type Database, migrate, openDatabase } from '#platform/database'
import { type Ids, randomIds, systemClock } from '#platform/runtime'
import { allMigrations } from '../../apps/server/migrations.ts'
import { type RunningPostgres, startPostgres } from '../../tests/support/postgres.ts'

export type Installation = {
  readonly server: RunningPostgres
  readonly database: Database
  readonly ids: Ids
  stop(): Promise<void>
}

export async function install(): Promise<Installation> {
  const server = await startPostgres()
  const database = await openDatabase({ kind: 'url', url: server.url, connections: 6 })
  await migrate(database, allMigrations)
  await database.tx(tx => loadPolicies(tx, shippedRules(), systemClock.now()))
  return {
    server,
    database,
    ids: randomIds(systemClock),
    stop: async () => {
      await database.close()
      await server.stop()
    },
  }
}
