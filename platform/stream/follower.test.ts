import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { silentLog } from '#platform/runtime'
import { testDatabase } from '../../tests/support/index.ts'
import { follow, publish } from './index.ts'

const database = await testDatabase()
await database.tx(tx => publish(tx, 'pages', 'before', {}))
const seen: string[][] = [[], []]
const [one, two] = await Promise.all(
  seen.map(keys =>
    follow(database, silentLog(), {
      topics: ['pages'],
      see: messages => keys.push(...messages.map(({ key }) => key)),
    }),
  ),
)
after(() => Promise.all([one!.stop(), two!.stop()]))

test('each follower sees everything published since it began, in order, and nothing from before', async () => {
  for (let i = 0; i < 600; i += 200)
    await database.tx(async tx => {
      for (let j = i; j < i + 200; j++) await publish(tx, 'pages', String(j), {})
      await publish(tx, 'other', 'x', {})
    })
  await Promise.all([one!.drain(), two!.drain()])
  const all = Array.from({ length: 600 }, (_, i) => String(i))
  assert.deepEqual(seen, [all, all])
})

test('a message is seen without asking, soon after its commit', async () => {
  await database.tx(tx => publish(tx, 'pages', 'late', {}))
  one!.wake()
  for (let i = 0; i < 100 && seen[0]!.at(-1) !== 'late'; i++)
    await new Promise(resolve => setTimeout(resolve, 20))
  assert.equal(seen[0]!.at(-1), 'late')
})
