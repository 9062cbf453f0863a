/** GTINs and waybills: published examples, prefixes, and every single-digit change. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { gtinWith, parseGtin } from './gtin.ts'
import { parseWaybill } from './waybill.ts'

test('GTINs of all four lengths are one number space', () => {
  const forms = {
    '96385074': ['GTIN-8', '00000096385074'],
    '036000291452': ['GTIN-12', '00036000291452'],
    '6901234567892': ['GTIN-13', '06901234567892'],
    '16901234567899': ['GTIN-14', '16901234567899'],
  }
  for (const [value, [format, gtin14]] of Object.entries(forms)) {
    const parsed = parseGtin(value)
    assert.ok(parsed.ok, value)
    assert.deepEqual([parsed.parts.format, parsed.parts.gtin14], [format, gtin14])
  }
})

test('the prefix tells who licensed the number', () => {
  const prefix = (value: string) => {
    const parsed = parseGtin(value)
    assert.ok(parsed.ok)
    return [parsed.parts.prefix?.zh, ...parsed.warnings.map(w => w.code)]
  }
  assert.deepEqual(prefix(gtinWith('690123456789')), ['中国'])
  assert.deepEqual(prefix(gtinWith('1690123456789')), ['中国'])
  assert.deepEqual(prefix(gtinWith('03600029145')), ['美国'])
  assert.deepEqual(prefix(gtinWith('978711111111')), ['图书（ISBN）'])
  assert.deepEqual(prefix(gtinWith('200000000001')), ['店内码', 'restricted-circulation'])
  assert.deepEqual(prefix(gtinWith('141000000000')), [undefined, 'prefix-unassigned'])
})

test('a wrong check digit is refused with the right one; so is any single changed digit', () => {
  const wrong = parseGtin('6901234567893')
  assert.ok(!wrong.ok)
  assert.deepEqual([wrong.code, wrong.expected, wrong.position], ['check-character', '2', 13])
  const body = fc
    .constantFrom(7, 11, 12, 13)
    .chain(length =>
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length }),
    )
  fc.assert(
    fc.property(body, fc.nat(13), fc.nat(9), (digits, place, digit) => {
      const value = gtinWith(digits)
      const at = place % value.length
      fc.pre(value[at] !== `${digit}`)
      assert.ok(!parseGtin(value.slice(0, at) + digit + value.slice(at + 1)).ok)
    }),
    { numRuns: 1000 },
  )
})

test('a GTIN of another length or with letters is refused', () => {
  const length = parseGtin('69012345678')
  assert.ok(!length.ok)
  assert.equal(length.expected, '8/12/13/14')
  const letters = parseGtin('69012345678A2')
  assert.deepEqual(!letters.ok && [letters.code, letters.position], ['charset', 12])
})

test('waybills are brought to one spelling; postal ones are checked', () => {
  const carrier = (text: string) => {
    const parsed = parseWaybill(text)
    assert.ok(parsed.ok, text)
    return [parsed.value, parsed.parts.carrier?.code]
  }
  assert.deepEqual(carrier('sf 1234567890123'), ['SF1234567890123', 'sf'])
  assert.deepEqual(carrier('YT1234567890123'), ['YT1234567890123', 'yto'])
  assert.deepEqual(carrier('773012345678901'), ['773012345678901', undefined])
  assert.deepEqual(carrier('RR473124829CN'), ['RR473124829CN', 'china-post'])
  const wrong = parseWaybill('RR473124828CN')
  assert.deepEqual(!wrong.ok && [wrong.code, wrong.expected], ['check-character', '9'])
  assert.equal(parseWaybill('1234567').ok, false)
  assert.equal(parseWaybill('1234567_90').ok, false)
})
