/**
 * `intake.http_to_commit`: events a second from an HTTP request to committed on PostgreSQL — parsed, checked,
 * identified, deduplicated, hashed into the log, published. The ceiling is raw COPY of the very rows it left behind into
 * a table without an index, in one transaction, by the same driver, in the same run.
 */
import { execFile } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { type Actor, authorisation, type TradeIntakeEnd, tradeOperations } from '#contract'
import { shopBook, tradeRoutes } from '#modules/trade'
import { buildServer } from '#platform/http'
import { createMetrics, silentLog, systemClock } from '#platform/runtime'
import { install } from './support/installation.ts'
import { median, report } from './support/metric.ts'
import { benchShops, orderLines } from './support/orders.ts'

const events = 120_000
const rounds = 5
const reporter: Actor = {
  accountId: '0190a000-0000-7000-8000-0000000000aa',
  name: 'bench',
  organisationId: '0190a000-0000-7000-8000-0000000000bb',
  organisationCode: 'p01',
  roles: ['platform'],
  areas: [],
}

const installation = await install()
const { database, ids, server } = installation
const log = silentLog()
const app = await buildServer({
  operations: tradeOperations,
  authorisation,
  handlers: tradeRoutes({
    database,
    ids,
    clock: systemClock,
    log,
    shops: shopBook(database.db, async () => benchShops),
    sellersOf: async () => [],
    organisationOf: async () => new Map(),
  }),
  database,
  ids,
  log,
  metrics: createMetrics(false),
  origin: 'http://127.0.0.1',
  authenticate: () => reporter,
  recordRead: async () => {},
  ready: async () => true,
  requestsPerMinute: 1_000_000,
})
const address = await app.listen({ host: '127.0.0.1', port: 0 })
const folder = mkdtempSync(join(tmpdir(), 'xinheng-bench-'))
const client = new pg.Client({ connectionString: server.url })
await client.connect()

const landed: number[] = []
const copied: number[] = []
// The first round warms both and is not counted.
await postRound('w')
await copyRound('w')
for (let round = 0; round < rounds; round++) {
  landed.push(await postRound(`r${round}`))
  copied.push(await copyRound(`r${round}`))
}
await client.end()
await app.close()
await installation.stop()
rmSync(folder, { recursive: true })
report({
  metric: 'intake.http_to_commit',
  value: Math.round(median(landed)),
  unit: 'events/s',
  ceiling: Math.round(median(copied)),
  work: `${rounds} × ${events} events, one connection, PostgreSQL ${server.version}`,
})

async function postRound(run: string): Promise<number> {
  const path = join(folder, `${run}.ndjson`)
  await pipeline(Readable.from(orderLines(events, run)), createWriteStream(path))
  const sender = join(import.meta.dirname, 'support/send-file.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [
    sender,
    `${address}/api/v1/trade/events`,
    path,
  ])
  const { seconds, end } = JSON.parse(stdout) as { seconds: number; end: TradeIntakeEnd }
  if (end.status !== 'finished' || end.accepted !== events) throw new Error(stdout)
  return events / seconds
}

/** The rows of a round out of the table, then into one that has their columns and nothing else. */
async function copyRound(run: string): Promise<number> {
  const chunks: Buffer[] = []
  const rows = `select * from trade.event where event_id like '${run}-%'`
  for await (const chunk of client.query(copyTo(`copy (${rows}) to stdout`))) chunks.push(chunk)
  await client.query('drop table if exists public.raw')
  await client.query('create table public.raw as select * from trade.event limit 0')
  const started = performance.now()
  await pipeline(Readable.from(chunks), client.query(copyFrom('copy public.raw from stdin')))
  const seconds = (performance.now() - started) / 1_000
  return events / seconds
}
