/**
 * Unified social credit codes: published and built codes, every single-character change, each
 * refusal.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { USCC_ALPHABET } from './check-characters.ts'
import { explainUscc, formatUscc, parseUscc, usccWith } from './uscc.ts'
import { REGISTRARS } from './uscc-registrars.ts'

const PAIRS = Object.entries(REGISTRARS).flatMap(([registrar, { categories }]) =>
  Object.keys(categories).map(category => ({ registrar, category })),
)
const uscc = fc
  .record({
    pair: fc.constantFrom(...PAIRS),
    area: fc.constantFrom('130528', '110000', '350200', '100000', '110103', '659012', '139999'),
    body: fc.string({ unit: fc.constantFrom(...USCC_ALPHABET), minLength: 8, maxLength: 8 }),
  })
  .map(({ pair, area, body }) => usccWith({ ...pair, area, body }))

test('issued codes are accepted and keep their parts', () => {
  const issued = [
    '91350200776049653A',
    '91440101MA5CJQ4N59',
    '913502000728319549',
    '123502001549897397',
    '91350200MA2YJ1XR9G',
  ]
  for (const code of issued) {
    const parsed = parseUscc(code)
    assert.ok(parsed.ok, code)
    assert.equal(parsed.value, code)
    assert.deepEqual(parsed.warnings, [])
  }
})

test('an issued code that fails its check is refused for that reason alone', () => {
  const parsed = parseUscc('91350203M0001QAY9B')
  assert.ok(!parsed.ok)
  assert.equal(parsed.code, 'check-character')
  assert.equal(parsed.position, 18)
  assert.equal(parsed.zh, '校验码应为 9，实为 B')
})

test('the check character is named with what it should be', () => {
  const parsed = parseUscc('91350200MA2YJ1XR9H')
  assert.ok(!parsed.ok)
  assert.equal(parsed.zh, '校验码应为 G，实为 H')
  assert.equal(parsed.en, 'check character should be G, is H')
})

test('a code built from parts is valid, whatever its check character', () => {
  const checks = new Set<string>()
  fc.assert(
    fc.property(uscc, code => {
      assert.ok(parseUscc(code).ok)
      checks.add(code[17]!)
    }),
    { numRuns: 600, seed: 32100 },
  )
  assert.deepEqual([...checks].sort().join(''), USCC_ALPHABET, 'all 31, the zero among them')
})

test('changing any single character of a valid code is refused', () => {
  fc.assert(
    fc.property(uscc, fc.nat(17), fc.constantFrom(...USCC_ALPHABET), (code, at, character) => {
      fc.pre(code[at] !== character)
      const changed = code.slice(0, at) + character + code.slice(at + 1)
      assert.ok(!parseUscc(changed).ok, changed)
    }),
    { numRuns: 2000 },
  )
})

test('the letters I, O, S, V, Z are refused where they stand, with the digit meant', () => {
  for (const [letter, digit] of [
    ['I', '1'],
    ['O', '0'],
    ['S', '5'],
    ['V', undefined],
    ['Z', '2'],
  ]) {
    for (const at of [0, 4, 8, 16, 17]) {
      const code = '91350200MA2YJ1XR9G'
      const parsed = parseUscc(code.slice(0, at) + letter + code.slice(at + 1))
      assert.ok(!parsed.ok)
      assert.equal(parsed.code, 'charset')
      assert.equal(parsed.position, at + 1)
      assert.equal(parsed.expected, digit)
    }
  }
})

test('a refusal names the first part that cannot be right', () => {
  const reasons = {
    '': 'empty',
    '91350200MA2YJ1XR9': 'length',
    '91350200MA2YJ1XR9G1': 'length',
    '91350200MA2YJ1XR9!': 'charset',
    B1350200MA2YJ1XR9G: 'registrar',
    '94350200MA2YJ1XR9G': 'category',
    Y2350200MA2YJ1XR9G: 'category',
    '91990200MA2YJ1XR9G': 'area',
    '9135A200MA2YJ1XR9G': 'area',
  }
  for (const [code, reason] of Object.entries(reasons)) {
    const parsed = parseUscc(code)
    assert.ok(!parsed.ok)
    assert.equal(parsed.code, reason, code)
    assert.ok(parsed.zh && parsed.en)
  }
})

test('copied spellings are forgiven: lower case, full width, spaces and hyphens', () => {
  for (const text of [
    '91350200ma2yj1xr9g',
    ' 91 350200 MA2YJ1XR-9 G ',
    '９１３５０２００ＭＡ２ＹＪ１ＸＲ９Ｇ',
  ]) {
    const parsed = parseUscc(text)
    assert.ok(parsed.ok, text)
    assert.equal(parsed.value, '91350200MA2YJ1XR9G')
  }
})

test('an abolished area is accepted with a warning, an unlisted one of a real province too', () => {
  const part = { registrar: '9', category: '1', body: 'MA2YJ1XR' }
  const former = parseUscc(usccWith({ ...part, area: '110103' }))
  const unknown = parseUscc(usccWith({ ...part, area: '139999' }))
  assert.deepEqual(former.ok && former.warnings.map(w => w.code), ['area-former'])
  assert.deepEqual(unknown.ok && unknown.warnings.map(w => w.code), ['area-unknown'])
})

test('an organisation code that fails its own check is only a warning', () => {
  // 18 characters whose MOD 31 check holds over an organisation part ending in the wrong check.
  const parsed = parseUscc('91130528MA2YJ1XR01')
  const codes = parsed.ok ? parsed.warnings.map(w => w.code) : [parsed.code, parsed.expected]
  assert.deepEqual(codes, ['organisation-check'])
})

test('a code explains who registered what, where', () => {
  const code = usccWith({ registrar: '1', category: '2', area: '130528', body: '15498973' })
  const explained = explainUscc(code)
  assert.ok(explained.ok)
  assert.equal(explained.registrar.zh, '机构编制')
  assert.equal(explained.category.zh, '事业单位')
  assert.equal(explained.area.zh, '河北省邢台市宁晋县')
  assert.equal(explained.organisation.checkHolds, true)
  assert.match(explained.zh, /机构编制部门登记的事业单位.*宁晋县/)
  assert.equal(formatUscc('91350200MA2YJ1XR9G'), '91 350200 MA2YJ1XR9 G')
})

test('parts that cannot form a code throw', () => {
  assert.throws(() => usccWith({ registrar: '9', category: '8', area: '130528', body: 'MA2YJ1XR' }))
  assert.throws(() => usccWith({ registrar: '9', category: '1', area: '990528', body: 'MA2YJ1XR' }))
})
