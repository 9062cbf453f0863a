/** Streams whose batches cut through orders: reviews lean on the batch before, which is still on its way. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { TradeAnswer, TradeEvent } from '#contract'
import { loadPolicies, shippedRules } from '#modules/policy'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { completedOrder, tradeEvent as event, testDatabase } from '../../tests/support/index.ts'
import { type IntakeDeps, type Reporter, shopBook, takeIn } from './index.ts'

const database = await testDatabase()
const { db } = database
const clock = fixedClock('2026-04-01T00:00:00Z')
const ids = monotonicIds(clock)
await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))
const seller = '00000000-0000-7000-8000-00000000001a'
const shops = shopBook(db, async () => [
  { platform: 'p01', shop: 's1', sellerId: seller, areaCode: '130500' },
])
const deps: IntakeDeps = { database, clock, ids, shops }
const reporter: Reporter = { source: 'p01', tenantOf: () => seller, importId: ids.next() }

type Answer = Exclude<TradeAnswer, { status: 'finished' | 'stopped' }>

/** Sends events in batches of `size`. */
async function send(events: readonly TradeEvent[], size: number): Promise<Answer[]> {
  const batches = async function* () {
    for (let from = 0; from < events.length; from += size)
      yield events
        .slice(from, from + size)
        .map((value, i) => ({ row: from + i + 1, raw: JSON.stringify(value), value }))
  }
  return Array.fromAsync(takeIn(deps, reporter, batches()))
}

const refusals = (answers: readonly Answer[]) =>
  answers.flatMap(answer => (answer.status === 'refused' ? [[answer.row, answer.code]] : []))
const acceptedIn = (answers: readonly Answer[]) =>
  answers.reduce((sum, a) => sum + (a.status === 'committed' ? a.accepted : 0), 0)
const storedOf = async (prefix: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from trade.event where event_id like ${`${prefix}%`}`.execute(db)
  return rows[0]!.n
}

/** Placed, completed, rated by both sides, added to. */
function ordersOf(run: string, count: number): TradeEvent[] {
  return Array.from({ length: count }, (_, n) => {
    const name = `${run}-${n}`
    const review = event('review.posted', { order: name, review: `${name}r`, eventId: `${name}r` })
    const back = { ...review, review: `${name}s`, eventId: `${name}s`, by: 'seller' as const }
    const added = event('review.followed', {
      order: name,
      parent: `${name}r`,
      review: `${name}f`,
      eventId: `${name}f`,
      buyer: review.buyer,
      occurredAt: review.occurredAt,
    })
    return [...completedOrder(review), review, back, added]
  }).flat()
}

test('wherever the batches cut, every order lands whole and every side is reserved once', async () => {
  for (const size of [1, 2, 3, 4, 7, 11]) {
    const run = `cut${size}`
    const events = ordersOf(run, 8)
    const answers = await send(events, size)
    assert.deepEqual(refusals(answers), [], `batches of ${size}`)
    assert.equal(acceptedIn(answers), events.length)
    assert.equal(await storedOf(run), events.length)
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from trade.review_key where order_no like ${`${run}-%`}`.execute(db)
    assert.equal(rows[0]!.n, 16)
  }
})

test('an event that its batch could not land vouches for no review of the next', async () => {
  const [placed, completed, review] = ordersOf('taken', 1) as [TradeEvent, TradeEvent, TradeEvent]
  // Its number already stands for something else, so the order was never completed.
  const other = { ...completed, order: 'elsewhere' } as TradeEvent
  assert.deepEqual(refusals(await send([other], 1)), [])
  const answers = await send([placed, completed, review], 2)
  assert.deepEqual(refusals(answers), [
    [2, 'trade.event-conflict'],
    [3, 'trade.review-early'],
  ])
  assert.equal(acceptedIn(answers), 1)
})

test('a side that rates twice is refused across batches as within one', async () => {
  const [placed, completed, review] = ordersOf('twice', 1) as [TradeEvent, TradeEvent, TradeEvent]
  const again = { ...review, eventId: 'twice-again', review: 'twice-again' } as TradeEvent
  for (const size of [3, 4]) {
    const answers = await send([placed, completed, review, again], size)
    assert.deepEqual(refusals(answers), [[4, 'trade.review-twice']])
  }
  assert.equal(await storedOf('twice'), 3)
})

test('senders with the same orders, cut at different places, land them once and refuse nothing', async () => {
  const events = ordersOf('crowd', 40)
  const all = await Promise.all([3, 7, 16].map(size => send(events, size)))
  assert.equal(
    all.reduce((sum, answers) => sum + acceptedIn(answers), 0),
    events.length,
  )
  assert.deepEqual(all.flatMap(refusals), [])
  assert.equal(await storedOf('crowd'), events.length)
})
