/**
 * `import.million_events_rss_mb`: the most memory the process holds while it imports a gzip file of a million events
 * into PostgreSQL. The ceiling is the bound the product promises, 400 MB; smaller is better.
 */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { importTrade, shopBook } from '#modules/trade'
import { systemClock } from '#platform/runtime'
import { install } from './support/installation.ts'
import { report } from './support/metric.ts'
import { benchShops, orderLines } from './support/orders.ts'

const events = 1_000_000
const boundMb = 400

const { database, ids, server, stop } = await install()
const folder = mkdtempSync(join(tmpdir(), 'xinheng-bench-'))
const path = join(folder, 'million.ndjson.gz')
await pipeline(
  Readable.from(orderLines(events, 'm')),
  createGzip({ level: 1 }),
  createWriteStream(path),
)
let peakBytes = 0
const watch = setInterval(() => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
}, 50)
const started = performance.now()
const done = await importTrade({
  path,
  deps: { database, ids, clock: systemClock, shops: shopBook(database.db, async () => benchShops) },
  reporter: { source: null, tenantOf: () => null, importId: ids.next() },
})
const seconds = (performance.now() - started) / 1_000
clearInterval(watch)
await stop()
rmSync(folder, { recursive: true })
if (done.accepted !== events) throw new Error(JSON.stringify(done))
report({
  metric: 'import.million_events_rss_mb',
  value: Math.round(peakBytes / 2 ** 20),
  unit: 'MB',
  ceiling: boundMb,
  work: `${events} events from gzip in ${Math.round(seconds)} s, PostgreSQL ${server.version}`,
})
