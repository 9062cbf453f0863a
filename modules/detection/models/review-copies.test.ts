import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TradeEvent } from '#contract'
import { tradeEvent } from '../../../tests/support/index.ts'
import { feed, startOfTime } from '../event-feed.ts'
import { shippedParameters } from '../parameters.ts'
import { reviewCopies } from './review-copies.ts'

const start = Date.parse('2026-03-02T00:00:00Z')
let count = 0
const review = (
  text: string | undefined,
  more: { shop?: string; score?: number; pictures?: string[] } = {},
) => {
  const n = count++
  const occurredAt = new Date(start + n * 3_600_000).toISOString()
  const { text: _text, ...rest } = tradeEvent('review.posted')
  const ids = { eventId: `r${n}`, review: `r${n}`, order: `o${n}`, buyer: `b${n}` }
  return { ...rest, ...ids, occurredAt, ...(text !== undefined && { text }), score: 5, ...more }
}
const suspicionsOf = (events: readonly TradeEvent[]) => {
  const detector = reviewCopies.create(shippedParameters(reviewCopies))
  const clockwork = { newestMs: startOfTime }
  const last = {
    ...tradeEvent('order.placed'),
    occurredAt: new Date(start + 40 * 86_400_000).toISOString(),
  }
  for (const event of [...events, last]) feed([detector], clockwork, event)
  const told = detector.drain()
  return [...new Map(told.map(suspicion => [suspicion.key, suspicion])).values()]
}
const copies = (n: number) =>
  `第二次回购，羊绒衫收到了，版型很正不起球，颜色和图片一样，客服大姐很耐心，强烈推荐大家购买${'呀哦呢啦哈嘛'[n % 6]}`

test('copies of one template by several accounts form a group across shops, and its pairs are shown', () => {
  const written = Array.from({ length: 9 }, (_, n) =>
    review(copies(n), { shop: n < 5 ? 's1' : 's2' }),
  )
  const [found, ...none] = suspicionsOf(written)
  assert.deepEqual(none, [])
  assert.equal(found!.behaviour, 'copied-review')
  assert.deepEqual(found!.shops.map(({ shop }) => shop).sort(), ['s1', 's2'])
  assert.ok(found!.accounts.length >= 8, 'told again once it has grown by a quarter')
  const pairs = found!.evidence.graph.edges.filter(({ kind }) => kind === 'likeness')
  assert.ok(pairs.length >= 8 && pairs.every(({ reference }) => reference.startsWith('文字近似')))
})

test('stock phrases that everyone writes form no group, however often they come', () => {
  const phrases = ['好评', '质量很好，物流很快，包装完好', '还不错，下次还会再来购买']
  assert.deepEqual(suspicionsOf(Array.from({ length: 90 }, (_, n) => review(phrases[n % 3]))), [])
})

test('one picture shown by many accounts forms a group without a word; five of one account do not', () => {
  const shown = Array.from({ length: 6 }, () => review(undefined, { pictures: ['aa11'] }))
  const [found] = suspicionsOf(shown)
  assert.equal(found!.evidence.figures.find(({ name }) => name === 'picturePairs')!.value, 5)
  const own = shown.map(event => ({ ...event, buyer: 'b1' }))
  assert.deepEqual(suspicionsOf(own), [])
})

test('copied bad reviews name the shop as a victim', () => {
  const [found] = suspicionsOf(Array.from({ length: 7 }, (_, n) => review(copies(n), { score: 1 })))
  assert.equal(found!.behaviour, 'malicious-review')
  assert.deepEqual([found!.shops, found!.victims], [[], [{ platform: 'p01', shop: 's1' }]])
})

test('praise copied within days at a shop that has long traded accuses accounts only; kept up, it accuses the shop', () => {
  const trading = Array.from({ length: 9 }, (_, n) =>
    tradeEvent('order.placed', {
      occurredAt: new Date(start + (n * 5 - 40) * 86_400_000).toISOString(),
      shop: 's1',
      order: `t${n}`,
    }),
  )
  const inOrder = (events: readonly TradeEvent[]) =>
    [...trading, ...events].toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1))
  const wave = Array.from({ length: 8 }, (_, n) => review(copies(n)))
  const [open] = suspicionsOf(inOrder(wave))
  assert.deepEqual([open!.shops, open!.victims], [[], []])
  assert.deepEqual(open!.scenes, [{ platform: 'p01', shop: 's1' }])
  assert.ok(open!.accounts.length >= 7)
  const lasting = wave.map((event, n) => ({
    ...event,
    occurredAt: new Date(start + n * 2 * 86_400_000).toISOString(),
  }))
  const [own] = suspicionsOf(inOrder(lasting))
  assert.deepEqual(own!.shops, [{ platform: 'p01', shop: 's1' }])
  assert.deepEqual(own!.scenes, [])
})
