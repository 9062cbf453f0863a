/** Identity numbers: the examples of GB 11643, the old form, the cards that share the form. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseResidentId, residentIdWith } from './resident-id.ts'

const residentId = fc
  .record({
    area: fc.constantFrom('130528', '110105', '110103', '810000', '830000', '911156'),
    birthDate: fc
      .date({ min: new Date('1900-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
      .map(date => date.toISOString().slice(0, 10)),
    sequence: fc.integer({ min: 1, max: 999 }),
  })
  .map(parts => ({ ...parts, value: residentIdWith(parts) }))

test('the examples of GB 11643 are read: area, birth, gender, check X', () => {
  const parsed = parseResidentId('11010519491231002x')
  assert.ok(parsed.ok)
  assert.equal(parsed.value, '11010519491231002X')
  assert.equal(parsed.parts.area.zh, '北京市朝阳区')
  assert.equal(parsed.parts.birthDate, '1949-12-31')
  assert.equal(parsed.parts.gender, 'female')
  const male = parseResidentId('440524188001010014')
  assert.equal(male.ok && male.parts.gender, 'male')
})

test('a number built from parts gives its parts back', () => {
  fc.assert(
    fc.property(residentId, ({ value, birthDate, sequence }) => {
      const parsed = parseResidentId(value)
      assert.ok(parsed.ok)
      assert.equal(parsed.parts.birthDate, birthDate)
      assert.equal(parsed.parts.gender, sequence % 2 === 1 ? 'male' : 'female')
    }),
  )
})

test('changing any single digit is refused', () => {
  fc.assert(
    fc.property(
      residentId,
      fc.nat(17),
      fc.constantFrom(...'0123456789X'),
      ({ value }, at, digit) => {
        fc.pre(value[at] !== digit)
        assert.ok(!parseResidentId(value.slice(0, at) + digit + value.slice(at + 1)).ok)
      },
    ),
    { numRuns: 1000 },
  )
})

test('an old number of 15 digits is upgraded, those of centenarians into the 1800s', () => {
  const parsed = parseResidentId('110105491231002')
  assert.ok(parsed.ok)
  assert.equal(parsed.value, '11010519491231002X')
  assert.equal(parsed.parts.upgradedFrom, '110105491231002')
  assert.deepEqual(
    parsed.warnings.map(w => w.code),
    ['legacy'],
  )
  const centenarian = parseResidentId('110105901231997')
  assert.equal(centenarian.ok && centenarian.parts.birthDate, '1890-12-31')
})

test('cards that share the form are told apart', () => {
  const kinds = {
    '810000': 'hong-kong',
    '820000': 'macao',
    '830000': 'taiwan',
    '911156': 'foreign',
  }
  for (const [area, kind] of Object.entries(kinds)) {
    const parsed = parseResidentId(residentIdWith({ area, birthDate: '1990-05-06', sequence: 17 }))
    assert.ok(parsed.ok)
    assert.equal(parsed.parts.kind, kind)
  }
  const foreign = parseResidentId(
    residentIdWith({ area: '911156', birthDate: '1990-05-06', sequence: 17 }),
  )
  assert.equal(foreign.ok && foreign.parts.area.zh, '北京市')
  assert.equal(foreign.ok && foreign.parts.nationality, '156')
})

test('refusals name the wrong part', () => {
  const reasons = {
    '': 'empty',
    '1101051949123100': 'length',
    '1101O519491231002X': 'charset',
    '990105194912310029': 'area',
    '110105194902300029': 'birth-date',
    '110105194913310029': 'birth-date',
    '110105194912310021': 'check-character',
  }
  for (const [value, reason] of Object.entries(reasons)) {
    const parsed = parseResidentId(value)
    assert.ok(!parsed.ok)
    assert.equal(parsed.code, reason, value)
  }
  const future = parseResidentId(
    residentIdWith({ area: '130528', birthDate: '2026-11-25', sequence: 1 }),
    { asOf: '2026-11-24' },
  )
  assert.ok(!future.ok)
  assert.equal(future.code, 'birth-date')
  assert.match(future.zh, /将来/)
})
