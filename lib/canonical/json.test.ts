/** RFC 8785 by its own published examples, then as laws over arbitrary JSON. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { CanonicalError, canonicalize, MAX_CANONICAL_DEPTH } from './json.ts'

/** RFC 8785, appendix B: IEEE 754 bits and their JSON text. */
const NUMBERS: readonly (readonly [bits: string, text: string])[] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
]

test('numbers are written as RFC 8785 appendix B writes them', () => {
  for (const [bits, text] of NUMBERS) {
    assert.equal(canonicalize(Buffer.from(bits, 'hex').readDoubleBE()), text, bits)
  }
})

test('NaN and the infinities have no canonical form', () => {
  for (const bits of ['7fffffffffffffff', '7ff0000000000000', 'fff0000000000000']) {
    assert.throws(() => canonicalize(Buffer.from(bits, 'hex').readDoubleBE()), CanonicalError)
  }
})

test('the sample of RFC 8785 §3.2.2 serializes as printed', () => {
  const sample = JSON.parse(`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
    "literals": [null, true, false]
  }`)
  assert.equal(
    canonicalize(sample),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('keys sort by UTF-16 code units, as in RFC 8785 §3.2.3', () => {
  const scripts = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  }
  assert.deepEqual(Object.values(JSON.parse(canonicalize(scripts))).slice(1), [
    'Carriage Return',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ])
  assert.match(canonicalize(scripts), /^\{"\\r":"Carriage Return","1":"One","\u0080":/)
})

test('Arabic, Chinese and control characters are kept or escaped as ECMAScript does', () => {
  assert.equal(
    canonicalize({ سلام: 'مرحبا', 张三: '好评\u2028\u007f', '\u0001': '\b\t\n\f\r"\\' }),
    '{"\\u0001":"\\b\\t\\n\\f\\r\\"\\\\","سلام":"مرحبا","张三":"好评\u2028\u007f"}',
  )
})

test('parsing gives the value back, and canonicalizing that gives the text again', () => {
  fc.assert(
    fc.property(json, value => {
      const text = canonicalize(value)
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)))
      assert.equal(canonicalize(JSON.parse(text)), text)
    }),
  )
})

test('the order in which keys were set does not matter', () => {
  const shuffled = fc
    .dictionary(fc.string({ unit: 'grapheme' }), json, { minKeys: 2 })
    .chain(record => {
      const fields = Object.entries(record)
      return fc.tuple(
        fc.constant(record),
        fc.shuffledSubarray(fields, { minLength: fields.length, maxLength: fields.length }),
      )
    })
  fc.assert(
    fc.property(shuffled, ([record, fields]) => {
      assert.equal(canonicalize(Object.fromEntries(fields)), canonicalize(record))
    }),
  )
})

test('different values have different texts', () => {
  fc.assert(
    fc.property(small, small, (one, other) => {
      const same = JSON.stringify(tagged(one)) === JSON.stringify(tagged(other))
      assert.equal(canonicalize(one) === canonicalize(other), same)
    }),
  )
})

test('what JSON cannot carry is refused, and the refusal names the place', () => {
  const refused: readonly (readonly [value: unknown, path: string, reason: RegExp])[] = [
    [undefined, '', /undefined is not a JSON value/],
    [{ a: [1, undefined] }, '/a/1', /undefined/],
    [{ 'a/b': { '~': 10n } }, '/a~1b/~0', /bigint/],
    [new Array(1), '/0', /undefined/],
    [{ at: new Date(0) }, '/at', /plain objects/],
    [new Map(), '', /plain objects/],
    [{ f: () => 1 }, '/f', /function/],
    [{ s: Symbol('x') }, '/s', /symbol/],
    [['\ud800'], '/0', /lone surrogate/],
    [{ '\udc00x': 1 }, '/\udc00x', /lone surrogate/],
    [{ amountFen: Number.NaN }, '/amountFen', /NaN is not a JSON number/],
  ]
  for (const [value, path, reason] of refused) {
    assert.throws(
      () => canonicalize(value),
      error => error instanceof CanonicalError && error.path === path && reason.test(error.message),
      `expected a refusal at "${path}" for ${reason}`,
    )
  }
})

test('nesting is bounded, so neither cycles nor depth can exhaust the stack', () => {
  const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels))
  assert.equal(canonicalize(nested(MAX_CANONICAL_DEPTH)).length, 2 * MAX_CANONICAL_DEPTH)
  assert.throws(() => canonicalize(nested(MAX_CANONICAL_DEPTH + 1)), /nested deeper/)
  const cycle: Record<string, unknown> = {}
  cycle.self = cycle
  assert.throws(() => canonicalize(cycle), CanonicalError)
})

test('a key named __proto__ is data like any other', () => {
  assert.equal(canonicalize(JSON.parse('{"b":1,"__proto__":2}')), '{"__proto__":2,"b":1}')
})

/** JSON as it arrives over the wire: text of every script, all doubles, integer-like keys too. */
const json = fc.jsonValue({ stringUnit: 'binary', depthSize: 'small' })

/** Few leaves, so that equal pairs and near misses come up often. */
const small = fc.jsonValue({ maxDepth: 2, noUnicodeString: true })

/** A naive oracle: arrays and objects as tagged lists, the latter sorted, printed by the engine. */
function tagged(value: unknown): unknown {
  if (Array.isArray(value)) return ['array', ...value.map(tagged)]
  if (value === null || typeof value !== 'object') return value
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return ['object', ...fields.map(([key, field]) => [key, tagged(field)])]
}
