/**
 * `log.append`: entries a second that the sequencer gives their place on PostgreSQL — read, hashed into the tree, tiles
 * written, checkpoint signed, committed. The ceiling is hashing alone: a whole tree of as many leaves in memory.
 */
import { leafHashes, rootOf } from '#lib/merkle'
import { integrate, logFacts, logKeysOf } from '#modules/transparency'
import { systemClock } from '#platform/runtime'
import { install } from './support/installation.ts'
import { median, report } from './support/metric.ts'

const batchSize = 2_000
const batches = 100
const rounds = 3

const { database, ids, server, stop } = await install()
const keys = logKeysOf('bench.example/log', Buffer.alloc(32, 9))
const facts = Array.from({ length: batchSize }, (_, n) => ({ type: 'bench.fact', body: { n } }))
const appended: number[] = []
const hashed: number[] = []
for (let round = 0; round < rounds; round++) {
  for (let i = 0; i < batches; i++) await database.tx(tx => logFacts(tx, ids, facts))
  const started = performance.now()
  let entries = 0
  for (let some = -1; some !== 0; entries += some)
    some = await integrate(database, keys, systemClock)
  appended.push(entries / ((performance.now() - started) / 1_000))
  hashed.push(hashRound(entries))
}
await stop()
report({
  metric: 'log.append',
  value: Math.round(median(appended)),
  unit: 'entries/s',
  ceiling: Math.round(median(hashed)),
  work: `${rounds} × ${batches} batches of ${batchSize} entries, PostgreSQL ${server.version}`,
})

function hashRound(entries: number): number {
  const leaves = Array.from({ length: entries }, (_, i) => Buffer.alloc(32, i))
  const started = performance.now()
  rootOf(leafHashes(leaves))
  return entries / ((performance.now() - started) / 1_000)
}
