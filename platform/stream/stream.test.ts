import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { silentLog } from '#platform/runtime'
import { testDatabase } from '../../tests/support/index.ts'
import {
  cursorOf,
  lagOf,
  type Message,
  moveCursor,
  newestPosition,
  publish,
  readAfter,
  readAgain,
  runConsumers,
  trim,
} from './index.ts'

const database = await testDatabase()
const topic = 'test.topic'
const read = async (consumer: string) =>
  readAfter(database.db, await cursorOf(database.db, consumer), [topic], 100)
const keysOf = (messages: readonly Message[]) => messages.map(({ key }) => key)

test('a message exists exactly when its transaction committed', async () => {
  await database.tx(tx => publish(tx, topic, 'kept', { n: 1 }))
  await assert.rejects(
    database.tx(async tx => {
      await publish(tx, topic, 'undone', {})
      throw new Error('undone')
    }),
  )
  const messages = await read('exact')
  assert.deepEqual(keysOf(messages), ['kept'])
  assert.deepEqual(messages[0]!.body, { n: 1 })
})

const needsServer =
  database.engine === 'postgres' ? false : 'one session cannot hold two transactions open'

test('a transaction that began early and commits late is not skipped', {
  skip: needsServer,
}, async () => {
  const consumer = 'late'
  const begin = await read(consumer)
  if (begin.length) await database.tx(tx => moveCursor(tx, consumer, begin.at(-1)!.position))
  let commitEarly = () => {}
  const gate = new Promise<void>(resolve => {
    commitEarly = resolve
  })
  let published = () => {}
  const ready = new Promise<void>(resolve => {
    published = resolve
  })
  const early = database.tx(async tx => {
    await publish(tx, topic, 'early', {})
    published()
    await gate
  })
  await ready
  await database.tx(tx => publish(tx, topic, 'later', {}))
  assert.deepEqual(keysOf(await read(consumer)), [], 'nothing is final while the early one runs')
  const newest = await newestPosition(database.db)
  assert.deepEqual(
    keysOf(await readAgain(database.db, await cursorOf(database.db, consumer), newest, [topic], 9)),
    ['later'],
    'what a cursor has passed is read again whatever runs',
  )
  commitEarly()
  await early
  assert.deepEqual(keysOf(await read(consumer)), ['early', 'later'])
})

test('a consumer that fails begins again from the same cursor; effects and cursor move together', async () => {
  await database.tx(tx => sql`create table platform.effect (key text)`.execute(tx))
  let failures = 1
  const consumers = runConsumers(database, silentLog(), [
    {
      name: 'fragile',
      topics: [topic],
      batch: 10,
      handle: async (tx, messages) => {
        for (const { key } of messages)
          await sql`insert into platform.effect values (${key})`.execute(tx)
        if (failures-- > 0) throw new Error('a fault of the world')
      },
    },
  ])
  await database.tx(tx => publish(tx, topic, 'again', {}))
  consumers.wake()
  for (let i = 0; i < 60 && (await lagOf(database.db, 'fragile', [topic])).messages > 0; i++)
    await new Promise(resolve => setTimeout(resolve, 100))
  await consumers.stop()
  const { rows } = await sql<{ key: string; n: number }>`
    select key, count(*) as n from platform.effect group by key`.execute(database.db)
  await database.tx(tx => sql`drop table platform.effect`.execute(tx))
  assert.ok(rows.some(({ key }) => key === 'again'))
  assert.ok(
    rows.every(({ n }) => n === 1),
    'each message took effect once',
  )
})

test('trimming keeps what some consumer has not seen', async () => {
  await database.tx(tx => publish(tx, topic, 'unseen', {}))
  await database.tx(tx => trim(tx, 0))
  assert.ok(keysOf(await read('fragile')).includes('unseen'))
})
