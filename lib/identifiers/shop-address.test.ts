/** Domains and shop addresses: one shop, one key, whichever link was copied. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseDomain, unicodeLabel } from './domain.ts'
import { parseShopAddress } from './shop-address.ts'

test('a domain is cut into what the owner chose and what the registry sells', () => {
  const parts = (text: string) => {
    const parsed = parseDomain(text)
    assert.ok(parsed.ok, text)
    return [parsed.parts.subdomain, parsed.parts.label, parsed.parts.suffix]
  }
  assert.deepEqual(parts('Shop.Example.COM.cn.'), ['shop', 'example', 'com.cn'])
  assert.deepEqual(parts('ningjin.he.cn'), ['', 'ningjin', 'he.cn'])
  assert.deepEqual(parts('a.b.example.com'), ['a.b', 'example', 'com'])
  assert.deepEqual(parts('宁晋.公司.cn'), ['', '宁晋', 'xn--55qx5d.cn'])
  assert.deepEqual(parts('淘宝.中国'), ['', '淘宝', 'xn--fiqs8s'])
})

test('what is no domain name is refused', () => {
  for (const text of [
    '',
    'localhost',
    '1.2.3.4',
    'a b.com',
    'http://a.com',
    'a..com',
    '-a.com',
    `${'a'.repeat(64)}.com`,
  ]) {
    assert.equal(parseDomain(text).ok, false, text)
  }
})

test('A-labels decode to the U-labels they were made from', () => {
  const label = fc.string({
    unit: fc.constantFrom(...'宁晋县电商信用平台纸浆abcz09éñ'),
    minLength: 1,
    maxLength: 20,
  })
  fc.assert(
    fc.property(label, text => {
      const host = new URL(`http://${text}.com`).hostname
      assert.equal(unicodeLabel(host.slice(0, -4)), text)
    }),
  )
})

test('one shop has one key, whatever link was copied', () => {
  const keys = [
    'https://mall.jd.com/index-1000.html?utm_source=wx#comment',
    'http://MALL.jd.com:80/index-1000.html',
    'mall.jd.com//index-1000.html/',
    '//mall.jd.com/index-1000.html?spm=a.b.c',
  ].map(text => {
    const parsed = parseShopAddress(text)
    assert.ok(parsed.ok, text)
    return parsed.parts.key
  })
  assert.deepEqual(new Set(keys), new Set(['mall.jd.com/index-1000.html']))
})

test('parameters that name the shop stay, in one order', () => {
  const parsed = parseShopAddress(
    'https://mobile.example.com/mall_page.html?refer_page=1&mall_id=42&a=1',
  )
  assert.ok(parsed.ok)
  assert.equal(parsed.value, 'https://mobile.example.com/mall_page.html?a=1&mall_id=42')
})

test('an address that hides where it leads is refused', () => {
  const reason = (text: string) => {
    const parsed = parseShopAddress(text)
    return parsed.ok ? 'accepted' : parsed.code
  }
  assert.equal(reason('https://taobao.com@evil.example/'), 'credentials')
  assert.equal(reason('javascript:alert(1)'), 'scheme')
  assert.equal(reason('ftp://shop.example.com/'), 'scheme')
  assert.equal(reason('https://10.0.0.1/shop'), 'format')
  assert.equal(reason('宁晋县凤凰镇'), 'format')
  assert.equal(reason(''), 'empty')
})

test('brought to its key, an address stays as it is', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), url => {
      const once = parseShopAddress(url)
      fc.pre(once.ok)
      const again = parseShopAddress(once.value)
      assert.ok(again.ok)
      assert.equal(again.value, once.value)
    }),
  )
})
