import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tradeKinds } from '#contract'
import { tradeEvent as event, everyTradeEvent } from '../../tests/support/index.ts'
import { candidateOf, checkEvent, latestOf, RowRefusal } from './event-check.ts'

const latest = latestOf(new Date('2026-04-01T00:00:00Z'))
const refusalOf = (value: unknown): RowRefusal => {
  const refusal = checkEvent(value, latest)
  assert.ok(refusal instanceof RowRefusal, `taken: ${JSON.stringify(value)}`)
  return refusal
}
const fieldsOf = (value: unknown) =>
  refusalOf(value)
    .errors.map(e => `${e.field} ${e.rule}`)
    .toSorted()

test('every kind of event is taken when it fits, and the samples cover every kind', () => {
  assert.deepEqual(
    everyTradeEvent()
      .map(e => e.kind)
      .toSorted(),
    tradeKinds.toSorted(),
  )
  for (const event of everyTradeEvent())
    assert.deepEqual(checkEvent(event, latest), { event, atMs: Date.parse(event.occurredAt) })
})

test('a fault names the field and the rule in both languages', () => {
  const placed = event('order.placed')
  assert.deepEqual(fieldsOf({ ...placed, colour: 'red' }), ['colour unknown-field'])
  assert.deepEqual(fieldsOf({ ...placed, amountFen: '12' }), ['amountFen type'])
  assert.deepEqual(fieldsOf({ ...placed, amountFen: 1.5 }), ['amountFen type'])
  assert.deepEqual(fieldsOf({ ...placed, buyer: undefined }), ['buyer type'])
  assert.deepEqual(fieldsOf({ ...placed, buyer: 'a\tb' }), ['buyer pattern'])
  assert.deepEqual(fieldsOf({ ...placed, eventId: 'x'.repeat(65) }), ['eventId maxLength'])
  assert.deepEqual(fieldsOf({ ...placed, items: [] }), ['items minItems'])
  assert.deepEqual(fieldsOf({ ...placed, items: [{ sku: 'k', quantity: 0, unitPriceFen: 1 }] }), [
    'items.0.quantity minimum',
  ])
  assert.deepEqual(fieldsOf({ ...event('review.posted'), score: 6 }), ['score maximum'])
  for (const { zh, en } of refusalOf({ ...placed, colour: 1 }).errors) {
    assert.match(zh, /colour/)
    assert.match(en, /colour/)
  }
})

test('what is no object or of no known kind says so', () => {
  assert.deepEqual(fieldsOf([1]), ['(line) type'])
  assert.deepEqual(fieldsOf(null), ['(line) type'])
  assert.deepEqual(fieldsOf({ kind: 'toString' }), ['kind enum'])
  assert.deepEqual(fieldsOf({ kind: 7 }), ['kind enum'])
})

test('a clock may run five minutes ahead, not more, and days must exist', () => {
  const at = (occurredAt: string) => ({ ...event('order.completed'), occurredAt })
  assert.ok(!(checkEvent(at('2026-04-01T00:05:00.000Z'), latest) instanceof RowRefusal))
  assert.equal(refusalOf(at('2026-04-01T00:05:00.001Z')).code, 'trade.clock-ahead')
  assert.deepEqual(fieldsOf(at('2026-02-30T00:00:00.000Z')), ['occurredAt date'])
  assert.deepEqual(fieldsOf(at('2026-13-01T00:00:00.000Z')), ['occurredAt pattern'])
  assert.deepEqual(fieldsOf(at('2026-01-01T00:00:00+08:00')), [
    'occurredAt maxLength',
    'occurredAt pattern',
  ])
})

test('a line that is not UTF-8, not JSON or too long is refused as that', () => {
  const ruleOf = (line: Parameters<typeof candidateOf>[0]) =>
    refusalOf(candidateOf(line).value).errors[0]!.rule
  assert.equal(ruleOf({ row: 1, text: undefined, fault: 'utf-8' }), 'utf-8')
  assert.equal(ruleOf({ row: 1, text: undefined, fault: 'too-long' }), 'too-long')
  assert.equal(ruleOf({ row: 1, text: '{"kind":' }), 'json')
})
