/** Digests and salted commitments: known answers first, then what must hold for every salt. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import fc from 'fast-check'
import { commitment, SALT_BYTES, saltOf } from './commitment.ts'
import { fromBase64, fromHex, sha256, sha256Hex, sha256Into, toBase64, toHex } from './digest.ts'

const salt = fc.uint8Array({ minLength: SALT_BYTES, maxLength: SALT_BYTES })

test('SHA-256 gives the answers of FIPS 180-4 for bytes and for text', () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  assert.equal(sha256('abc').toString('hex'), abc)
  assert.equal(sha256Hex(Buffer.from('abc')), abc)
  const target = Buffer.alloc(40)
  sha256Into(target, 4, 'abc')
  assert.equal(target.toString('hex'), `00000000${abc}00000000`)
})

test('SHA-256 agrees with the streaming interface on any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      assert.deepEqual(sha256(bytes), createHash('sha256').update(bytes).digest())
    }),
  )
})

test('bytes have exactly one hex and one Base64 spelling', () => {
  fc.assert(
    fc.property(fc.uint8Array(), bytes => {
      assert.deepEqual(Uint8Array.from(fromHex(toHex(bytes))), bytes)
      assert.deepEqual(Uint8Array.from(fromBase64(toBase64(bytes))), bytes)
    }),
  )
  for (const text of ['abc', 'AB', '0x00', 'zz', 'a b']) assert.throws(() => fromHex(text), text)
  for (const text of ['QQ', 'QR==', 'QQ==\n', 'Q-==', ' QQ==', 'QQ=']) {
    assert.throws(() => fromBase64(text), RangeError, text)
  }
})

test('a commitment is SHA-256 of the salt followed by the text', () => {
  fc.assert(
    fc.property(salt, fc.string({ unit: 'grapheme' }), (bytes, text) => {
      const expected = createHash('sha256').update(bytes).update(text).digest()
      assert.deepEqual(commitment(bytes, text), expected)
    }),
  )
})

test('a derived salt is the first half of SHA-256 over label, batch salt and ordinal', () => {
  fc.assert(
    fc.property(salt, fc.maxSafeNat(), (batchSalt, ordinal) => {
      const counter = Buffer.alloc(8)
      counter.writeBigUInt64BE(BigInt(ordinal))
      const whole = createHash('sha256')
        .update('xinheng.fact.v1\n')
        .update(batchSalt)
        .update(counter)
        .digest()
      assert.deepEqual(saltOf(batchSalt, ordinal), whole.subarray(0, SALT_BYTES))
    }),
  )
})

test('the salts of a batch are all different, and an earlier one survives the next call', () => {
  const batchSalt = Buffer.alloc(SALT_BYTES, 7)
  const first = saltOf(batchSalt, 0)
  const firstHex = first.toString('hex')
  const salts = new Set(
    Array.from({ length: 5000 }, (_, i) => saltOf(batchSalt, i).toString('hex')),
  )
  assert.equal(salts.size, 5000)
  assert.equal(first.toString('hex'), firstHex)
})

test('salts of the wrong length, broken text and impossible ordinals are refused', () => {
  assert.throws(() => commitment(Buffer.alloc(15), 'x'), /16 bytes/)
  assert.throws(() => commitment(Buffer.alloc(SALT_BYTES), '\ud800'), /surrogate/)
  assert.throws(() => saltOf(Buffer.alloc(17), 0), /16 bytes/)
  for (const ordinal of [-1, 0.5, 2 ** 53, Number.NaN]) {
    assert.throws(() => saltOf(Buffer.alloc(SALT_BYTES), ordinal), RangeError)
  }
})
