import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openField, sealField, subjectKeys } from './subject-keys.ts'

const master = new Uint8Array(32).fill(7)
const keys = subjectKeys(master)
const id = '01900000-0000-7000-8000-000000000001'

test('what is sealed is opened by the same key and name, and by no other', () => {
  const { key } = keys.create(id)
  const other = keys.create(id).key
  fc.assert(
    fc.property(fc.string(), text => {
      const sealed = sealField(key, 'phone', text)
      assert.equal(openField(key, 'phone', sealed), text)
      assert.throws(() => openField(key, 'name', sealed))
      assert.throws(() => openField(other, 'phone', sealed))
      assert.ok(text.length < 4 || !sealed.includes(text))
    }),
    { numRuns: 50 },
  )
})

test('a data key opens only for its own subject under its own master key', () => {
  const { key, wrapped } = keys.create(id)
  assert.deepEqual(Buffer.from(keys.unwrap(id, wrapped)), Buffer.from(key))
  assert.throws(() => keys.unwrap('01900000-0000-7000-8000-000000000002', wrapped))
  assert.throws(() => subjectKeys(new Uint8Array(32).fill(8)).unwrap(id, wrapped))
})

test('a blind index is the same for the same code, another for another kind or key', () => {
  const index = keys.blindIndex('residentId', '110101199003070038')
  assert.equal(index, keys.blindIndex('residentId', '110101199003070038'))
  assert.notEqual(index, keys.blindIndex('taxNumber', '110101199003070038'))
  assert.notEqual(
    index,
    subjectKeys(new Uint8Array(32)).blindIndex('residentId', '110101199003070038'),
  )
})

test('a master key of another length is refused', () => {
  assert.throws(() => subjectKeys(new Uint8Array(16)), RangeError)
})
