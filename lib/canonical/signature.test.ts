/** Both suites against published vectors, against each other's keys, and against tampering. */
import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import fc from 'fast-check'
import {
  exportPem,
  exportPublicKey,
  type SignatureSuite,
  sign,
  signingKeyFromPem,
  signingKeyFromRaw,
  verify,
  verifyingKeyFromPem,
  verifyingKeyFromRaw,
  verifyingKeyOf,
} from './signature.ts'

const DATA = process.env.XINHENG_DATA_DIR ?? join(import.meta.dirname, '../../../shared/data')
const SUITES: readonly SignatureSuite[] = ['ed25519', 'sm2-sm3']

const hex = (text: string) => Buffer.from(text, 'hex')
const secretOf = (seed: string) => createHash('sha256').update(seed).digest()

test('Ed25519 signs as RFC 8032 §7.1 test 2 does', () => {
  const key = signingKeyFromRaw(
    'ed25519',
    hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'),
  )
  assert.equal(
    exportPublicKey(verifyingKeyOf(key)).toString('hex'),
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
  )
  assert.equal(
    sign(key, hex('72')).toString('hex'),
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da' +
      '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  )
})

test('of the C2SP/CCTV Ed25519 edge cases exactly 43 verify on every runtime', t => {
  const file = join(DATA, 'cctv-ed25519/ed25519/ed25519vectors.json')
  if (!existsSync(file)) return t.skip('the C2SP/CCTV vectors are not on this machine')
  type Vector = { key: string; sig: string; msg: string; flags: string[] | null }
  const vectors: Vector[] = JSON.parse(readFileSync(file, 'utf8'))
  const accepted = vectors.filter(vector =>
    verify(
      verifyingKeyFromRaw('ed25519', hex(vector.key)),
      Buffer.from(vector.msg),
      hex(vector.sig),
    ),
  )
  assert.equal(vectors.length, 914)
  assert.equal(accepted.length, 43)
  // Cofactorless and strict: no residue of low order is forgiven, no such point is accepted.
  const refused = ['low_order_residue', 'low_order_A', 'low_order_R', 'non_canonical_A']
  assert.ok(accepted.every(vector => !vector.flags?.some(flag => refused.includes(flag))))
})

for (const suite of SUITES) {
  const key = signingKeyFromRaw(suite, secretOf(suite))
  const publicKey = verifyingKeyOf(key)

  test(`${suite}: what was signed verifies, and signing is deterministic`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), message => {
        const signature = sign(key, message)
        assert.deepEqual(sign(key, message), signature)
        assert.equal(verify(publicKey, message, signature), true)
      }),
      { numRuns: 20 },
    )
  })

  test(`${suite}: one flipped bit in message or signature fails`, () => {
    const message = Buffer.from('信用修复决定')
    const signature = sign(key, message)
    fc.assert(
      fc.property(fc.nat(signature.length * 8 - 1), fc.nat(message.length * 8 - 1), (s, m) => {
        assert.equal(verify(publicKey, message, flipped(signature, s)), false)
        assert.equal(verify(publicKey, flipped(message, m), signature), false)
      }),
      { numRuns: 30 },
    )
  })

  test(`${suite}: keys survive PEM and raw bytes`, () => {
    const message = Buffer.from('x')
    const signature = sign(signingKeyFromPem(exportPem(key)), message)
    assert.deepEqual(signature, sign(key, message))
    for (const copy of [
      verifyingKeyFromPem(exportPem(publicKey)),
      verifyingKeyFromRaw(suite, exportPublicKey(publicKey)),
    ]) {
      assert.equal(copy.suite, suite)
      assert.equal(verify(copy, message, signature), true)
    }
  })

  test(`${suite}: another key and another length of signature fail`, () => {
    const message = Buffer.from('x')
    const other = signingKeyFromRaw(suite, secretOf('other'))
    assert.equal(verify(publicKey, message, sign(other, message)), false)
    for (const length of [0, 63, 65]) {
      assert.equal(verify(publicKey, message, Buffer.alloc(length)), false)
    }
  })

  test(`${suite}: raw keys of the wrong length are refused`, () => {
    assert.throws(() => signingKeyFromRaw(suite, Buffer.alloc(31, 1)), RangeError)
    assert.throws(() => verifyingKeyFromRaw(suite, Buffer.alloc(33, 1)), RangeError)
  })
}

test('PEM of other algorithms, and text that is no PEM, are refused', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pkcs8 = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const spki = publicKey.export({ format: 'pem', type: 'spki' }).toString()
  for (const pem of [pkcs8, 'no key']) assert.throws(() => signingKeyFromPem(pem), RangeError)
  for (const pem of [spki, 'no key']) assert.throws(() => verifyingKeyFromPem(pem), RangeError)
})

test('a signing key does not print its secret', () => {
  const key = signingKeyFromRaw('ed25519', secretOf('quiet'))
  assert.ok(!JSON.stringify(key).includes(secretOf('quiet').toString('hex')))
})

function flipped(bytes: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[bit >> 3]! ^= 1 << (bit & 7)
  return copy
}
