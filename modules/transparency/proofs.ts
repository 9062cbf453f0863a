/**
 * Proofs that a stranger checks offline: a fact's text, its salt, the path to a signed checkpoint. The salt is revealed
 * for this one fact only; it says nothing about the salts of its neighbours (lib/canonical).
 */
import { commitment, fromBase64, saltOf, toBase64 } from '#lib/canonical'
import {
  consistencyProofFromTiles,
  type InclusionBundle,
  inclusionBundle,
  inclusionProofFromTiles,
  MerkleError,
  type VerifiedInclusion,
  verifyInclusionBundle,
} from '#lib/merkle'
import type { Db } from '#platform/database'
import { refuse } from '#platform/runtime'
import type { LogKeys } from './keys.ts'
import { newestCheckpoint, readEntry, tileReader } from './reads.ts'

export type FactPlace = { readonly batchId: string; readonly ordinal: number }

/** The proof that the entry of a fact is in the log. Refuses unknown facts and those still waiting. */
export async function proveInclusion(
  db: Db,
  keys: LogKeys,
  place: FactPlace,
): Promise<InclusionBundle> {
  return (await provenEntry(db, keys, place)).inclusion
}

/** Everything a stranger needs to check one fact: only for whoever may see its text. */
export type FactProof = {
  /** The fact's canonical text (RFC 8785), byte for byte as it was logged. */
  readonly body: string
  /** Base64, 16 bytes: the entry is SHA-256(salt ‖ body). */
  readonly salt: string
  readonly inclusion: InclusionBundle
}

/** `body` is the stored text of the fact, which the caller has decided to show. */
export async function proveFact(
  db: Db,
  keys: LogKeys,
  { body, ...place }: FactPlace & { readonly body: string },
): Promise<FactProof> {
  const { inclusion, salt } = await provenEntry(db, keys, place)
  return { body, salt: toBase64(saltOf(salt, place.ordinal)), inclusion }
}

/** As the contract answers it, whose arrays are not read-only. */
export const shownFactProof = ({ inclusion, ...opening }: FactProof) => ({
  ...opening,
  inclusion: { ...inclusion, proof: [...inclusion.proof] },
})

/**
 * Checks a fact's proof with nothing but keys trusted beforehand. Throws `MerkleError`; `root-mismatch` too where the
 * text or the salt is not what was logged.
 */
export function verifyFactProof(
  proof: FactProof,
  trustedVerifierKeys: readonly string[],
): VerifiedInclusion {
  const verified = verifyInclusionBundle(proof.inclusion, trustedVerifierKeys)
  if (commitment(fromBase64(proof.salt), proof.body).equals(verified.entry)) return verified
  throw new MerkleError('root-mismatch', 'the text is not the one that was logged')
}

async function provenEntry(db: Db, keys: LogKeys, { batchId, ordinal }: FactPlace) {
  const found = await readEntry(db, batchId, ordinal)
  if (!found) return refuse('log.entry-unknown', { batch: batchId, ordinal })
  const { entry, salt, index } = found
  const checkpoint = await newestCheckpoint(db)
  if (index === undefined || !checkpoint || checkpoint.size <= index)
    return refuse('log.entry-waiting', { batch: batchId, ordinal })
  const { size, note } = checkpoint
  const proof = await inclusionProofFromTiles({ index, size, readTile: tileReader(db) })
  const { verifierKey } = keys
  return {
    salt,
    inclusion: inclusionBundle({ entry, index, checkpoint: note, proof, verifierKey }),
  }
}

/** The proof that the tree of `from` entries is the beginning of the tree of `to`. */
export async function proveConsistency(
  db: Db,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<string[]> {
  const size = (await newestCheckpoint(db))?.size ?? 0
  if (from < 1 || from > to || to > size) return refuse('log.sizes-wrong', { from, to, size })
  const proof = await consistencyProofFromTiles({
    size1: from,
    size2: to,
    readTile: tileReader(db),
  })
  return proof.map(toBase64)
}
