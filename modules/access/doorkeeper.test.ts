import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '#contract'
import { anyone } from '#contract'
import type { Database } from '#platform/database'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { testDatabase } from '../../tests/support/index.ts'
import { createAccount, setPassword } from './accounts.ts'
import { operator } from './audit.ts'
import { cookiePair } from './credentials.ts'
import { createDoorkeeper } from './doorkeeper.ts'
import { decoyHash } from './passwords.ts'
import { digestOf, newToken } from './secrets.ts'

const database = await testDatabase()
const clock = fixedClock('2026-04-01T00:00:00Z')
const ids = monotonicIds(clock)
const by = () => ({ actor: operator, at: clock.now(), ids })

/** Counts the lookups that reach the database. */
function counted(): { database: Database; lookups: () => number } {
  let lookups = 0
  const { db } = database
  const watching = new Proxy(db, {
    get: (target, name) => {
      if (name === 'selectFrom') lookups++
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { database: { ...database, db: watching }, lookups: () => lookups }
}

let people = 0
async function consumerSession(): Promise<{ accountId: string; headers: { cookie: string } }> {
  const token = newToken()
  const at = clock.now()
  const accountId = await database.tx(async tx => {
    const { id } = await createAccount(
      tx,
      {
        organisationId: null,
        login: `person-${++people}`,
        name: '消费者',
        roles: ['consumer'],
        passwordHash: decoyHash,
        passwordTemporary: false,
      },
      by(),
    )
    await tx
      .insertInto('access.session')
      .values({
        id: ids.next(),
        account_id: id,
        digest: digestOf(token),
        signed_in_at: at,
        last_seen_at: at,
        expires_at: new Date(at.getTime() + 3_600_000),
        address: '192.0.2.1',
        agent: '',
      })
      .execute()
    return id
  })
  return { accountId, headers: { cookie: cookiePair(token) } }
}

test('who brings no credential is the public at once, without a promise and without a query', () => {
  const { database: watched, lookups } = counted()
  const doorkeeper = createDoorkeeper({ database: watched, clock })
  assert.equal(doorkeeper.authenticate({ cookie: 'theme=dark' }), anyone)
  assert.equal(lookups(), 0)
})

test('ten requests at once cost one lookup, and the next one costs none and waits for nothing', async () => {
  const { headers, accountId } = await consumerSession()
  const { database: watched, lookups } = counted()
  const doorkeeper = createDoorkeeper({ database: watched, clock })
  const actors = await Promise.all(
    Array.from({ length: 10 }, () => doorkeeper.authenticate(headers)),
  )
  assert.ok(actors.every(actor => actor.accountId === accountId))
  assert.equal(lookups(), 1)
  assert.equal((doorkeeper.authenticate(headers) as Actor).accountId, accountId)
  assert.equal(lookups(), 1)
  clock.advance(3_000)
  await doorkeeper.authenticate(headers)
  assert.equal(lookups(), 2)
})

test('what was forgotten is looked up again, also when its lookup was under way', async () => {
  const { headers, accountId } = await consumerSession()
  const doorkeeper = createDoorkeeper({ database, clock })
  const underWay = doorkeeper.authenticate(headers)
  await database.tx(tx =>
    setPassword(tx, accountId, { hash: decoyHash, temporary: false }, { by: by() }),
  )
  doorkeeper.forget(accountId)
  await underWay
  assert.equal(await doorkeeper.authenticate(headers), anyone)
})

test('a session that is unknown stays unknown only until it exists', async () => {
  const doorkeeper = createDoorkeeper({ database, clock })
  const { headers, accountId } = await consumerSession()
  assert.equal(await doorkeeper.authenticate({ cookie: cookiePair(newToken()) }), anyone)
  assert.equal((await doorkeeper.authenticate(headers)).accountId, accountId)
})

test('a fault of the database is not remembered', async () => {
  const { headers, accountId } = await consumerSession()
  let broken = true
  const db = new Proxy(database.db, {
    get: (target, name) => {
      if (broken && name === 'selectFrom') throw new Error('no connection')
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const doorkeeper = createDoorkeeper({ database: { ...database, db }, clock })
  await assert.rejects(async () => doorkeeper.authenticate(headers), /no connection/)
  broken = false
  assert.equal((await doorkeeper.authenticate(headers)).accountId, accountId)
})
