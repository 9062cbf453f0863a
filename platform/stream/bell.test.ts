import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBell } from './bell.ts'

const timed = async (work: Promise<void>) => {
  const started = performance.now()
  await work
  return performance.now() - started
}

test('a ring ends a rest at once, also one that came while nobody rested, and only once', async () => {
  const bell = createBell()
  bell.ring()
  bell.ring()
  assert.ok((await timed(bell.rest())) < 100, 'rung before the rest')
  const resting = timed(bell.rest())
  bell.ring()
  assert.ok((await resting) < 100, 'rung during the rest')
  assert.ok((await timed(bell.rest())) >= 150, 'not rung')
})
