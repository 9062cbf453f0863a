/**
 * Serves: opens the installation, fills an empty one with the demonstration county, starts the loops and listens. Ctrl-C
 * and SIGTERM let running requests end, then stop the loops and close the database.
 */
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { authorisation, operations } from '#contract'
import { publicListEntry, publicLists } from '#modules/disclosure'
import { isPolicy } from '#modules/policy'
import { buildServer } from '#platform/http'
import { type Clock, createMetrics, readConfig, systemClock } from '#platform/runtime'
import { type Core, openCore } from './core.ts'
import { demoAccountsLine, fillIfEmpty } from './demo.ts'
import { terminalProgress } from './progress.ts'
import { buildRooms, type Rooms, startRooms } from './rooms.ts'
import { serveWeb, webPage } from './static-web.ts'

const requestsPerMinute = 6_000

export type Running = {
  readonly address: string
  readonly core: Core
  stop(): Promise<void>
}

/** Runs until a signal; the promise resolves when everything is closed. */
export async function serve(env: Record<string, string | undefined>): Promise<void> {
  const running = await start(env)
  await new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await running.stop()
}

/**
 * Starts and answers once it listens; prints the address and the demonstration accounts. A test that plays a procedure
 * over months brings its own clock.
 */
export async function start(
  env: Record<string, string | undefined>,
  clock: Clock = systemClock,
): Promise<Running> {
  const config = readConfig(env)
  const progress = terminalProgress(process.stderr)
  const core = await openCore(config, clock)
  const rooms = buildRooms(core)
  if (config.demo) await fillIfEmpty(core, rooms, progress)
  const loops = await startRooms(core, rooms)
  const app = await httpServer(core, rooms)
  await app.listen({ port: config.port, host: config.host })
  const bound = app.server.address()
  const port = typeof bound === 'object' && bound ? bound.port : config.port
  const address = `http://${config.host}:${port}`
  console.log(`信衡 Xinheng ${address}`)
  const accounts = config.demo && (await demoAccountsLine(core))
  if (accounts) console.log(accounts)
  return {
    address,
    core,
    stop: async () => {
      await app.close()
      await loops.stop()
      await core.close()
    },
  }
}

/** The HTTP server of a composed installation; tests build one without listening. */
export async function httpServer(
  core: Core,
  rooms: Rooms,
  options: { checkAnswers?: boolean; requestsPerMinute?: number } = {},
): Promise<FastifyInstance> {
  const { database, log, ids, config } = core
  const app = await buildServer({
    operations,
    authorisation,
    handlers: rooms.handlers,
    database,
    log,
    ids,
    metrics: createMetrics(true),
    origin: config.origin,
    authenticate: headers => rooms.doorkeeper.authenticate(headers),
    recordRead: read => rooms.readLog.record(read),
    ready: async () => {
      await sql`select 1`.execute(database.db)
      return true
    },
    lostPage: webPage(),
    requestsPerMinute: options.requestsPerMinute ?? requestsPerMinute,
    ...(config.trustProxy === null ? {} : { trustProxy: config.trustProxy }),
    ...(options.checkAnswers ? { checkAnswers: true } : {}),
  })
  await serveWeb(app, {
    subject: id => rooms.pages.subject(id),
    list: async code =>
      (await publicLists(database.db, core.clock.now())).some(list => list.listType === code),
    entry: id => publicListEntry(database.db, id, core.clock.now()),
    policy: key => isPolicy(database.db, key),
  })
  return app
}
