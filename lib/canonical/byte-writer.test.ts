import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { ByteWriter } from './byte-writer.ts'

test('texts, bytes and numbers stand one after the other, however often the buffer grew', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 })
  fc.assert(
    fc.property(fc.array(text), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (texts, n) => {
      const out = new ByteWriter(0)
      for (const one of texts) {
        out.text(one)
        out.int32(n)
        out.int16(n & 0x7fff)
        out.byte(7)
      }
      const expected = Buffer.concat(
        texts.map(one => {
          const numbers = Buffer.alloc(7, 7)
          numbers.writeInt32BE(n)
          numbers.writeInt16BE(n & 0x7fff, 4)
          return Buffer.concat([Buffer.from(one), numbers])
        }),
      )
      assert.deepEqual(out.written(), expected)
    }),
  )
})

test('what was written before can be put right, and nothing else', () => {
  const out = new ByteWriter(2)
  out.bytes(Uint8Array.of(1, 2, 3, 4, 5))
  out.byteAt(0, 9)
  out.int32At(1, -2)
  assert.deepEqual([...out.written()], [9, 255, 255, 255, 254])
  assert.throws(() => out.byteAt(5, 0), RangeError)
  assert.throws(() => out.int32At(2, 0), RangeError)
  const copied = Buffer.alloc(4)
  out.copyTo(copied, 1, 3)
  assert.deepEqual([...copied], [0, 255, 254, 0])
})
