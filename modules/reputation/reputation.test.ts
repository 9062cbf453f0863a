import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { TradeEvent } from '#contract'
import { loadPolicies, shippedRules } from '#modules/policy'
import { shopBook, type TradeBatch, takeIn } from '#modules/trade'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { completedOrder, testDatabase, tradeEvent } from '../../tests/support/index.ts'
import {
  countBatches,
  ledger,
  ratingSummaries,
  ratingSummary,
  recomputePoints,
  reputationRoutes,
  verifyReputation,
} from './index.ts'

const database = await testDatabase()
const { db } = database
const clock = fixedClock('2026-04-01T00:00:00Z')
const ids = monotonicIds(clock)
await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))

const seller = '00000000-0000-7000-8000-00000000001a'
const other = '00000000-0000-7000-8000-00000000001b'
const nobodyRated = '00000000-0000-7000-8000-00000000001c'
const shop = (name: string, sellerId: string) => ({
  platform: 'p01',
  shop: name,
  sellerId,
  areaCode: '130500',
})
const shops = shopBook(db, async () => [shop('s1', seller), shop('s2', other)])

let sent = 0
const review = (more: Partial<TradeEvent>) =>
  ({
    ...tradeEvent('review.posted'),
    eventId: `rating${++sent}`,
    order: `o${sent}`,
    ...more,
  }) as TradeEvent
const peer = (score: number) =>
  ({
    ...tradeEvent('peer.rated'),
    eventId: `rating${++sent}`,
    shop: 's2',
    rater: `x${sent}`,
    score,
  }) as TradeEvent

/** Lands the events as one batch of trade and answers its message. */
async function land(events: readonly TradeEvent[]): Promise<TradeBatch> {
  const rows = async function* () {
    // The orders stand after their reviews, so that a review's place in the batch is its place here.
    const orders = events.flatMap(event =>
      event.kind === 'review.posted' ? completedOrder(event) : [],
    )
    yield [...events, ...orders].map((value, row) => ({
      row: row + 1,
      raw: JSON.stringify(value),
      value,
    }))
  }
  const reporter = { source: 'p01', tenantOf: () => null, importId: ids.next() }
  const answers = await Array.fromAsync(takeIn({ database, clock, ids, shops }, reporter, rows()))
  assert.deepEqual(
    answers.map(({ status }) => status),
    ['committed'],
  )
  const { rows: messages } = await sql<{ body: TradeBatch }>`
    select body from stream.outbox where topic = 'trade.events' order by seq desc limit 1`.execute(
    db,
  )
  return messages[0]!.body
}

const count = (batch: TradeBatch) => database.tx(tx => countBatches(tx, [batch], clock.now()))
const page = { after: undefined, limit: 100 }

// One friend praises eight times in a month; two strangers are unhappy; the seller praises a buyer.
const first = await land([
  ...Array.from({ length: 4 }, () => review({ buyer: 'friend', score: 5 })),
  review({ buyer: 'b2', score: 1 }),
  review({ buyer: 'b3', score: 3 }),
  review({ buyer: 'b4', score: 5, by: 'seller' }),
  peer(7),
  peer(-10),
  peer(0),
])
const second = await land(Array.from({ length: 4 }, () => review({ buyer: 'friend', score: 5 })))
await count(first)
await count(second)

test('the displayed points are the sum of the lines, and a pair counts six times a month', async () => {
  const summary = await ratingSummary(db, seller, clock.now())
  const lines = await ledger(db, seller, page)
  assert.equal(lines.length, 10)
  assert.equal(
    summary.points,
    lines.reduce((sum, line) => sum + line.points, 0),
  )
  assert.equal(summary.points, 6 - 1)
  assert.deepEqual([summary.good, summary.neutral, summary.bad, summary.notCounted], [6, 1, 1, 2])
  assert.equal(lines.filter(line => line.reason === 'pair-cap').length, 2)
  assert.deepEqual(summary.standing, {
    level: 'heart-1',
    points: 5,
    next: { level: 'heart-2', missing: 6 },
  })
  assert.equal(summary.mean, (6 * 5 + 1 + 3) / 8)
  assert.ok(summary.wilsonLowerBound < 6 / 8)
  assert.ok(summary.bayesianMean > 3.5 && summary.bayesianMean < summary.mean)
})

test('people who rate each other count by sign; whom nobody rated is a newcomer', async () => {
  const summaries = await ratingSummaries(db, [other, nobodyRated], clock.now())
  const { good, neutral, bad, points } = summaries.get(other)!
  assert.deepEqual([good, neutral, bad, points], [1, 1, 1, 0])
  const { mean, bayesianMean, standing } = summaries.get(nobodyRated)!
  assert.deepEqual([mean, bayesianMean, standing.level], [null, 3.5, 'newcomer'])
})

test('a batch seen again adds nothing, and a replay under the same rule gives the same number', async () => {
  await count(first)
  await database.tx(tx => countBatches(tx, [second, second, first], clock.now()))
  assert.equal((await ledger(db, seller, page)).length, 10)
  assert.deepEqual(await recomputePoints(db, seller), { stored: 5, recomputed: 5 })
  assert.deepEqual((await verifyReputation(db)).faults, [])
})

test(
  'a changed line is refused; one that was changed all the same, removed or added is named',
  database.rolledBack(async tx => {
    await sql`alter table reputation.entry disable trigger entry_is_fact`.execute(tx)
    const { batchId } = first
    await sql`update reputation.entry set points = 1 where batch_id = ${batchId} and ordinal = 4`.execute(
      tx,
    )
    await sql`delete from reputation.entry where batch_id = ${batchId} and ordinal = 5`.execute(tx)
    await sql`insert into reputation.entry
      select subject_id, batch_id, 99, rater, order_no, score, stars, points, reason, rule,
        rule_version, at, month
      from reputation.entry where batch_id = ${batchId} and ordinal = 0`.execute(tx)
    assert.deepEqual(
      (await verifyReputation(tx)).faults.map(({ which, fault }) => [which, fault]).sort(),
      [
        [`${seller} ${batchId}/4`, 'changed: points'],
        [`${seller} ${batchId}/5`, 'missing'],
        [`${seller} ${batchId}/99`, 'added'],
      ],
    )
    const { stored, recomputed } = await recomputePoints(tx, seller)
    assert.notEqual(stored, recomputed)
  }),
)

test(
  'the database refuses to change a line',
  database.rolledBack(async tx => {
    await assert.rejects(sql`update reputation.entry set points = 9`.execute(tx), /never changed/)
  }),
)

test('the public reads every line once, newest first, without who gave it', async () => {
  const routes = reputationRoutes({
    database,
    clock,
    publicSubject: async (_, id) => (id === seller ? id : undefined),
  })
  const call = (id: string, query: { cursor?: string; limit?: number }) =>
    routes.subjectRatings({ params: { id }, query } as Parameters<typeof routes.subjectRatings>[0])
  const shown: unknown[] = []
  let cursor: string | null = null
  do {
    const answer = await call(seller, { limit: 4, ...(cursor ? { cursor } : {}) })
    assert.ok('items' in answer)
    shown.push(...answer.items)
    cursor = answer.next
  } while (cursor)
  assert.equal(shown.length, 10)
  assert.equal(new Set(shown.map(line => JSON.stringify(line))).size, 10)
  assert.ok(!JSON.stringify(shown).includes('friend'))
  await assert.rejects(async () => call(other, {}))
})
