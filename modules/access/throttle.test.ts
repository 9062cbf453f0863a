import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '#platform/runtime'
import { testDatabase } from '../../tests/support/index.ts'
import { chargeAttempt, forgiveAttempt, networkOf, sweepThrottle } from './throttle.ts'

const database = await testDatabase()
const start = new Date('2026-04-01T00:00:00Z')
const later = (s: number) => new Date(start.getTime() + s * 1000)

let accounts = 0
let hosts = 0
/** Ledgers are shared by the file, so each test takes a fresh account and address. */
const fresh = () => ({ login: `user${++accounts}`, address: `198.51.100.${++hosts}` })

const charge = async (attempt: { login: string; address: string }, at: Date) => {
  try {
    await chargeAttempt(database, attempt, at)
    return 'counted'
  } catch (error) {
    if (error instanceof Refusal && error.code === 'access.locked') return error.details.retryAfterS
    throw error
  }
}

test('five failures lock an account at an address; each further one doubles the lock', async () => {
  const attempt = fresh()
  for (let i = 0; i < 5; i++) assert.equal(await charge(attempt, start), 'counted')
  assert.equal(await charge(attempt, start), 30)
  assert.equal(await charge(attempt, later(29)), 1)
  assert.equal(await charge(attempt, later(30)), 'counted')
  assert.equal(await charge(attempt, later(30)), 60)
  assert.equal(await charge(attempt, later(90)), 'counted')
  assert.equal(await charge(attempt, later(90)), 120)
})

test('no lock is longer than fifteen minutes, and an hour of quiet forgets', async () => {
  const attempt = fresh()
  let at = 0
  for (let i = 0; i < 20; i++) {
    await charge(attempt, later(at))
    at += 900
  }
  assert.equal(await charge(attempt, later(at)), 'counted')
  assert.equal(await charge(attempt, later(at)), 900)
  at += 3602
  for (let i = 0; i < 5; i++) assert.equal(await charge(attempt, later(at)), 'counted')
})

test('a hundred guesses sent at once are counted one by one', async () => {
  const attempt = fresh()
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => charge(attempt, start)))
  assert.equal(outcomes.filter(outcome => outcome === 'counted').length, 5)
})

test('a stranger who fails on purpose does not keep the owner out elsewhere', async () => {
  const { login, address } = fresh()
  for (let i = 0; i < 200; i++) await charge({ login, address }, start)
  assert.equal(await charge({ login, address: fresh().address }, start), 'counted')
})

test('fifty failures from many addresses lock the account, and from one address lock the address', async () => {
  const { login, address } = fresh()
  const many = Array.from({ length: 50 }, (_, i) => `203.0.113.${i}`)
  for (const from of many) assert.equal(await charge({ login, address: from }, start), 'counted')
  assert.equal(await charge({ login, address }, start), 30)
  for (let i = 0; i < 50; i++) assert.equal(await charge({ ...fresh(), address }, start), 'counted')
  assert.equal(await charge({ ...fresh(), address }, start), 30)
})

test('signing in takes back its own attempt, but a guesser’s own account does not clear an address', async () => {
  const { address } = fresh()
  for (let i = 0; i < 49; i++) await charge({ ...fresh(), address }, start)
  const own = { ...fresh(), address }
  assert.equal(await charge(own, start), 'counted')
  await database.tx(tx => forgiveAttempt(tx, own, { admitted: true }))
  assert.equal(await charge({ ...fresh(), address }, start), 'counted')
  assert.equal(await charge({ ...fresh(), address }, start), 30)
})

test('a right password alone does not clear what was guessed of the second factor', async () => {
  const attempt = fresh()
  for (let i = 0; i < 4; i++) await charge(attempt, start)
  assert.equal(await charge(attempt, start), 'counted')
  await database.tx(tx => forgiveAttempt(tx, attempt, { admitted: false }))
  assert.equal(await charge(attempt, start), 'counted')
  assert.equal(await charge(attempt, start), 30)
})

test('one IPv6 subscriber is one address; IPv4 in IPv6 clothing is IPv4', () => {
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), networkOf('2001:0DB8:1:2::9'))
  assert.notEqual(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'))
  assert.equal(networkOf('::1'), '0:0:0:0::/64')
  assert.equal(networkOf('::ffff:192.0.2.1'), '192.0.2.1')
})

test('what is forgotten is swept', async () => {
  await charge(fresh(), later(1_000_000))
  await database.tx(tx => sweepThrottle(tx, later(1_003_601)))
  const rows = await database.db.selectFrom('access.throttle').select('key').execute()
  assert.equal(rows.length, 0)
})
