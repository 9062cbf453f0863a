/**
 * Signed notes (c2sp.org/signed-note): a text and the lines of those who signed it. Notes arrive
 * from strangers, so every byte is attacker-controlled until a signature holds: limits come
 * first, then a grammar with one spelling, then the keys the verifier brought along. The text is
 * handed out only after that.
 */
import {
  exportPublicKey,
  fromBase64,
  fromHex,
  PUBLIC_KEY_BYTES,
  type SignatureSuite,
  type SigningKey,
  sha256,
  sign,
  toBase64,
  type VerifyingKey,
  verify,
  verifyingKeyFromRaw,
  verifyingKeyOf,
} from '#lib/canonical'
import { MerkleError } from './error.ts'

/** The limits of Go's x/mod/sumdb/note; the specification asks for at least 16 signatures. */
export const MAX_NOTE_BYTES = 1_000_000
export const MAX_NOTE_SIGNATURES = 100

/** A key with the name it signs under. */
export type NoteSigner = { readonly name: string; readonly key: SigningKey }
export type NoteVerifier = {
  readonly name: string
  /** 4 bytes; with the name it identifies a key, it does not authenticate one. */
  readonly keyId: Uint8Array
  readonly key: VerifyingKey
}

export type NoteSignature = {
  readonly name: string
  readonly keyId: Uint8Array
  readonly signature: Uint8Array
}

/** A note taken apart and not yet believed. */
export type UnverifiedNote = {
  readonly unverifiedText: string
  readonly signatures: readonly NoteSignature[]
}

/** A note that at least one trusted key has signed. */
export type VerifiedNote = {
  /** Ends in a newline. */
  readonly text: string
  readonly signedBy: readonly NoteVerifier[]
}

/** Signs a text (ending in a newline) with one key or several, each on its line. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!text.endsWith('\n') || hasControls(text) || !text.isWellFormed()) {
    throw malformed('a note is well-formed text without controls that ends in a newline')
  }
  if (signers.length < 1 || signers.length > MAX_NOTE_SIGNATURES) {
    throw malformed(`${signers.length} signatures`)
  }
  const lines = signers.map(({ name, key }) => {
    const { keyId } = noteVerifier(name, verifyingKeyOf(key))
    return `— ${name} ${toBase64(Buffer.concat([keyId, sign(key, Buffer.from(text))]))}\n`
  })
  return `${text}\n${lines.join('')}`
}

/**
 * The text of a note, if one of the verifiers' keys has signed it. Lines of unknown keys are
 * ignored (keys rotate, witnesses cosign); a line of a known key that does not hold condemns the
 * whole note. Throws `MerkleError`: `malformed-note`, `bad-signature`, `untrusted-key`.
 */
export function openNote(
  note: string | Uint8Array,
  verifiers: readonly NoteVerifier[],
): VerifiedNote {
  const { unverifiedText, signatures } = parseNote(note)
  const message = Buffer.from(unverifiedText)
  const signedBy = new Set<NoteVerifier>()
  for (const { name, keyId, signature } of signatures) {
    const known = verifiers.filter(v => v.name === name && Buffer.compare(v.keyId, keyId) === 0)
    if (known.length === 0) continue
    const holder = known.find(({ key }) => verify(key, message, signature))
    if (!holder) throw new MerkleError('bad-signature', `the signature of ${name} does not hold`)
    signedBy.add(holder)
  }
  if (signedBy.size === 0) {
    throw new MerkleError('untrusted-key', 'no trusted key has signed this note')
  }
  return { text: unverifiedText, signedBy: [...signedBy] }
}

/**
 * Takes a note apart without verifying anything. For routing and display; trust needs `openNote`.
 */
export function parseNote(note: string | Uint8Array): UnverifiedNote {
  const whole = textOf(note)
  if (hasControls(whole)) throw malformed('control characters')
  const blank = whole.lastIndexOf('\n\n')
  if (blank < 0 || !whole.endsWith('\n')) throw malformed('no blank line before signatures')
  const lines = whole.slice(blank + 2, -1).split('\n')
  if (lines.length > MAX_NOTE_SIGNATURES) throw malformed(`${lines.length} signatures`)
  return { unverifiedText: whole.slice(0, blank + 1), signatures: lines.map(signatureOf) }
}

