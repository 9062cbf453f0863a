/**
 * Sketches of texts: exact likeness, its estimates, and the index, against naive counting.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lshIndex, lshThreshold } from './lsh-index.ts'
import { minHasher, minHashLikeness } from './min-hash.ts'
import { containment, jaccard, shingles } from './shingles.ts'
import { hammingDistance64, simHash64 } from './sim-hash.ts'

const pieces = fc
  .uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 300 })
  .map(numbers => new Set(numbers.map(number => `piece ${number}`)))

test('shingles are the overlapping pieces of a text', () => {
  assert.deepEqual([...shingles('质量很好', 3)], ['质量很', '量很好'])
  assert.deepEqual([...shingles('好评')], ['好评'])
  assert.deepEqual([...shingles('')], [])
  assert.equal(shingles('👍👍👍👍', 3).size, 1, 'a character is not cut in half')
})

test('Jaccard and containment count what is shared', () => {
  const a = new Set(['1', '2', '3'])
  const b = new Set(['2', '3', '4', '5'])
  assert.equal(jaccard(a, b), 2 / 5)
  assert.equal(containment(a, b), 2 / 3)
  assert.equal(jaccard(new Set(), new Set()), 0)
})

test('MinHash estimates Jaccard within five standard errors', () => {
  const hasher = minHasher({ size: 256, seed: 7 })
  fc.assert(
    fc.property(pieces, pieces, (a, b) => {
      const exact = jaccard(a, b)
      const estimate = minHashLikeness(hasher.sign(a), hasher.sign(b))
      const tolerance = 5 * Math.sqrt((exact * (1 - exact)) / 256) + 1 / 256
      assert.ok(Math.abs(estimate - exact) <= tolerance, `${estimate} for ${exact}`)
    }),
    { seed: 1997, numRuns: 200 },
  )
})

test('a signature depends on the set and the seed, not on the order', () => {
  const sign = (seed: number, set: string[]) => minHasher({ size: 16, seed }).sign(set)
  assert.deepEqual(sign(1, ['a', 'b', 'c']), sign(1, ['c', 'a', 'b', 'a']))
  assert.notDeepEqual(sign(1, ['a', 'b', 'c']), sign(2, ['a', 'b', 'c']))
  assert.equal(minHashLikeness(sign(1, []), sign(1, [])), 0)
  assert.throws(() => minHashLikeness(new Uint32Array(8), new Uint32Array(16)), RangeError)
})

test('SimHash puts near texts near and others far', () => {
  const hash = (text: string) => simHash64(shingles(text, 2))
  const review = '宝贝收到了，质量非常好，物流也很快，卖家服务态度好，下次还会再来购买的'
  const near = '宝贝收到了，质量非常好，物流也很快，卖家服务态度好，以后还会再来购买的'
  const other = '尺码偏小，颜色和图片差别很大，洗一次就起球，联系客服没有人理，不推荐大家买'
  assert.ok(hammingDistance64(hash(review), hash(near)) <= 12)
  assert.ok(hammingDistance64(hash(review), hash(other)) >= 18)
  assert.equal(simHash64([]), 0n)
})

test('Hamming distance counts differing bits', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
      fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
      (a, b) => {
        const bits = (a ^ b).toString(2).replaceAll('0', '').length
        assert.equal(hammingDistance64(a, b), bits)
      },
    ),
  )
})

test('the index finds planted near-duplicates and offers nothing below the threshold', () => {
  const hasher = minHasher({ size: 128, seed: 3 })
  const index = lshIndex({ bands: 32, rows: 4, capacity: 1000 })
  const text = (n: number) => Array.from({ length: 60 }, (_, i) => `${n}-${i}`)
  for (let n = 0; n < 500; n++) index.add(`doc ${n}`, hasher.sign(text(n)))
  for (let n = 0; n < 500; n += 50) {
    const copy = [...text(n).slice(0, 54), ...Array.from({ length: 6 }, (_, i) => `new ${i}`)]
    const [best, ...others] = index.similar(hasher.sign(copy), 0.6)
    assert.equal(best?.key, `doc ${n}`)
    assert.deepEqual(others, [])
  }
  assert.ok(Math.abs(lshThreshold({ bands: 32, rows: 4 }) - 0.42) < 0.01)
})

test('memory is bounded: the oldest entry gives way, a key is held once', () => {
  const hasher = minHasher({ size: 16, seed: 1 })
  const index = lshIndex({ bands: 4, rows: 4, capacity: 10 })
  const sign = (n: number) => hasher.sign([`only ${n}`])
  for (let n = 0; n < 25; n++) index.add(`${n}`, sign(n))
  assert.equal(index.size, 10)
  assert.deepEqual(index.similar(sign(14), 1), [])
  assert.deepEqual(index.similar(sign(15), 1), [{ key: '15', likeness: 1 }])
  index.add('20', sign(99))
  assert.deepEqual(index.similar(sign(20), 1), [])
  assert.deepEqual(
    index.similar(sign(99), 1).map(match => match.key),
    ['20'],
  )
  index.remove('20')
  assert.deepEqual(index.similar(sign(99), 1), [])
})

test('a template that everyone uses does not flood the answer', () => {
  const hasher = minHasher({ size: 16, seed: 1 })
  const index = lshIndex({ bands: 4, rows: 4, capacity: 1000, bucketLimit: 50 })
  const template = hasher.sign(shingles('好评，下次再来'))
  for (let n = 0; n < 600; n++) index.add(`review ${n}`, template)
  const found = index.similar(template, 0.9)
  assert.equal(found.length, 50)
  assert.ok(
    found.every(match => Number(match.key.slice(7)) >= 550),
    'the newest are kept',
  )
})

test('an index and its signatures agree on size, or it refuses', () => {
  const index = lshIndex({ bands: 4, rows: 4, capacity: 10 })
  assert.throws(() => index.add('a', new Uint32Array(8)), RangeError)
  assert.throws(() => lshIndex({ bands: 64, rows: 16, capacity: 1e9 }), RangeError)
  assert.throws(() => minHasher({ size: 0 }), RangeError)
})
