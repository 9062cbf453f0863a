/**
 * Signatures behind one door: Ed25519 (RFC 8032) for the world, SM2 with SM3 (GB/T 32918) where
 * national cryptography is required (密码法; GB/T 39786). A key carries its suite, so no message can
 * talk a verifier into reading a key as another algorithm's.
 *
 * Ed25519 runtimes disagree on points of low order: of the 914 edge cases of C2SP/CCTV, Node 20
 * accepts 208 and Node 26 accepts 43. We refuse such points ourselves, so everyone who checks us
 * reaches the verdict of Node 26 and of `verify_strict` elsewhere, and no key exists for which
 * one signature fits two messages (Chalkias et al., "Taming the many EdDSAs", 2020).
 */
import {
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign as nodeSign,
  verify as nodeVerify,
} from 'node:crypto'
import { isSm2PublicKey, SM2_PUBLIC_KEY_BYTES, sm2PublicKey, sm2Sign, sm2Verify } from './sm2.ts'

export type SignatureSuite = 'ed25519' | 'sm2-sm3'

/** Kept in node's `KeyObject`, which neither prints nor serializes its secret. */
export type SigningKey = {
  readonly role: 'sign'
  readonly suite: SignatureSuite
  readonly key: KeyObject
}

export type VerifyingKey = {
  readonly role: 'verify'
  readonly suite: SignatureSuite
  readonly key: KeyObject
}

/** Both suites sign with 64 bytes: R ‖ S, and r ‖ s. */
export const SIGNATURE_BYTES = 64

/** Bytes of a raw public key: RFC 8032 encoding; 0x04 ‖ x ‖ y. */
export const PUBLIC_KEY_BYTES = { ed25519: 32, 'sm2-sm3': SM2_PUBLIC_KEY_BYTES } as const

/** A 64-byte signature; deterministic in both suites. */
export function sign(key: SigningKey, message: Uint8Array): Buffer {
  switch (key.suite) {
    case 'ed25519':
      return nodeSign(null, message, key.key)
    case 'sm2-sm3':
      return sm2Sign(sm2Scalar(key.key), message)
  }
}

/** `false` for every signature that does not hold, whatever its length or content; never throws. */
export function verify(key: VerifyingKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false
  switch (key.suite) {
    case 'ed25519':
      return (
        !isLowOrder(exportPublicKey(key)) &&
        !isLowOrder(signature.subarray(0, 32)) &&
        nodeVerify(null, message, key.key, signature)
      )
    case 'sm2-sm3':
      return sm2Verify(exportPublicKey(key), message, signature)
  }
}

/**
 * A signing key from 32 secret bytes: the seed of Ed25519, the scalar of SM2 (1 … n−2). Fresh
 * keys are made from the caller's random bytes. Throws `RangeError`.
 */
export function signingKeyFromRaw(suite: SignatureSuite, secret: Uint8Array): SigningKey {
  if (secret.length !== 32) throw new RangeError(`${suite} private keys are 32 bytes`)
  const der =
    suite === 'ed25519'
      ? Buffer.concat([PKCS8_ED25519, secret])
      : Buffer.concat([PKCS8_SM2, secret, PKCS8_SM2_PUBLIC, sm2PublicKey(secret)])
  return {
    role: 'sign',
    suite,
    key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
  }
}

/** A verifying key from its raw bytes; see `PUBLIC_KEY_BYTES`. Throws `RangeError`. */
export function verifyingKeyFromRaw(suite: SignatureSuite, raw: Uint8Array): VerifyingKey {
  if (raw.length !== PUBLIC_KEY_BYTES[suite]) {
    throw new RangeError(`${suite} public keys are ${PUBLIC_KEY_BYTES[suite]} bytes`)
  }
  if (suite === 'sm2-sm3' && !isSm2PublicKey(raw)) throw new RangeError('not a point on SM2')
  const der = Buffer.concat([suite === 'ed25519' ? SPKI_ED25519 : SPKI_SM2, raw])
  return {
    role: 'verify',
    suite,
    key: createPublicKey({ key: der, format: 'der', type: 'spki' }),
  }
}

/** Reads an unencrypted PKCS #8 PEM; the key itself says which suite it is. Throws `RangeError`. */
export function signingKeyFromPem(pem: string): SigningKey {
  const key = parsed(() => createPrivateKey(pem))
  if (key.asymmetricKeyType === 'ed25519') return { role: 'sign', suite: 'ed25519', key }
  const der = key.export({ format: 'der', type: 'pkcs8' })
  if (der.includes(OID_SM2)) return signingKeyFromRaw('sm2-sm3', sm2Scalar(key))
  throw new RangeError('neither an Ed25519 nor an SM2 private key')
}

/** Reads a SubjectPublicKeyInfo PEM. Throws `RangeError`. */
export function verifyingKeyFromPem(pem: string): VerifyingKey {
  const key = parsed(() => createPublicKey(pem))
  if (key.asymmetricKeyType === 'ed25519') return { role: 'verify', suite: 'ed25519', key }
  const der = key.export({ format: 'der', type: 'spki' })
  if (der.subarray(0, SPKI_SM2.length).equals(SPKI_SM2)) {
    return verifyingKeyFromRaw('sm2-sm3', der.subarray(SPKI_SM2.length))
  }
  throw new RangeError('neither an Ed25519 nor an uncompressed SM2 public key')
}

export function verifyingKeyOf(key: SigningKey): VerifyingKey {
  return { role: 'verify', suite: key.suite, key: createPublicKey(key.key) }
}

/** The raw public key; inverse of `verifyingKeyFromRaw`. */
export function exportPublicKey(key: VerifyingKey): Buffer {
  return key.key.export({ format: 'der', type: 'spki' }).subarray(-PUBLIC_KEY_BYTES[key.suite])
}

/** PKCS #8 PEM of a signing key, SubjectPublicKeyInfo PEM of a verifying key. */
export function exportPem(key: SigningKey | VerifyingKey): string {
  const type = key.role === 'sign' ? 'pkcs8' : 'spki'
  return key.key.export({ format: 'pem', type }).toString()
}

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex')
const OID_SM2 = Buffer.from('06082a811ccf5501822d', 'hex')
const SPKI_SM2 = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex')
const PKCS8_SM2 = Buffer.from(
  '308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420',
  'hex',
)
const PKCS8_SM2_PUBLIC = Buffer.from('a144034200', 'hex')
/** ECPrivateKey version 1 and the head of its octet string (RFC 5915): the scalar follows. */
const EC_SCALAR = Buffer.from('0201010420', 'hex')

/**
 * Every encoding of the eight points of low order, canonical or not, with the sign bit cleared
 * (the list that libsodium's `ge25519_has_small_order` checks).
 */
const LOW_ORDER = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
])

function isLowOrder(point: Uint8Array): boolean {
  const encoding = Buffer.from(point)
  encoding[31]! &= 0x7f
  return LOW_ORDER.has(encoding.toString('hex'))
}

/** node:crypto gives SM2 keys neither a type nor a JWK, so the scalar is read from their DER. */
function sm2Scalar(key: KeyObject): Buffer {
  const der = key.export({ format: 'der', type: 'pkcs8' })
  const start = der.indexOf(EC_SCALAR) + EC_SCALAR.length
  return der.subarray(start, start + 32)
}

function parsed(read: () => KeyObject): KeyObject {
  try {
    return read()
  } catch (cause) {
    throw new RangeError('not a key in PEM', { cause })
  }
}
