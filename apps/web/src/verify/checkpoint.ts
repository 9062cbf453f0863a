/**
 * Reads a signed checkpoint (c2sp.org/tlog-checkpoint, signed-note) and checks its Ed25519 signature by WebCrypto.
 * Lines of keys we do not know are ignored, as the specification asks: keys rotate and witnesses cosign.
 */
import { type Bytes, equal, fromBase64, sha256, toHex, utf8 } from './bytes.ts'
import { HASH_BYTES, type Head } from './tree.ts'

export type Checkpoint = Head & {
  readonly origin: string
  /** What is signed: the text up to and including its last newline. */
  readonly text: string
  readonly signatures: readonly Signature[]
}

type Signature = { readonly name: string; readonly keyId: Bytes; readonly bytes: Bytes }

/** Takes a note apart and believes nothing yet. Throws `RangeError`. */
export function readCheckpoint(note: string): Checkpoint {
  const blank = note.lastIndexOf('\n\n')
  if (blank < 0 || !note.endsWith('\n')) throw new RangeError('not a signed note')
  const text = note.slice(0, blank + 1)
  const [origin, decimal, base64] = text.split('\n')
  if (!origin || !decimal || !/^(0|[1-9]\d{0,15})$/.test(decimal) || !base64)
    throw new RangeError('not a checkpoint')
  const root = fromBase64(base64)
  if (root.length !== HASH_BYTES) throw new RangeError('the root is not 32 bytes')
  const signatures = note
    .slice(blank + 2, -1)
    .split('\n')
    .map(signatureOf)
  return { origin, size: Number(decimal), root, text, signatures }
}

function signatureOf(line: string): Signature {
  const [dash, name, encoded] = line.split(' ')
  if (dash !== '—' || !name || !encoded) throw new RangeError('not a signature line')
  const bytes = fromBase64(encoded)
  return { name, keyId: bytes.subarray(0, 4), bytes: bytes.subarray(4) }
}

export type Verdict = 'holds' | 'fails' | 'unsupported'

/** Whether the holder of `verifierKey` (`name+hex id+base64`) signed the checkpoint. Throws `RangeError`. */
export async function signatureVerdict(
  checkpoint: Checkpoint,
  verifierKey: string,
): Promise<Verdict> {
  const { name, id, publicKey } = await readVerifierKey(verifierKey)
  if (checkpoint.origin !== name) return 'fails'
  const own = checkpoint.signatures.filter(s => s.name === name && equal(s.keyId, id))
  if (own.length === 0) return 'fails'
  const key = await ed25519Key(publicKey)
  if (!key) return 'unsupported'
  for (const { bytes } of own)
    if (!(await crypto.subtle.verify('Ed25519', key, bytes, utf8(checkpoint.text)))) return 'fails'
  return 'holds'
}

async function readVerifierKey(text: string) {
  const [, name, hexId, base64] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? []
  if (!name || !hexId || !base64) throw new RangeError('not a verifier key')
  const material = fromBase64(base64)
  if (material[0] !== 1 || material.length !== 33) throw new RangeError('not an Ed25519 key')
  const id = (await sha256(utf8(`${name}\n`), material)).subarray(0, 4)
  if (toHex(id) !== hexId) throw new RangeError('the key id is not that of name and key')
  return { name, id, publicKey: material.subarray(1) }
}

async function ed25519Key(raw: Bytes): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify'])
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return null
    throw error
  }
}
