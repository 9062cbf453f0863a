/**
 * Look-alike sites: each trick named, and honest neighbours left alone.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadChineseConverters } from './chinese-text.ts'
import { skeletonOf } from './confusables.ts'
import { lookAlikeCheck } from './look-alike.ts'

const converters = await loadChineseConverters()
const check = lookAlikeCheck(
  ['taobao.com', 'https://www.jd.com/', '1688.com', 'ningjinshop.cn', '宁晋商城.中国', 'no domain'],
  converters,
)
const trick = (address: string) => {
  const verdict = check(address)
  return verdict.verdict === 'look-alike' ? `${verdict.trick} of ${verdict.of}` : verdict.verdict
}

test('a registered site and all below it are the owner’s', () => {
  assert.equal(trick('https://shop123.taobao.com/item?id=1'), 'registered')
  assert.equal(trick('TAOBAO.COM'), 'registered')
  assert.equal(trick('xn--czru2dezexvo.xn--fiqs8s'), 'registered')
})

test('each trick is named', () => {
  const tricks = {
    'tаobao.com': 'homoglyph of taobao.com',
    'ｔａｏｂａ０.com': 'digit-swap of taobao.com',
    'taoba0.com': 'digit-swap of taobao.com',
    'l688.com': 'digit-swap of 1688.com',
    'taobao.com.login-safe.cn': 'bait-name of taobao.com',
    'taobao-com.cn': 'bait-name of taobao.com',
    'https://taobao.com@evil.cn/': 'bait-name of taobao.com',
    'taobao.com@evil.cn': 'bait-name of taobao.com',
    'jd.com.pay.cn': 'bait-name of jd.com',
    'tao-bao.com': 'hyphen of taobao.com',
    'taobap.com': 'misspelling of taobao.com',
    'toabao.com': 'misspelling of taobao.com',
    'ningjinshoop.cn': 'misspelling of ningjinshop.cn',
    'taobao-kefu.com': 'added-words of taobao.com',
    'mytaobao.com': 'added-words of taobao.com',
    'jd-pay.com': 'added-words of jd.com',
    '淘宝.com': 'pinyin of taobao.com',
    '寧晉商城.com': 'homoglyph of xn--czru2dezexvo.xn--fiqs8s',
    'ningjinshangcheng.com': 'pinyin of xn--czru2dezexvo.xn--fiqs8s',
    'taobao.cn': 'other-suffix of taobao.com',
  }
  const found = Object.fromEntries(Object.keys(tricks).map(address => [address, trick(address)]))
  assert.deepEqual(found, tricks)
})

test('honest neighbours are left alone', () => {
  for (const address of [
    'example.com',
    'jdb.com',
    'tao.com',
    'ningjin.gov.cn',
    '168.com',
    'bao.cn',
  ]) {
    assert.equal(trick(address), 'unrelated', address)
  }
  assert.equal(trick('javascript:alert(1)'), 'unreadable')
  assert.equal(trick('10.0.0.1'), 'unreadable')
})

test('a verdict says in words which site is imitated and how', () => {
  const verdict = check('taoba0.com')
  assert.equal(verdict.zh, 'taoba0.com 与已登记的 taobao.com 相似：用数字代替字母')
  assert.match(check('ningjinshangcheng.com').zh, /宁晋商城\.中国/)
  assert.match(check('tаobao.com').en, /xn--/)
})

test('skeletons fold what an eye cannot tell apart', () => {
  assert.equal(skeletonOf('tаobао'), skeletonOf('taobao'))
  assert.equal(skeletonOf('rnarket'), skeletonOf('market'))
  assert.equal(skeletonOf('Illl1'), skeletonOf('lllll'))
  assert.notEqual(skeletonOf('taobao'), skeletonOf('tmall'))
})
