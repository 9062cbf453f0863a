/**
 * SHA-256 and the two spellings of bytes the product uses in public: lowercase hex and standard
 * Base64 (RFC 4648 §4). Decoding is strict, because a digest that may be spelled two ways can be
 * logged once and denied once.
 */
import { hash } from 'node:crypto'

export const SHA256_BYTES = 32

/** The SHA-256 digest (FIPS 180-4) of bytes, or of a text's UTF-8 bytes. 32 bytes. */
export function sha256(data: Uint8Array | string): Buffer {
  return Buffer.from(sha256Latin1(data), 'latin1')
}

/** Writes the digest of `data` into `target` at `offset`. For loops over millions of hashes. */
export function sha256Into(target: Buffer, offset: number, data: Uint8Array | string): void {
  target.write(sha256Latin1(data), offset, SHA256_BYTES, 'latin1')
}

export function sha256Hex(data: Uint8Array | string): string {
  return hash('sha256', data, 'hex')
}

/**
 * One character per byte. Taking the digest as text spares the native buffer that `'buffer'`
 * allocates for each call: 3.0 against 0.56 million 65-byte hashes a second (Node 26.10, EPYC,
 * November 2026).
 */
export function sha256Latin1(data: Uint8Array | string): string {
  return hash('sha256', data, 'binary')
}

export function toHex(bytes: Uint8Array): string {
  return view(bytes).toString('hex')
}

/** Strict inverse of `toHex`: an even number of lowercase digits, or `RangeError`. */
export function fromHex(text: string): Buffer {
  const bytes = Buffer.from(text, 'hex')
  if (bytes.toString('hex') !== text) throw new RangeError('not lowercase hex')
  return bytes
}

export function toBase64(bytes: Uint8Array): string {
  return view(bytes).toString('base64')
}

/** Strict inverse of `toBase64`: padded, standard alphabet, no spare bits, or `RangeError`. */
export function fromBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw new RangeError('not canonical standard Base64')
  return bytes
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
