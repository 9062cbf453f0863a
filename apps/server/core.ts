/**
 * Opens an installation: database, migrations, shipped policy, keys. Everything that runs without HTTP — the command
 * line, the demonstration county, tests — starts here; `rooms.ts` builds the domain on it.
 */
import { join } from 'node:path'
import { loadPolicies, shippedRules } from '#modules/policy'
import { type SubjectKeys, subjectKeys } from '#modules/subjects'
import { type LogKeys, logPolicies, openLogKeys } from '#modules/transparency'
import { type Database, migrate, openDatabase } from '#platform/database'
import {
  type Clock,
  type Config,
  createLog,
  type Ids,
  type Log,
  randomIds,
  systemClock,
} from '#platform/runtime'
import { openMasterKey } from './keys.ts'
import { lockFolder } from './lock.ts'
import { allMigrations } from './migrations.ts'

export type Core = {
  readonly config: Config
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly masterKey: Buffer
  readonly subjectKeys: SubjectKeys
  readonly logKeys: LogKeys
  close(): Promise<void>
}

/** Opens what the configuration names; the embedded database for this process alone. */
export async function openCore(config: Config, clock: Clock = systemClock): Promise<Core> {
  const unlock = config.databaseUrl === null ? lockFolder(config.dataDir) : () => {}
  try {
    const database = await openDatabase(
      config.databaseUrl === null
        ? { kind: 'folder', path: join(config.dataDir, 'pglite') }
        : { kind: 'url', url: config.databaseUrl },
    )
    await migrate(database, allMigrations)
    const ids = randomIds(clock)
    await database.tx(async tx => {
      await loadPolicies(tx, shippedRules(), clock.now())
      await logPolicies(tx, ids)
    })
    const masterKey = openMasterKey(config.dataDir)
    return {
      config,
      database,
      clock,
      ids,
      log: createLog(config.logLevel),
      masterKey,
      subjectKeys: subjectKeys(masterKey),
      logKeys: openLogKeys(config.dataDir, config.origin),
      close: async () => {
        await database.close()
        unlock()
      },
    }
  } catch (cause) {
    unlock()
    throw cause
  }
}
