import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Database } from '#platform/database'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { actorOf, testDatabase } from '../../tests/support/index.ts'
import { createReadLog, readsOf } from './index.ts'
import { listReads } from './reads.ts'

const database = await testDatabase()
const clock = fixedClock('2026-04-01T00:00:00Z')
const ids = monotonicIds(clock)
const subject = '00000000-0000-7000-8000-00000000cafe'
const readOf = (target: string) => ({
  actor: actorOf('regulator'),
  operation: 'readSubject',
  purpose: '办理投诉',
  target,
  requestId: ids.next(),
})

/** Counts transactions and may refuse them. */
function watched(broken: () => boolean): { database: Database; transactions: () => number } {
  let transactions = 0
  const tx: Database['tx'] = work => {
    transactions++
    return broken() ? Promise.reject(new Error('no room')) : database.tx(work)
  }
  return { database: { ...database, tx }, transactions: () => transactions }
}

test('a read is durable when its promise resolves, with its purpose, and facts cannot be changed', async () => {
  const log = createReadLog({ database, clock, ids })
  await log.record(readOf(`/api/v1/subjects/${subject}?on=2026-04-01`))
  const [row] = await readsOf(database.db, subject, { before: undefined, limit: 10 })
  assert.equal(row?.purpose, '办理投诉')
  assert.equal(row?.operation, 'readSubject')
  assert.equal(row?.organisation_code, 'test')
  for (const change of [`update access.read set purpose = 'x'`, 'delete from access.read'])
    await assert.rejects(
      database.tx(tx => sql.raw(change).execute(tx)),
      /never changed/,
    )
})

test('reads that wait at the same moment share an insert; none is lost', async () => {
  const { database: counting, transactions } = watched(() => false)
  const log = createReadLog({ database: counting, clock, ids })
  const about = ids.next()
  const reads = Array.from({ length: 2500 }, (_, i) =>
    log.record({ ...readOf(`/x?i=${i}`), about: [about] }),
  )
  await Promise.all(reads)
  assert.ok(transactions() <= 3, `${transactions()} transactions`)
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from access.read where about @> array[${about}::uuid]`.execute(database.db)
  assert.equal(rows[0]?.n, 2500)
})

test('a read that cannot be logged rejects, so that nothing is answered; later reads go on', async () => {
  let broken = true
  const log = createReadLog({ database: watched(() => broken).database, clock, ids })
  await assert.rejects(log.record(readOf('/x')), /no room/)
  broken = false
  await log.record(readOf('/y'))
})

test('the log is no list of identity or telephone numbers, and is legible', async () => {
  const log = createReadLog({ database, clock, ids })
  const about = ids.next()
  const query = encodeURIComponent('张三 11010519491231002X 13800138000 91130528MA0ABCDE1X')
  await log.record({ ...readOf(`/api/v1/subjects?q=${query}\u0007&page=%zz`), about: [about] })
  await log.record({ ...readOf(`/api/v1/subjects?q=${query}`), about: [about] })
  const rows = await readsOf(database.db, about, { before: undefined, limit: 10 })
  const target = rows[0]?.target ?? ''
  assert.equal(target, '/api/v1/subjects?q=张三 110***********002X 138****8000 91130528MA0ABCDE1X')
})

test('the auditor pages by account and time, newest first, and every read comes once', async () => {
  const log = createReadLog({ database, clock, ids })
  const account = ids.next()
  const actor = actorOf('regulator', { accountId: account })
  for (let i = 0; i < 25; i++) {
    if (i % 3 === 0) clock.advance(1000)
    await log.record({ ...readOf(`/n/${i}`), actor })
  }
  const seen: string[] = []
  let before: { at: Date; id: string } | undefined
  for (;;) {
    const rows = await listReads(database.db, { account, before, limit: 10 })
    const page = rows.slice(0, 10)
    seen.push(...page.map(row => row.target))
    if (rows.length <= 10) break
    before = page.at(-1)
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 25 }, (_, i) => `/n/${24 - i}`),
  )
  const until = new Date('2026-04-01T00:00:02Z')
  const early = await listReads(database.db, { account, before: undefined, until, limit: 100 })
  assert.deepEqual(
    early.map(row => row.target),
    ['/n/2', '/n/1', '/n/0'],
  )
})
