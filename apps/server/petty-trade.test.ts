import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TradeEvent } from '#contract'
import { residentIdWith } from '#lib/identifiers'
import { loadPolicies, shippedRules } from '#modules/policy'
import {
  mergeSubjects,
  type Registrar,
  readRegistration,
  registerSubjects,
  subjectKeys,
} from '#modules/subjects'
import { shopBook, takeIn } from '#modules/trade'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { actorOf, testDatabase, tradeEvent } from '../../tests/support/index.ts'
import { flagGrownSellers } from './petty-trade.ts'

const database = await testDatabase()
const { db } = database
const clock = fixedClock('2026-11-20T02:00:00Z')
const ids = monotonicIds(clock)
await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))
const by: Registrar = {
  actor: actorOf('credit-office'),
  at: clock.now(),
  ids,
  keys: subjectKeys(new Uint8Array(32).fill(3)),
  renewalMonths: 6,
}

let sequence = 0
const seller = async (exemption: 'small-trade' | 'home-handicraft') => {
  const value = residentIdWith({ area: '130528', birthDate: '1990-05-05', sequence: ++sequence })
  const given = {
    kind: 'personal-seller' as const,
    name: '诸葛试',
    area: '130528',
    exemption,
    identifiers: [{ kind: 'residentId' as const, value }],
  }
  const [made] = await database.tx(tx => registerSubjects(tx, [given], by))
  return made!.id!
}
const petty = await seller('small-trade')
const duplicate = await seller('small-trade')
const handicraft = await seller('home-handicraft')
const shops = shopBook(db, async () =>
  Object.entries({ s1: petty, s2: duplicate, s3: handicraft }).map(([shop, sellerId]) => ({
    platform: 'p01',
    shop,
    sellerId,
    areaCode: '130528',
  })),
)

let sent = 0
const order = (shop: string, amountFen: number) => {
  const number = `o${++sent}`
  const event = { ...tradeEvent('order.placed'), eventId: number, order: number, shop, amountFen }
  return { ...event, items: [{ sku: 'k1', quantity: 1, unitPriceFen: amountFen }] }
}
async function land(...events: TradeEvent[]): Promise<void> {
  const rows = async function* () {
    yield events.map((value, row) => ({ row: row + 1, raw: JSON.stringify(value), value }))
  }
  const reporter = { source: 'p01', tenantOf: () => null, importId: ids.next() }
  const answers = await Array.fromAsync(takeIn({ database, clock, ids, shops }, reporter, rows()))
  assert.ok(
    answers.every(({ status }) => status === 'committed'),
    JSON.stringify(answers),
  )
}

const yuan = (amount: number) => amount * 100
const parts = { database, clock, ids }
const flagOf = async (id: string) => (await readRegistration(db, id))!.subject.should_register_fen

test('a personal seller is flagged once a year when its sales over all shops pass the ceiling, cancelled orders left out', async () => {
  const cancelled = order('s1', yuan(90_000))
  await land(order('s1', yuan(60_000)), cancelled, order('s3', yuan(900_000)))
  const { order: number, occurredAt } = cancelled
  const more = { eventId: 'c1', order: number, shop: 's1', occurredAt }
  await land({ ...tradeEvent('order.cancelled'), ...more })
  assert.equal(await flagGrownSellers(parts), 0)
  await land(order('s2', yuan(50_000)))
  assert.equal(await flagGrownSellers(parts), 0)
  // One person under two registrations sold 110,000 yuan in all.
  const merge = { into: petty, from: duplicate, reason: '同一人' }
  await database.tx(tx => mergeSubjects(tx, merge, by))
  assert.equal(await flagGrownSellers(parts), 1)
  assert.equal(await flagOf(petty), yuan(110_000))
  assert.equal(await flagOf(handicraft), null)
  assert.equal(await flagGrownSellers(parts), 0)
})
