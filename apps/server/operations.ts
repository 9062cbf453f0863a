/**
 * What operators do without a running server: import, verify, accounts, backup. Each opens the installation for itself
 * and closes it again; a server that holds the embedded database is named by the lock.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Role } from '#contract'
import {
  createAccount,
  createOrganisation,
  findAccountByLogin,
  findOrganisation,
  hashPassword,
  type NewOrganisation,
  newReadableSecret,
  operator,
  setPassword,
} from '#modules/access'
import { currentGrades, evaluateMany } from '#modules/evaluation'
import { activeSubjects, ensureAccounts, type Registrar } from '#modules/subjects'
import { type ImportReport, importRatings, importTrade, membersOf } from '#modules/trade'
import { openDatabase } from '#platform/database'
import { readConfig } from '#platform/runtime'
import { type Core, openCore } from './core.ts'
import { fillIfEmpty } from './demo.ts'
import { lockFolder } from './lock.ts'
import type { Progress } from './progress.ts'
import { buildRooms, type Rooms, startRooms } from './rooms.ts'
import { type Verdict, type VerifyProgress, verifyAll } from './verify.ts'

type Environment = Record<string, string | undefined>

async function opened<T>(
  env: Environment,
  work: (core: Core, rooms: Rooms) => Promise<T>,
): Promise<T> {
  const core = await openCore(readConfig(env))
  try {
    return await work(core, buildRooms(core))
  } finally {
    await core.close()
  }
}

/** Everything that can be computed again is, on the installation that the environment names. */
export const verifyInstallation = (env: Environment, progress: VerifyProgress): Promise<Verdict> =>
  opened(env, core => verifyAll(core, progress))

/** Lets followers see what was published and gives every fact its place in the log. */
async function settled(core: Core, rooms: Rooms): Promise<void> {
  const loops = await startRooms(core, rooms)
  await loops.drain()
  await loops.stop()
}

export type ImportKind = 'ratings' | 'trade'

export type ImportRequest = {
  readonly kind: ImportKind
  readonly path: string
  readonly network: string
  progress(label: string, bytes: number): void
}

const membersPerTransaction = 1_000

export function importFile(env: Environment, request: ImportRequest): Promise<ImportReport> {
  const { kind, path, network } = request
  return opened(env, async (core, rooms) => {
    const { database, clock, ids } = core
    const progress = (_rows: number, bytes: number) => request.progress('导入 / importing', bytes)
    const deps = { database, clock, ids, shops: rooms.shops }
    const reporter = { source: null, tenantOf: () => null, importId: ids.next() }
    if (kind === 'ratings') await registerMembers(core, path, network)
    const report =
      kind === 'ratings'
        ? await importRatings({ path, deps, reporter, network, progress })
        : await importTrade({ path, deps, reporter, progress })
    await settled(core, rooms)
    return report
  })
}

async function registerMembers(
  { database, clock, ids, subjectKeys }: Core,
  path: string,
  network: string,
) {
  const members = await membersOf(path)
  const by: Registrar = {
    actor: operator,
    at: clock.now(),
    ids,
    keys: subjectKeys,
    renewalMonths: 6,
  }
  for (let i = 0; i < members.length; i += membersPerTransaction) {
    const accounts = members.slice(i, i + membersPerTransaction)
    await database.tx(tx => ensureAccounts(tx, { network, accounts }, by))
  }
}

export const fillDemo = (env: Environment, progress: Progress): Promise<boolean> =>
  opened(env, async (core, rooms) => {
    const filled = await fillIfEmpty(core, rooms, progress)
    if (filled) await settled(core, rooms)
    return filled
  })

/** Grades every subject again; answers how many have each grade. */
export const evaluateEveryone = (
  env: Environment,
  progress: Progress,
): Promise<Record<string, number>> =>
  opened(env, async (core, rooms) => {
    const subjects = await activeSubjects(core.database.db)
    progress.step('评价 / evaluating', 0, subjects.length)
    await evaluateMany(rooms.evaluation, subjects)
    await settled(core, rooms)
    const grades = [...(await currentGrades(core.database.db, subjects)).values()]
    return Object.fromEntries(
      [...Map.groupBy(grades, grade => grade)]
        .map(([grade, those]) => [grade, those.length])
        .sort(),
    )
  })

