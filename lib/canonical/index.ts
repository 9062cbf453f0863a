/** The door of canonical: one text, one digest, one signature for every fact. */
export { ByteWriter } from './byte-writer.ts'
export { commitInto, commitment, SALT_BYTES, saltOf } from './commitment.ts'
export {
  fromBase64,
  fromHex,
  SHA256_BYTES,
  sha256,
  sha256Hex,
  sha256Into,
  toBase64,
  toHex,
} from './digest.ts'
export { CanonicalError, canonicalize, MAX_CANONICAL_DEPTH } from './json.ts'
export {
  exportPem,
  exportPublicKey,
  PUBLIC_KEY_BYTES,
  SIGNATURE_BYTES,
  type SignatureSuite,
  type SigningKey,
  sign,
  signingKeyFromPem,
  signingKeyFromRaw,
  type VerifyingKey,
  verify,
  verifyingKeyFromPem,
  verifyingKeyFromRaw,
  verifyingKeyOf,
} from './signature.ts'
