/**
 * SM2 signatures with SM3 (GB/T 32918.2, curve of GB/T 32918.5, identity of GB/T 35276) over raw
 * keys.
 *
 * Why not `crypto.sign`: OpenSSL 3 leaves the signer's identity empty where GB/T 35276 says
 * "1234567812345678", OpenSSL 4 changes that default, Node can set neither; `createSign` skips
 * the identity altogether, and a key from `generateKeyPair` signs plain ECDSA. A signature that
 * changes its meaning with the runtime proves nothing. So SM3 and every multiplication by a
 * secret come from node:crypto, and the few equations of the standard are written here.
 */
import { createECDH, createHmac, hash } from 'node:crypto'

export const SM2_PRIVATE_KEY_BYTES = 32
/** 0x04 ‖ x ‖ y, uncompressed. */
export const SM2_PUBLIC_KEY_BYTES = 65
/** r ‖ s, 32 bytes each, big-endian. */
export const SM2_SIGNATURE_BYTES = 64

/** The identity that GB/T 35276 and GM/T 0009 fix for signers who agreed on no other. */
export const SM2_DEFAULT_IDENTITY = '1234567812345678'

const p = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn
const n = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n
const a = p - 3n
const b = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n
const gx = 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n
const gy = 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n

/**
 * Signs with the private scalar (32 bytes, 1 … n−2; `RangeError` otherwise). The nonce is derived
 * from key and message as in RFC 6979 with HMAC-SM3, so the same inputs give the same 64 bytes
 * and a broken random source cannot leak the key.
 *
 * BigInt arithmetic modulo n is not constant-time. The signers are a hub's own keys, a few
 * signatures a second behind a network; do not offer it to tenants who share the processor.
 */
export function sm2Sign(
  privateKey: Uint8Array,
  message: Uint8Array,
  identity: string = SM2_DEFAULT_IDENTITY,
): Buffer {
  const publicKey = sm2PublicKey(privateKey)
  const d = integer(privateKey)
  const digest = messageDigest(publicKey, message, identity)
  for (const k of nonces(privateKey, digest)) {
    const signature = sm2SignatureWith({ d, k, e: integer(digest) })
    if (signature) return signature
  }
  throw new Error('unreachable: nonces are endless')
}

/**
 * GB/T 32918.2 §6.1, steps A4–A7, for a given nonce; `undefined` when the standard says: take
 * another.
 */
export function sm2SignatureWith({ d, k, e }: { d: bigint; k: bigint; e: bigint }) {
  const x1 = integer(sm2PublicKey(bytes32(k)).subarray(1, 33))
  const r = mod(e + x1, n)
  const s = mod(inverse(1n + d) * (k - r * d), n)
  if (r === 0n || r + k === n || s === 0n) return undefined
  return Buffer.concat([bytes32(r), bytes32(s)])
}

/** GB/T 32918.2 §7.1. Malformed keys and signatures are `false`: both are attacker-controlled. */
export function sm2Verify(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
  identity: string = SM2_DEFAULT_IDENTITY,
): boolean {
  if (signature.length !== SM2_SIGNATURE_BYTES || !isSm2PublicKey(publicKey)) return false
  const r = integer(signature.subarray(0, 32))
  const s = integer(signature.subarray(32))
  const t = (r + s) % n
  if (r === 0n || r >= n || s === 0n || s >= n || t === 0n) return false
  const x1 = combinedX(s, t, affine(publicKey))
  const e = integer(messageDigest(publicKey, message, identity))
  return x1 !== undefined && mod(e + x1, n) === r
}

/** The public point of a private scalar; `RangeError` unless it is 32 bytes within 1 … n−2. */
export function sm2PublicKey(privateKey: Uint8Array): Buffer {
  const d = privateKey.length === SM2_PRIVATE_KEY_BYTES ? integer(privateKey) : 0n
  if (d === 0n || d > n - 2n) throw new RangeError('an SM2 private key is 32 bytes within 1 … n−2')
  const ecdh = createECDH('SM2')
  ecdh.setPrivateKey(privateKey)
  return ecdh.getPublicKey()
}

/** Whether the bytes are an uncompressed point on the curve (the group has no small subgroups). */
export function isSm2PublicKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== SM2_PUBLIC_KEY_BYTES || publicKey[0] !== 4) return false
  const [x, y] = affine(publicKey)
  return x < p && y < p && mod(y * y - (x * x + a) * x - b, p) === 0n
}

/** e = SM3(Z ‖ M), where Z binds the identity, the curve and the public key (GB/T 32918.2 §5.5). */
function messageDigest(publicKey: Uint8Array, message: Uint8Array, identity: string): Buffer {
  const id = Buffer.from(identity)
  const idBits = Buffer.alloc(2)
  idBits.writeUInt16BE(id.length * 8)
  const z = hash(
    'sm3',
    Buffer.concat([idBits, id, ...[a, b, gx, gy].map(bytes32), publicKey.subarray(1)]),
    'buffer',
  )
  return hash('sm3', Buffer.concat([z, message]), 'buffer')
}

