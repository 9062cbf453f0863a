import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { loadPolicies, shippedRules } from '#modules/policy'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { publishedData, testDatabase, tradeEvent } from '../../tests/support/index.ts'
import {
  type IntakeDeps,
  importRatings,
  importTrade,
  membersOf,
  type Reporter,
  refusedEvents,
  type Shop,
  shopBook,
} from './index.ts'

const database = await testDatabase()
const clock = fixedClock('2026-04-01T00:00:00Z')
const ids = monotonicIds(clock)
await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))
const folder = mkdtempSync(join(tmpdir(), 'xinheng-files-'))
after(() => rmSync(folder, { recursive: true }))

const shops: Shop[] = [
  {
    platform: 'p01',
    shop: 's1',
    sellerId: '00000000-0000-7000-8000-00000000001a',
    areaCode: '130500',
  },
]
const book = shopBook(database.db, async () => shops)
const deps: IntakeDeps = { database, clock, ids, shops: book }
const reporter: Reporter = { source: null, tenantOf: () => null, importId: ids.next() }
const file = (name: string, bytes: string | Uint8Array) => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const lines = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) =>
    JSON.stringify(
      tradeEvent('order.completed', {
        eventId: `${name}${i}`,
        order: `o${(i * 2_654_435_761) % 1e9}`,
      }),
    ),
  )
const countOf = async (table: string): Promise<number> =>
  (await sql<{ n: number }>`select count(*) as n from ${sql.raw(table)}`.execute(database.db))
    .rows[0]!.n

test('a file with broken rows lands the good ones and names each bad one; again it changes nothing', async () => {
  const text = lines('a', 4_100)
  text[1_000] = '{"kind":"order.completed"}'
  text[4_050] = 'not json'
  const path = file('a.ndjson', text.join('\n'))
  const seen: number[] = []
  const progress = (rows: number, bytes: number) => void seen.push(rows, bytes)
  const report = await importTrade({ path, deps, reporter, progress })
  assert.deepEqual([report.rows, report.accepted, report.refused], [4_100, 4_098, 2])
  assert.equal(report.cutAfterRow, null)
  assert.deepEqual(
    report.shown.map(({ row, code }) => [row, code]),
    [
      [1_001, 'trade.event-invalid'],
      [4_051, 'trade.row-unreadable'],
    ],
  )
  assert.ok(seen.length >= 4 && seen.at(-2) === 4_100)
  const before = [await countOf('trade.event'), await countOf('trade.quarantine')]
  const again = await importTrade({ path, deps, reporter })
  assert.deepEqual([again.accepted, again.duplicates, again.refused], [0, 4_098, 2])
  assert.deepEqual([await countOf('trade.event'), await countOf('trade.quarantine')], before)
})

test('half a gzip file says how far it came and keeps what was whole', async () => {
  const whole = gzipSync(lines('b', 6_000).join('\n'))
  const path = file('b.ndjson.gz', whole.subarray(0, whole.length / 2))
  const report = await importTrade({ path, deps, reporter })
  assert.ok(report.cutAfterRow !== null && report.cutAfterRow > 0)
  assert.equal(report.accepted, report.cutAfterRow)
  assert.equal(report.refused, 0)
  const rest = await importTrade({ path: file('b2.ndjson.gz', whole), deps, reporter })
  assert.equal(rest.accepted + report.accepted, 6_000)
})

test('a missing file, and an import that is stopped, say so', async () => {
  await assert.rejects(importTrade({ path: join(folder, 'none'), deps, reporter }), /ENOENT/)
  const path = file('c.ndjson', lines('c', 10).join('\n'))
  const signal = AbortSignal.abort(new Error('stopped by the operator'))
  await assert.rejects(importTrade({ path, deps, reporter, signal }), /stopped by the operator/)
})

test('ratings become events of people; broken rows name the column and the rule', async () => {
  const path = file(
    'ratings.csv',
    '6,2,4,1289241911.72836\n6,5,x,1289241941\n1,15\n2,6,11,1289241950\n',
  )
  const members = await membersOf(path)
  assert.deepEqual(members.toSorted(), ['2', '6'])
  for (const shop of members)
    shops.push({ platform: 'otc', shop, sellerId: ids.next(), areaCode: '130500' })
  book.forget()
  const network = { ...reporter, source: 'otc' }
  const report = await importRatings({ path, deps, reporter: network, network: 'otc' })
  assert.deepEqual([report.accepted, report.late, report.refused], [1, 1, 3])
  assert.deepEqual(
    report.shown.map(({ row, errors }) => [row, errors[0]!.field, errors[0]!.rule]),
    [
      [2, 'rating', 'integer -10..10'],
      [3, '(line)', 'columns'],
      [4, 'rating', 'integer -10..10'],
    ],
  )
  const kept = await refusedEvents(database.db, {
    source: 'otc',
    open: true,
    after: undefined,
    limit: 9,
  })
  assert.ok(kept.some(({ raw }) => raw === '6,5,x,1289241941'))
})

const otc = publishedData('ratings/bitcoin-otc/otc_network.csv')
test('the real network of 35,592 ratings lands once', { skip: otc.skip }, async () => {
  const members = await membersOf(otc.path)
  assert.equal(members.length, 5_881)
  for (const shop of members)
    shops.push({ platform: 'otc-real', shop, sellerId: ids.next(), areaCode: '130500' })
  book.forget()
  const options = {
    path: otc.path,
    deps,
    network: 'otc-real',
    reporter: { ...reporter, source: 'otc-real' },
  }
  const report = await importRatings(options)
  assert.deepEqual([report.accepted, report.duplicates, report.refused], [35_592, 0, 0])
  const again = await importRatings(options)
  assert.deepEqual([again.accepted, again.duplicates, again.refused], [0, 35_592, 0])
})
