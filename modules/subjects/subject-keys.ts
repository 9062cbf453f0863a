/**
 * Personal fields at rest (invariant 7): sealed with AES-256-GCM under a key of the subject's own, which is wrapped by
 * the master key. Whoever destroys the wrapped key erases the person everywhere, copies in the append-only facts
 * included (个人信息保护法 art. 47). A keyed digest lets a resident id be looked up without being readable.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

export type DataKey = { readonly key: Uint8Array; readonly wrapped: Uint8Array }

export type SubjectKeys = {
  /** A fresh data key for a subject; store `wrapped`. */
  create(subjectId: string): DataKey
  unwrap(subjectId: string, wrapped: Uint8Array): Uint8Array
  /** Keyed digest of a personal code: the same code gives the same digest, and nobody without the key can try guesses. */
  blindIndex(kind: string, value: string): string
  /** For texts that belong to no subject yet: what waits for review, lines that were refused. */
  sealOutside(purpose: string, text: string): string
  openOutside(purpose: string, sealed: string): string
}

export const masterKeyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** `masterKey` is 32 random bytes, kept outside the database. */
export function subjectKeys(masterKey: Uint8Array): SubjectKeys {
  if (masterKey.length !== masterKeyBytes)
    throw new RangeError(`the master key must have ${masterKeyBytes} bytes`)
  const derived = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', masterKey, '', `xinheng subjects ${purpose}`, 32))
  const wrapping = derived('wrap')
  const blind = derived('blind index')
  const outside = derived('outside')
  return {
    create: subjectId => {
      const key = randomBytes(32)
      return { key, wrapped: encrypt(wrapping, key, subjectId) }
    },
    unwrap: (subjectId, wrapped) => decrypt(wrapping, wrapped, subjectId),
    blindIndex: (kind, value) =>
      createHmac('sha256', blind).update(`${kind}:${value}`).digest('base64url'),
    sealOutside: (purpose, text) => sealField(outside, purpose, text),
    openOutside: (purpose, sealed) => openField(outside, purpose, sealed),
  }
}

/** Seals one field; `name` is bound into it, so that a sealed phone cannot pass for a sealed name. */
export const sealField = (key: Uint8Array, name: string, text: string): string =>
  encrypt(key, Buffer.from(text, 'utf8'), name).toString('base64url')

/** Throws where the field was changed, moved to another name, or sealed under another key. */
export const openField = (key: Uint8Array, name: string, sealed: string): string =>
  Buffer.from(decrypt(key, Buffer.from(sealed, 'base64url'), name)).toString('utf8')

/** nonce (12) ‖ ciphertext ‖ tag (16). */
function encrypt(key: Uint8Array, plain: Uint8Array, bound: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(bound))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: Uint8Array, box: Uint8Array, bound: string): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(Buffer.from(bound))
  decipher.setAuthTag(box.subarray(box.length - tagBytes))
  return Buffer.concat([
    decipher.update(box.subarray(nonceBytes, box.length - tagBytes)),
    decipher.final(),
  ])
}