export type AddedOrganisation = Pick<NewOrganisation, 'code' | 'kind' | 'name' | 'area'>

/** An organisation made on the machine itself; refuses a code that is taken. */
export const addOrganisation = (
  env: Environment,
  organisation: AddedOrganisation,
): Promise<AddedOrganisation> =>
  opened(env, async ({ database, clock, ids }) => {
    const by = { actor: operator, at: clock.now(), ids }
    const { code, kind, name, area } = await database.tx(tx =>
      createOrganisation(tx, organisation, by),
    )
    return { code, kind, name, area }
  })

export type NewUser = { login: string; role: Role; organisation: string; name: string }

/** Answers the temporary password, which is shown once and must be changed at the first sign-in. */
export const addUser = (
  env: Environment,
  { login, role, organisation, name }: NewUser,
): Promise<string> =>
  opened(env, async ({ database, clock, ids }) => {
    const password = newReadableSecret()
    const passwordHash = await hashPassword(password)
    await database.tx(async tx => {
      const found = await findOrganisation(tx, organisation)
      if (!found)
        throw new Error(
          `没有代号为 ${organisation} 的机构 / no organisation has the code ${organisation}`,
        )
      await createAccount(
        tx,
        {
          organisationId: found.id,
          login,
          name,
          roles: [role],
          passwordHash,
          passwordTemporary: true,
        },
        { actor: operator, at: clock.now(), ids },
      )
    })
    return password
  })

export const resetPassword = (env: Environment, login: string): Promise<string> =>
  opened(env, async ({ database, clock, ids }) => {
    const password = newReadableSecret()
    const hash = await hashPassword(password)
    await database.tx(async tx => {
      const account = await findAccountByLogin(tx, login)
      if (!account) throw new Error(`没有账号 ${login} / there is no account ${login}`)
      await setPassword(
        tx,
        account.id,
        { hash, temporary: true },
        { by: { actor: operator, at: clock.now(), ids } },
      )
    })
    return password
  })

type Archive = {
  readonly made: string
  readonly keys: Record<string, string>
  readonly database: string
}

/** One gzip file with the database's archive and the keys. A server is backed up with its own tools, e.g. pg_dump. */
export async function backUp(env: Environment, path: string): Promise<number> {
  const config = readConfig(env)
  if (config.databaseUrl !== null)
    throw new Error(
      'PostgreSQL 请用 pg_dump 备份，并另存 keys 目录 / back PostgreSQL up with pg_dump, and keep the keys folder',
    )
  return opened(env, async core => {
    const folder = join(config.dataDir, 'keys')
    const keys = Object.fromEntries(
      readdirSync(folder).map(name => [name, readFileSync(join(folder, name)).toString('base64')]),
    )
    const dump = Buffer.from(await (await core.database.dump!()).arrayBuffer())
    const archive: Archive = {
      made: core.clock.now().toISOString(),
      keys,
      database: dump.toString('base64'),
    }
    const bytes = gzipSync(JSON.stringify(archive), { level: 1 })
    writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' })
    return bytes.length
  })
}

/** Into an empty data folder only: a restore never overwrites. */
export async function restore(env: Environment, path: string): Promise<void> {
  const { dataDir } = readConfig(env)
  if (existsSync(join(dataDir, 'pglite')))
    throw new Error(
      `${dataDir} 已有数据库，请恢复到空目录 / already holds a database; restore into an empty folder`,
    )
  const archive = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')) as Archive
  const unlock = lockFolder(dataDir)
  try {
    for (const [name, content] of Object.entries(archive.keys)) {
      const key = join(dataDir, 'keys', name)
      mkdirSync(dirname(key), { recursive: true, mode: 0o700 })
      writeFileSync(key, Buffer.from(content, 'base64'), { mode: 0o600 })
    }
    const from = new Blob([Buffer.from(archive.database, 'base64')])
    const database = await openDatabase({ kind: 'folder', path: join(dataDir, 'pglite'), from })
    await database.close()
  } finally {
    unlock()
  }
}