function textOf(note: string | Uint8Array): string {
  const bytes = typeof note === 'string' ? Buffer.byteLength(note) : note.length
  if (bytes > MAX_NOTE_BYTES) throw malformed(`${bytes} bytes; the limit is ${MAX_NOTE_BYTES}`)
  try {
    const text = typeof note === 'string' ? note : UTF8.decode(note)
    if (text.isWellFormed()) return text
  } catch (cause) {
    throw malformed('not UTF-8', { cause })
  }
  throw malformed('not Unicode text')
}

function signatureOf(line: string): NoteSignature {
  const [dash, name, encoded, ...rest] = line.split(' ')
  if (dash !== '—' || !name || !isKeyName(name) || !encoded || rest.length > 0) {
    throw malformed('a signature line is “— name base64”')
  }
  const bytes = decoded(encoded, 'malformed-note')
  if (bytes.length <= KEY_ID_BYTES) throw malformed('a signature without bytes')
  return {
    name,
    keyId: bytes.subarray(0, KEY_ID_BYTES),
    signature: bytes.subarray(KEY_ID_BYTES),
  }
}

/** The verifier of a key under a name; `malformed-key` when the name cannot stand in a note. */
export function noteVerifier(name: string, key: VerifyingKey): NoteVerifier {
  if (!isKeyName(name)) throw malformedKey('key names have no spaces, controls or plus signs')
  const identity = [Buffer.from(`${name}\n`), SIGNATURE_TYPES[key.suite], exportPublicKey(key)]
  return { name, keyId: sha256(Buffer.concat(identity)).subarray(0, KEY_ID_BYTES), key }
}

/** `name+hex key ID+base64(type ‖ public key)`, the form in which a key is published. */
export function formatVerifierKey({ name, keyId, key }: NoteVerifier): string {
  const material = Buffer.concat([SIGNATURE_TYPES[key.suite], exportPublicKey(key)])
  return `${name}+${Buffer.from(keyId).toString('hex')}+${toBase64(material)}`
}

/** Reads a published key and checks that its ID is its own. Throws `malformed-key`. */
export function parseVerifierKey(text: string): NoteVerifier {
  const [, name, keyId, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? []
  if (!name || !keyId || !encoded) throw malformedKey('a verifier key is name+hex+base64')
  const material = decoded(encoded, 'malformed-key')
  for (const suite of Object.keys(SIGNATURE_TYPES) as SignatureSuite[]) {
    const type = SIGNATURE_TYPES[suite]
    if (material.length !== type.length + PUBLIC_KEY_BYTES[suite]) continue
    if (!material.subarray(0, type.length).equals(type)) continue
    const verifier = noteVerifier(name, publicKeyOf(suite, material.subarray(type.length)))
    if (fromHex(keyId).equals(verifier.keyId)) return verifier
    throw malformedKey('the key ID is not that of name and key')
  }
  throw malformedKey('an unknown signature type')
}

function publicKeyOf(suite: SignatureSuite, raw: Uint8Array): VerifyingKey {
  try {
    return verifyingKeyFromRaw(suite, raw)
  } catch (cause) {
    throw malformedKey('not a public key', { cause })
  }
}

/**
 * Ed25519 has its byte in the specification. SM2 has none: 0xff and a longer name is the form
 * reserved for such types, and readers that do not know it ignore the line.
 */
const SIGNATURE_TYPES: Readonly<Record<SignatureSuite, Buffer>> = {
  ed25519: Buffer.of(0x01),
  'sm2-sm3': Buffer.concat([Buffer.of(0xff), Buffer.from('xinheng.sm2-sm3.v1')]),
}

const KEY_ID_BYTES = 4
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function isKeyName(name: string): boolean {
  return (
    name !== '' && name.isWellFormed() && !hasControls(name) && !/[\p{White_Space}+]/u.test(name)
  )
}

/** ASCII control characters other than newline. */
function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
  return /[\u0000-\u0009\u000b-\u001f]/.test(text)
}

function decoded(base64: string, code: 'malformed-note' | 'malformed-key'): Buffer {
  try {
    return fromBase64(base64)
  } catch (cause) {
    throw new MerkleError(code, 'not canonical Base64', { cause })
  }
}

function malformed(message: string, options?: ErrorOptions): MerkleError {
  return new MerkleError('malformed-note', message, options)
}

function malformedKey(message: string, options?: ErrorOptions): MerkleError {
  return new MerkleError('malformed-key', message, options)
}
