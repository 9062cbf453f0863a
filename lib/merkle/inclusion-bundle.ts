/**
 * One self-contained answer to “was this really logged?”: an entry, its place, the proof and the
 * signed checkpoint. A stranger verifies it offline, years later, with nothing but the log's key
 * from somewhere he trusts. The same proof is written as `.tlog-proof` text (c2sp.org/tlog-proof)
 * for programs that are not ours.
 */
import { fromBase64, toBase64 } from '#lib/canonical'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { MerkleError } from './error.ts'
import { verifyInclusion } from './proof.ts'
import { parseVerifierKey } from './signed-note.ts'
import { assertSize, HASH_BYTES, leafHash } from './tree.ts'

/** JSON: bytes are standard Base64, the checkpoint is the signed note itself. */
export type InclusionBundle = {
  /** The logged bytes. */
  readonly entry: string
  /** Position in the log, from 0. */
  readonly index: number
  /** The signed note, verbatim. */
  readonly checkpoint: string
  /** From the leaf's sibling up to the root's child. */
  readonly proof: readonly string[]
  /**
   * Which key is said to verify it. A label for people: trust comes from the verifier's own copy.
   */
  readonly verifierKey: string
}

/** What a verified bundle establishes. */
export type VerifiedInclusion = {
  readonly entry: Buffer
  readonly index: number
  readonly checkpoint: Checkpoint
}

/**
 * Verifies a bundle against the keys the verifier already trusts, never against the one the bundle
 * brings: a forger would bring its own. The log's origin is the name of its key. Order: shape, key,
 * signature, inclusion. Throws `MerkleError`; returning means that the holder of a trusted key has
 * signed a tree with exactly this entry at this index.
 */
export function verifyInclusionBundle(
  bundle: InclusionBundle,
  trustedVerifierKeys: readonly string[],
): VerifiedInclusion {
  const { entry, index, checkpoint: note, proof, verifierKey } = wellFormed(bundle)
  if (!trustedVerifierKeys.includes(verifierKey)) {
    throw new MerkleError('untrusted-key', 'the bundle names a key the verifier does not trust')
  }
  const verifier = parseVerifierKey(verifierKey)
  const checkpoint = openCheckpoint(note, { origin: verifier.name, verifiers: [verifier] })
  const bytes = decoded(entry)
  verifyInclusion({
    leafHash: leafHash(bytes),
    index,
    head: checkpoint,
    proof: proof.map(decoded),
  })
  return { entry: bytes, index, checkpoint }
}

/** Builds the bundle that `verifyInclusionBundle` verifies. */
export function inclusionBundle(parts: {
  readonly entry: Uint8Array
  readonly index: number
  readonly checkpoint: string
  readonly proof: readonly Uint8Array[]
  readonly verifierKey: string
}): InclusionBundle {
  return { ...parts, entry: toBase64(parts.entry), proof: parts.proof.map(toBase64) }
}

/** The parts of a `.tlog-proof`; the entry travels apart from it. */
export type TlogProof = {
  readonly index: number
  readonly proof: readonly Uint8Array[]
  /** The signed note, verbatim. */
  readonly checkpoint: string
  /** Opaque and unauthenticated. */
  readonly extra?: Uint8Array
}

const TLOG_PROOF_HEADER = 'c2sp.org/tlog-proof@v1'

/** The longest path in a tree of 2^53 leaves. */
const MAX_PROOF_HASHES = 53

export function formatTlogProof({ index, proof, checkpoint, extra }: TlogProof): string {
  const lines = [
    TLOG_PROOF_HEADER,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...proof.map(toBase64),
  ]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

/** Reads a `.tlog-proof` without verifying it; `malformed-proof` for any other spelling. */
export function parseTlogProof(text: string): TlogProof {
  const blank = text.indexOf('\n\n')
  if (blank < 0) throw malformed('no blank line before the checkpoint')
  const lines = text.slice(0, blank).split('\n')
  if (lines.shift() !== TLOG_PROOF_HEADER) throw malformed(`the first line is not the header`)
  const extra = lines[0]?.startsWith('extra ') ? decoded(lines.shift()!.slice(6)) : undefined
  const [, decimal] = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? '') ?? []
  if (decimal === undefined) throw malformed('no index line')
  const index = Number(decimal)
  assertSize(index, 'leaf index')
  if (lines.length > MAX_PROOF_HASHES) throw malformed(`${lines.length} hashes`)
  return { index, proof: lines.map(hashOf), checkpoint: text.slice(blank + 2), extra }
}

function hashOf(line: string): Buffer {
  const hash = decoded(line)
  if (hash.length === HASH_BYTES) return hash
  throw malformed(`a hash of ${hash.length} bytes`)
}

/** The type is a promise of whoever sent the JSON; this is the check. */
function wellFormed(bundle: InclusionBundle): InclusionBundle {
  const { entry, index, checkpoint, proof, verifierKey } = Object(bundle) as InclusionBundle
  const texts: readonly unknown[] = [entry, checkpoint, verifierKey]
  if (
    texts.every(text => typeof text === 'string') &&
    typeof index === 'number' &&
    Array.isArray(proof) &&
    proof.length <= MAX_PROOF_HASHES &&
    proof.every(hash => typeof hash === 'string')
  ) {
    return { entry, index, checkpoint, proof, verifierKey }
  }
  throw malformed('an inclusion bundle is { entry, index, checkpoint, proof, verifierKey }')
}

function decoded(base64: string): Buffer {
  try {
    return fromBase64(base64)
  } catch (cause) {
    throw malformed('not canonical Base64', { cause })
  }
}

function malformed(message: string, options?: ErrorOptions): MerkleError {
  return new MerkleError('malformed-proof', message, options)
}
