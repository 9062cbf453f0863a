/**
 * The Merkle tree of RFC 6962 §2.1 (RFC 9162 §2.1) over SHA-256. Many hashes travel as one flat
 * buffer, 32 bytes each, because a log appends thousands at a time and an object per hash would
 * cost more than the hashing.
 */
import { SHA256_BYTES, sha256, sha256Into } from '#lib/canonical'
import { MerkleError } from './error.ts'

export const HASH_BYTES = SHA256_BYTES

/** Sizes are JavaScript integers; at 150,000 entries a second this lasts 1,900 years. */
export const MAX_TREE_SIZE = Number.MAX_SAFE_INTEGER

/** An entry's length is a uint16 in C2SP entry bundles. */
export const MAX_ENTRY_BYTES = 65535

/** What a checkpoint commits to: all entries below `size`, in order. */
export type TreeHead = { readonly size: number; readonly root: Uint8Array }

export const EMPTY_TREE: TreeHead = { size: 0, root: sha256('') }

/** MTH({entry}) = SHA-256(0x00 ‖ entry). */
export function leafHash(entry: Uint8Array): Buffer {
  return leafHashes([entry])
}

/** The leaf hashes of many entries as one flat buffer of 32 bytes each. */
export function leafHashes(entries: readonly Uint8Array[]): Buffer {
  const hashes = Buffer.allocUnsafe(entries.length * HASH_BYTES)
  entries.forEach((entry, i) => {
    assertEntry(entry)
    leaf.set(entry, 1)
    sha256Into(hashes, i * HASH_BYTES, leaf.subarray(0, 1 + entry.length))
  })
  return hashes
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1)
  pair.set(right, 1 + HASH_BYTES)
  return sha256(pair)
}

/**
 * MTH of the leaves with these flat hashes. Also the root of any complete run of equal subtrees,
 * the last of which may be ragged: splitting at the largest power of two, as the RFC does, is the
 * same tree as pairing neighbours and promoting the one left over.
 */
export function rootOf(hashes: Uint8Array): Buffer {
  assertHashes(hashes)
  if (hashes.length === 0) return Buffer.from(EMPTY_TREE.root)
  const row = Buffer.from(hashes)
  let bytes = row.length
  while (bytes > HASH_BYTES) bytes = pairUp(row, bytes)
  return row.subarray(0, HASH_BYTES)
}

/**
 * Overwrites the first `bytes` of a row of hashes with the row above it; returns that row's
 * length.
 */
function pairUp(row: Buffer, bytes: number): number {
  let above = 0
  let below = 0
  for (; below + 2 * HASH_BYTES <= bytes; below += 2 * HASH_BYTES, above += HASH_BYTES) {
    row.copy(pair, 1, below, below + 2 * HASH_BYTES)
    sha256Into(row, above, pair)
  }
  if (below === bytes) return above
  row.copyWithin(above, below, bytes)
  return above + HASH_BYTES
}

/**
 * Scratch for hash inputs, shared by all calls: hashing is synchronous and the prefix stays put.
 */
const pair = Buffer.alloc(1 + 2 * HASH_BYTES, 1)
const leaf = Buffer.alloc(1 + MAX_ENTRY_BYTES)

export function assertEntry(entry: Uint8Array): void {
  if (entry.length <= MAX_ENTRY_BYTES) return
  throw new MerkleError('out-of-range', `an entry of ${entry.length} bytes; the limit is 65535`)
}

export function assertHashes(hashes: Uint8Array): void {
  if (hashes.length % HASH_BYTES === 0) return
  throw new MerkleError('out-of-range', `${hashes.length} bytes are not a row of 32-byte hashes`)
}

export function assertSize(size: number, what = 'tree size'): void {
  if (Number.isSafeInteger(size) && size >= 0) return
  throw new MerkleError('out-of-range', `${what} ${size} is not an integer from 0 to 2^53−1`)
}
