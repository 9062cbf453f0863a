import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RingInputs } from './ring-evidence.ts'
import { namedOf, oddsFigure } from './ring-members.ts'

const population = { accounts: 3_000, shops: 300, orders: 6_000, repeatShare: 0.15 }
type Visits = RingInputs['visits'][number]

/** Twenty accounts that came once to each of five shops with ten other customers, and whoever is added. */
function ringWith(more: readonly { visits: Visits; orders: number }[], honest = 10): RingInputs {
  const everywhere: Visits = [0, 1, 2, 3, 4].map(shop => [shop, 1])
  const members = Array.from({ length: 20 }, () => ({ visits: everywhere, orders: 8 }))
  const all = [...members, ...more]
  return {
    population,
    honestOrders: [10, 10, 10, 10, 10, honest],
    shops: ['s0', 's1', 's2', 's3', 's4', 's5'],
    accounts: all.map((_, i) => `a${i}`),
    visits: all.map(({ visits }) => visits),
    ordersOfAccount: all.map(({ orders }) => orders),
  }
}

test('whoever comes as often as the ring is named, also with many orders elsewhere', () => {
  const patient: Visits = [0, 1, 2, 4].map(shop => [shop, 1])
  const { accounts } = namedOf(ringWith([{ visits: patient, orders: 16 }]), 0.05)
  assert.equal(accounts.length, 21)
})

test('a customer who met two of the shops is not named, and it says why', () => {
  const met = [
    { visits: [[0, 1] as const, [3, 1] as const], orders: 6 },
    { visits: [[1, 2] as const, [2, 1] as const], orders: 30 },
  ]
  const ring = ringWith(met)
  const { accounts } = namedOf(ring, 0.05)
  assert.deepEqual(
    accounts,
    Array.from({ length: 20 }, (_, i) => `a${i}`),
  )
  assert.equal(oddsFigure(ring, { shop: -1, account: 0 }, 0.05).met, true)
  assert.equal(oddsFigure(ring, { shop: -1, account: 20 }, 0.05).met, false)
})

test('the same visits say more in a small market than in a large one, and less the busier the account', () => {
  const odds = (orders: number, accounts: number) => {
    const ring = ringWith([{ visits: [0, 1, 2].map(shop => [shop, 1] as const), orders }])
    const asked = { shop: -1, account: 20 }
    return oddsFigure({ ...ring, population: { ...population, accounts } }, asked, 0.05).value
  }
  assert.ok(odds(4, 3_000) > odds(12, 3_000))
  assert.ok(odds(4, 300) > odds(4, 3_000))
})

test('a shop at which three of the accounts met by chance is not named', () => {
  const guests = Array.from({ length: 3 }, () => ({
    visits: [0, 1, 2, 5].map(shop => [shop, 1] as const),
    orders: 8,
  }))
  const { shops } = namedOf(ringWith(guests, 3), 0.05)
  assert.deepEqual(shops, ['s0', 's1', 's2', 's3', 's4'])
})
