/** SM2 by the example of its standard, and by OpenSSL's independent implementation. */
import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import test from 'node:test'
import { exportPem, signingKeyFromPem, signingKeyFromRaw, verifyingKeyOf } from './signature.ts'
import {
  isSm2PublicKey,
  SM2_SIGNATURE_BYTES,
  sm2PublicKey,
  sm2Sign,
  sm2SignatureWith,
  sm2Verify,
} from './sm2.ts'

/** GB/T 32918.5-2017, appendix A.2: "message digest" signed under the default identity. */
const EXAMPLE = {
  privateKey: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  publicKey:
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  message: 'message digest',
  e: 'f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640',
  k: '59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21',
  signature:
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
    'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
}

const hex = (text: string) => Buffer.from(text, 'hex')
const privateKey = hex(EXAMPLE.privateKey)
const publicKey = hex(EXAMPLE.publicKey)
const message = Buffer.from(EXAMPLE.message)
const n = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n

test('the example of GB/T 32918.5 verifies under the identity of GB/T 35276', () => {
  assert.deepEqual(sm2PublicKey(privateKey), publicKey)
  assert.equal(sm2Verify(publicKey, message, hex(EXAMPLE.signature)), true)
})

test('the example of GB/T 32918.5 is reproduced from its nonce', () => {
  const [d, k, e] = [EXAMPLE.privateKey, EXAMPLE.k, EXAMPLE.e].map(text => BigInt(`0x${text}`))
  assert.equal(sm2SignatureWith({ d: d!, k: k!, e: e! })?.toString('hex'), EXAMPLE.signature)
})

test('a signature binds the identity', () => {
  const signature = sm2Sign(privateKey, message, 'ALICE123@YAHOO.COM')
  assert.equal(sm2Verify(publicKey, message, signature, 'ALICE123@YAHOO.COM'), true)
  assert.equal(sm2Verify(publicKey, message, signature), false)
})

test('OpenSSL and we verify each other under the identity OpenSSL uses', () => {
  const key = signingKeyFromRaw('sm2-sm3', privateKey)
  const nativePrivate = createPrivateKey(exportPem(key))
  const nativePublic = createPublicKey(exportPem(verifyingKeyOf(key)))
  const identity = Number(process.versions.openssl.split('.')[0]) < 4 ? '' : '1234567812345678'
  for (let round = 0; round < 20; round++) {
    const text = Buffer.from(`round ${round}`)
    const theirs = rawOf(sign('sm3', text, nativePrivate))
    assert.equal(sm2Verify(publicKey, text, theirs, identity), true)
    const ours = derOf(sm2Sign(privateKey, text, identity))
    assert.equal(verify('sm3', text, nativePublic, ours), true)
  }
})

test('scalars out of range make no signature', () => {
  const [r, s] = [hex(EXAMPLE.signature).subarray(0, 32), hex(EXAMPLE.signature).subarray(32)]
  const scalar = (x: bigint) => hex(x.toString(16).padStart(64, '0'))
  const complement = scalar(n - BigInt(`0x${r.toString('hex')}`))
  const zero = Buffer.alloc(32)
  for (const parts of [
    [zero, s],
    [r, zero],
    [scalar(n), s],
    [r, scalar(n)],
    [r, complement],
  ]) {
    const signature = Buffer.concat(parts)
    assert.equal(signature.length, SM2_SIGNATURE_BYTES)
    assert.equal(sm2Verify(publicKey, message, signature), false)
  }
})

test('points off the curve and private scalars out of range are refused', () => {
  const off = Buffer.from(publicKey)
  off[64]! ^= 1
  assert.equal(isSm2PublicKey(publicKey), true)
  assert.equal(isSm2PublicKey(off), false)
  assert.equal(sm2Verify(off, message, hex(EXAMPLE.signature)), false)
  for (const d of [0n, n - 1n, n]) {
    assert.throws(() => sm2PublicKey(hex(d.toString(16).padStart(64, '0'))), RangeError)
  }
})

test('a PKCS #8 key without its public point is read as well', () => {
  const der = Buffer.concat([
    hex('3041020100301306072a8648ce3d020106082a811ccf5501822d042730250201010420'),
    privateKey,
  ])
  const body = der.toString('base64').replace(/(.{64})/g, '$1\n')
  const key = signingKeyFromPem(`-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`)
  assert.equal(exportPem(key), exportPem(signingKeyFromRaw('sm2-sm3', privateKey)))
})

/** SEQUENCE { r INTEGER, s INTEGER } to r ‖ s and back. */
function rawOf(der: Buffer): Buffer {
  const rLength = der[3]!
  const scalars = [der.subarray(4, 4 + rLength), der.subarray(6 + rLength)]
  return hex(scalars.map(x => x.toString('hex').padStart(64, '0').slice(-64)).join(''))
}

function derOf(raw: Buffer): Buffer {
  const integers = [raw.subarray(0, 32), raw.subarray(32)].map(scalar => {
    const digits = scalar.toString('hex').replace(/^(00)+/, '')
    const content = hex(/^[89a-f]/.test(digits) ? `00${digits}` : digits)
    return Buffer.concat([Buffer.of(2, content.length), content])
  })
  const body = Buffer.concat(integers)
  return Buffer.concat([Buffer.of(0x30, body.length), body])
}
