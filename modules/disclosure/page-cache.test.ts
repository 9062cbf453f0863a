import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock } from '#platform/runtime'
import { cacheLimits, pageCache } from './page-cache.ts'

const noon = '2026-11-20T04:00:00Z'

/** A cache over a maker that counts, and that waits where it is told to. */
function counted(limits = cacheLimits) {
  const clock = fixedClock(noon)
  const state = { made: 0, gate: Promise.resolve(), about: (key: string) => [key, `${key}-twin`] }
  const cache = pageCache(
    async key => {
      const n = ++state.made
      await state.gate
      if (key === 'none') throw new Error('no such page')
      return { json: { key, n }, about: state.about(key) }
    },
    clock,
    limits,
  )
  const read = async (key: string) =>
    JSON.parse((await cache.get(key)).json) as { key: string; n: number }
  return { cache, clock, state, read }
}

test('a page is made once and dropped when one of its subjects changes', async () => {
  const { cache, read } = counted()
  assert.equal((await read('a')).n, 1)
  assert.equal((await read('a')).n, 1)
  cache.drop(['b'])
  assert.equal((await read('a')).n, 1)
  cache.drop(['a-twin'])
  assert.equal((await read('a')).n, 2)
})

test('a page made while its subject changed is not kept', async () => {
  const { cache, state, read } = counted()
  let open = () => {}
  state.gate = new Promise(resolve => {
    open = resolve
  })
  const early = read('a')
  cache.drop(['a'])
  const late = read('a')
  open()
  assert.deepEqual([(await early).n, (await late).n], [1, 2])
  assert.equal((await read('a')).n, 2)
})

test('readers that come together wait for one making', async () => {
  const { state, read } = counted()
  const pages = await Promise.all([read('a'), read('a'), read('a')])
  assert.deepEqual(
    pages.map(({ n }) => n),
    [1, 1, 1],
  )
  assert.equal(state.made, 1)
})

test('an old page is shown while a fresh one is made, but not past its stale age or Chinese midnight', async () => {
  const { clock, read } = counted()
  await read('a')
  clock.advance(cacheLimits.freshMs)
  assert.equal((await read('a')).n, 1)
  await new Promise(resolve => setImmediate(resolve))
  assert.equal((await read('a')).n, 2)
  clock.set('2026-11-20T15:59:59Z')
  assert.equal((await read('a')).n, 3)
  clock.set('2026-11-20T15:59:59.999Z')
  assert.equal((await read('a')).n, 3)
  clock.set('2026-11-20T16:00:00Z')
  assert.equal((await read('a')).n, 4)
})

test('pages that grow old together are renewed one after another', async () => {
  const { clock, state, read } = counted()
  const keys = ['a', 'b', 'c']
  for (const key of keys) await read(key)
  clock.advance(cacheLimits.freshMs)
  for (const key of keys) await read(key)
  assert.equal(state.made, 4)
  clock.advance(cacheLimits.renewalGapMs)
  for (const key of keys) await read(key)
  assert.equal(state.made, 5)
})

test('the least lately used page makes room, and bytes are counted', async () => {
  const { cache, read } = counted({ ...cacheLimits, pages: 2 })
  for (const key of ['a', 'b', 'a', 'c']) await read(key)
  assert.equal(cache.size().pages, 2)
  assert.equal((await read('a')).n, 1)
  assert.equal((await read('b')).n, 4)
  cache.clear()
  assert.deepEqual(cache.size(), { pages: 0, bytes: 0 })
})

test('what could not be made is not kept', async () => {
  const { state, read } = counted()
  await assert.rejects(read('none'))
  await assert.rejects(read('none'))
  assert.equal(state.made, 2)
})
