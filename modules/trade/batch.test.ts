import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ByteWriter } from '#lib/canonical'
import { everyTradeEvent } from '../../tests/support/index.ts'
import { candidateOf } from './event-check.ts'
import { textOf, writeText } from './fact-text.ts'

const seller = '0190a000-0000-7000-8000-000000000001'

test('what is written of a plain event is its canonical text, whatever its codes hold', () => {
  const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 64 })
  let plain = 0
  fc.assert(
    fc.property(fc.constantFrom(...everyTradeEvent()), word, (sample, code) => {
      const event = { ...sample, eventId: code }
      if (!candidateOf({ row: 1, text: JSON.stringify(event) }).plain) return
      plain += 1
      const out = new ByteWriter(0)
      writeText(out, event, seller)
      assert.equal(out.written().toString(), textOf(event, seller))
    }),
    { numRuns: 1_000 },
  )
  assert.ok(plain > 100, `${plain} of 1,000 were plain`)
})

test('an event whose text JSON escapes is not taken for plain', () => {
  for (const code of ['"', '\\', '\n', '\0', '\ud800', 'a"b'])
    assert.equal(candidateOf({ row: 1, text: JSON.stringify({ code }) }).plain, false, code)
  for (const code of ['', 'a', '宁晋', '\u007f', '\u2028', '😀'])
    assert.equal(candidateOf({ row: 1, text: JSON.stringify({ code }) }).plain, true, code)
})
