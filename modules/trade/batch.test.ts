import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { factText } from '#modules/transparency'
import { everyTradeEvent } from '../../tests/support/index.ts'
import { textOf } from './batch.ts'

test('the fast text of an event is its canonical text, whatever its codes hold', () => {
  const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 64 })
  fc.assert(
    fc.property(fc.constantFrom(...everyTradeEvent()), word, word, (sample, code, seller) => {
      const event = { ...sample, eventId: code }
      const body = { ...event, seller }
      assert.equal(textOf(event, seller), factText({ type: 'trade.event', body }))
    }),
  )
})
