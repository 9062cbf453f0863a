/**
 * The codes that the unified social credit code replaced, and the search that takes any of them.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatOrganisationCode, parseOrganisationCode } from './organisation-code.ts'
import { parseRegistrationNumber, registrationNumberWith } from './registration-number.ts'
import { residentIdWith } from './resident-id.ts'
import { subjectCodesIn } from './subject-code.ts'
import { parseTaxNumber } from './tax-number.ts'

test('organisation codes carry the check of GB 11714, X among them', () => {
  for (const code of ['D2143569-X', '77604965-3', 'MA2YJ1XR-9']) {
    assert.ok(parseOrganisationCode(code).ok, code)
  }
  const wrong = parseOrganisationCode('D2143569-1')
  assert.ok(!wrong.ok)
  assert.equal(wrong.expected, 'X')
  assert.equal(formatOrganisationCode('MA2YJ1XR9'), 'MA2YJ1XR-9')
})

test('registration numbers carry the check of MOD 11,10 and tell the kind of business', () => {
  const parsed = parseRegistrationNumber('110108000000016')
  assert.ok(parsed.ok)
  assert.equal(parsed.parts.business, 'domestic')
  assert.equal(parsed.parts.area.name, '海淀区')
  const individual = parseRegistrationNumber(
    registrationNumberWith({ area: '130528', sequence: '60000123' }),
  )
  assert.equal(individual.ok && individual.parts.business, 'individual')
})

test('changing any single digit of a registration number is refused', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(digits, fc.nat(14), fc.nat(9), (sequence, at, digit) => {
      const value = registrationNumberWith({ area: '130528', sequence })
      fc.pre(value[at] !== `${digit}`)
      assert.ok(!parseRegistrationNumber(value.slice(0, at) + digit + value.slice(at + 1)).ok)
    }),
    { numRuns: 1000 },
  )
})

test('a tax number tells which older identifier of the subject it carries', () => {
  const person = residentIdWith({ area: '130528', birthDate: '1980-02-03', sequence: 11 })
  const forms = {
    '91350200MA2YJ1XR9G': { form: 'uscc', uscc: '91350200MA2YJ1XR9G' },
    [person]: { form: 'person', residentId: person },
    [`${person}01`]: { form: 'person', residentId: person, sequence: '01' },
    '11010549123100201': { form: 'person', residentId: '11010519491231002X', sequence: '01' },
  }
  for (const [value, parts] of Object.entries(forms)) {
    const parsed = parseTaxNumber(value)
    assert.ok(parsed.ok, value)
    assert.deepEqual(parsed.parts, parts)
  }
  const organisation = parseTaxNumber('350200776049653')
  assert.ok(organisation.ok && organisation.parts.form === 'organisation')
  assert.equal(organisation.parts.organisation, '776049653')
  const wrong = parseTaxNumber('350200776049654')
  assert.ok(!wrong.ok)
  assert.deepEqual(
    [wrong.code, wrong.field, wrong.position],
    ['check-character', 'organisation', 15],
  )
  const length = parseTaxNumber('123')
  assert.equal(!length.ok && length.code, 'length')
})

test('any code of a subject is recognised for what it can be', () => {
  const kinds = (text: string) => subjectCodesIn(text).map(code => code.kind)
  assert.deepEqual(kinds('91350200MA2YJ1XR9G'), ['uscc', 'taxNumber'])
  assert.deepEqual(kinds('11010519491231002X'), ['residentId', 'taxNumber'])
  assert.deepEqual(kinds('110108000000016'), ['registrationNumber'])
  assert.deepEqual(kinds('77604965-3'), ['organisationCode'])
  assert.deepEqual(kinds('宁晋县某某商行'), [])
})