/**
 * RFC 6979 §3.2 with HMAC-SM3: SM3 and n are both 256 bits wide, so candidates need no shifting.
 */
function* nonces(privateKey: Uint8Array, digest: Uint8Array): Generator<bigint> {
  const hmac = (key: Uint8Array, ...parts: Uint8Array[]) =>
    createHmac('sm3', key).update(Buffer.concat(parts)).digest()
  const seed = [privateKey, bytes32(integer(digest) % n)]
  let v: Buffer = Buffer.alloc(32, 1)
  let key: Buffer = Buffer.alloc(32)
  for (const separator of [0, 1]) {
    key = hmac(key, v, Buffer.of(separator), ...seed)
    v = hmac(key, v)
  }
  for (;;) {
    v = hmac(key, v)
    const k = integer(v)
    if (k > 0n && k < n - 1n) yield k
    key = hmac(key, v, Buffer.of(0))
    v = hmac(key, v)
  }
}

/** Jacobian coordinates: (x, y) = (X/Z², Y/Z³); Z = 0 is the point at infinity. */
type Point = readonly [X: bigint, Y: bigint, Z: bigint]

/**
 * The x of s·G + t·P by interleaved doubling, `undefined` at infinity. Public inputs only: not
 * constant-time.
 */
function combinedX(s: bigint, t: bigint, [px, py]: readonly [bigint, bigint]) {
  const table: (Point | undefined)[] = [undefined, [gx, gy, 1n], [px, py, 1n], undefined]
  table[3] = add(table[1]!, table[2]!)
  let sum: Point = [1n, 1n, 0n]
  const [sBits, tBits] = [bits(s), bits(t)]
  for (let i = 0; i < 256; i++) {
    sum = double(sum)
    const term = table[(sBits[i] === '1' ? 1 : 0) + (tBits[i] === '1' ? 2 : 0)]
    if (term) sum = add(sum, term)
  }
  const [X, , Z] = sum
  return Z === 0n ? undefined : mod(X * power(Z * Z, p - 2n, p), p)
}

/** dbl-2001-b, valid because a = −3. */
function double([X, Y, Z]: Point): Point {
  const delta = (Z * Z) % p
  const gamma = (Y * Y) % p
  const beta = (X * gamma) % p
  const alpha = (3n * (X - delta) * (X + delta)) % p
  const X3 = mod(alpha * alpha - 8n * beta, p)
  const Z3 = mod((Y + Z) ** 2n - gamma - delta, p)
  return [X3, mod(alpha * (4n * beta - X3) - 8n * gamma * gamma, p), Z3]
}

/** add-1998-cmo-2 with the exceptional cases a forger could provoke. */
function add(P: Point, Q: Point): Point {
  const [X1, Y1, Z1] = P
  const [X2, Y2, Z2] = Q
  if (Z1 === 0n) return Q
  if (Z2 === 0n) return P
  const Z1Z1 = (Z1 * Z1) % p
  const Z2Z2 = (Z2 * Z2) % p
  const U1 = (X1 * Z2Z2) % p
  const S1 = (((Y1 * Z2) % p) * Z2Z2) % p
  const H = mod(X2 * Z1Z1 - U1, p)
  const R = mod(((Y2 * Z1) % p) * Z1Z1 - S1, p)
  if (H === 0n) return R === 0n ? double(P) : [1n, 1n, 0n]
  const HH = (H * H) % p
  const HHH = (H * HH) % p
  const V = (U1 * HH) % p
  const X3 = mod(R * R - HHH - 2n * V, p)
  return [X3, mod(R * (V - X3) - S1 * HHH, p), (((H * Z1) % p) * Z2) % p]
}

/** Fermat, not Euclid: the number of steps does not depend on the secret. */
function inverse(x: bigint): bigint {
  return power(x, n - 2n, n)
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (const bit of bits(exponent)) {
    result = (result * result) % modulus
    if (bit === '1') result = (result * base) % modulus
  }
  return mod(result, modulus)
}

function mod(x: bigint, modulus: bigint): bigint {
  const remainder = x % modulus
  return remainder < 0n ? remainder + modulus : remainder
}

function affine(publicKey: Uint8Array): [bigint, bigint] {
  return [integer(publicKey.subarray(1, 33)), integer(publicKey.subarray(33))]
}

function integer(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

function bytes32(x: bigint): Buffer {
  return Buffer.from(x.toString(16).padStart(64, '0'), 'hex')
}

function bits(x: bigint): string {
  return x.toString(2).padStart(256, '0')
}
