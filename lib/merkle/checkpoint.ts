/**
 * Checkpoints (c2sp.org/tlog-checkpoint): the signed note in which a log commits to its size and
 * root. A log must never sign two that are inconsistent; whoever holds both has proof of the
 * fork.
 */
import { fromBase64, toBase64 } from '#lib/canonical'
import { MerkleError } from './error.ts'
import { type NoteSigner, type NoteVerifier, openNote, signNote } from './signed-note.ts'
import { assertSize, EMPTY_TREE, HASH_BYTES, type TreeHead } from './tree.ts'

export type Checkpoint = TreeHead & {
  /** The identity of the log, e.g. `credit.example.gov.cn/log`. */
  readonly origin: string
  /** Opaque lines; not recommended, since monitors cannot audit them. */
  readonly extensions?: readonly string[]
}

/** The note text of a checkpoint. Throws `malformed-checkpoint` or `out-of-range`. */
export function formatCheckpoint({ origin, size, root, extensions = [] }: Checkpoint): string {
  assertSize(size)
  assertRoot(size, root)
  const lines = [origin, String(size), toBase64(root), ...extensions]
  if (lines.every(line => line !== '' && !line.includes('\n'))) return `${lines.join('\n')}\n`
  throw malformed('origin and extensions are non-empty single lines')
}

/** Strict inverse of `formatCheckpoint`; says nothing about signatures. */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith('\n')) throw malformed('no final newline')
  const lines = text.slice(0, -1).split('\n')
  const [origin, decimal, base64, ...extensions] = lines
  if (!origin || !decimal || !base64 || extensions.includes('')) {
    throw malformed('a checkpoint has at least three lines, none of them empty')
  }
  if (!/^(0|[1-9][0-9]*)$/.test(decimal)) throw malformed('the size is not a plain decimal')
  const size = Number(decimal)
  assertSize(size)
  const root = rootOf(base64)
  assertRoot(size, root)
  return { origin, size, root, extensions }
}

/** A checkpoint as the log publishes it, signed. */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): string {
  return signNote(formatCheckpoint(checkpoint), signers)
}

/**
 * Verifies a published checkpoint of the log `origin`. The origin is checked because a key that
 * signs for two logs would otherwise lend one log the other's tree. Throws `MerkleError`.
 */
export function openCheckpoint(
  note: string | Uint8Array,
  trusted: { readonly origin: string; readonly verifiers: readonly NoteVerifier[] },
): Checkpoint & { readonly signedBy: readonly NoteVerifier[] } {
  const { text, signedBy } = openNote(note, trusted.verifiers)
  const checkpoint = parseCheckpoint(text)
  if (checkpoint.origin !== trusted.origin) {
    throw new MerkleError('unexpected-origin', `a checkpoint of another log, ${checkpoint.origin}`)
  }
  return { ...checkpoint, signedBy }
}

function rootOf(base64: string): Buffer {
  try {
    return fromBase64(base64)
  } catch (cause) {
    throw malformed('the root is not canonical Base64', { cause })
  }
}

function assertRoot(size: number, root: Uint8Array): void {
  if (root.length !== HASH_BYTES) throw malformed(`a root of ${root.length} bytes`)
  if (size === 0 && Buffer.compare(root, EMPTY_TREE.root) !== 0) {
    throw malformed('an empty tree has the hash of nothing as its root')
  }
}

function malformed(message: string, options?: ErrorOptions): MerkleError {
  return new MerkleError('malformed-checkpoint', message, options)
}
