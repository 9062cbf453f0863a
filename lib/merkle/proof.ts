/**
 * Inclusion and consistency proofs (RFC 9162 §2.1.3 and §2.1.4). A proof is first a list of leaf
 * ranges whose hashes it needs; where those hashes come from, memory or tiles, is another matter.
 * Verification takes numbers and hashes from strangers and believes none of them.
 */
import { MerkleError } from './error.ts'
import { assertHashes, assertSize, HASH_BYTES, nodeHash, rootOf, type TreeHead } from './tree.ts'

/** Leaves `from` (inclusive) to `to` (exclusive), a node of the tree. */
export type LeafRange = { readonly from: number; readonly to: number }

/** The nodes beside the path from a leaf to the root, lowest first: PATH of RFC 6962 §2.1.1. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  assertSize(size)
  assertSize(index, 'leaf index')
  if (index >= size) throw new MerkleError('out-of-range', `no leaf ${index} in ${size} leaves`)
  const ranges: LeafRange[] = []
  let [from, to] = [0, size]
  while (to - from > 1) {
    const middle = from + splitOf(to - from)
    ranges.push(index < middle ? { from: middle, to } : { from, to: middle })
    if (index < middle) to = middle
    else from = middle
  }
  return ranges.reverse()
}

/** The nodes that show a tree of `size1` leaves to be a prefix of `size2`: PROOF of §2.1.2. */
export function consistencyRanges(size1: number, size2: number): LeafRange[] {
  assertSizes(size1, size2)
  const ranges: LeafRange[] = []
  let [from, to] = [0, size2]
  while (to !== size1) {
    const middle = from + splitOf(to - from)
    ranges.push(size1 <= middle ? { from: middle, to } : { from, to: middle })
    if (size1 <= middle) to = middle
    else from = middle
  }
  // The verifier knows the old root, so the node that is the whole old tree goes unsaid.
  if (from > 0) ranges.push({ from, to })
  return ranges.reverse()
}

/** The proof that leaf `index` is in the tree with these flat leaf hashes. */
export function inclusionProof(leafHashes: Uint8Array, index: number): Buffer[] {
  assertHashes(leafHashes)
  return inclusionRanges(index, leafHashes.length / HASH_BYTES).map(rangeHashIn(leafHashes))
}

/** The proof that the first `size1` of these leaves are a prefix of them all. */
export function consistencyProof(leafHashes: Uint8Array, size1: number): Buffer[] {
  assertHashes(leafHashes)
  return consistencyRanges(size1, leafHashes.length / HASH_BYTES).map(rangeHashIn(leafHashes))
}

function rangeHashIn(leafHashes: Uint8Array) {
  return ({ from, to }: LeafRange) =>
    rootOf(leafHashes.subarray(from * HASH_BYTES, to * HASH_BYTES))
}

export type InclusionClaim = {
  readonly leafHash: Uint8Array
  readonly index: number
  readonly head: TreeHead
  /** From the leaf's sibling up to the root's child. */
  readonly proof: readonly Uint8Array[]
}

/**
 * Returns if the leaf is at that index of that tree; otherwise throws `MerkleError` with code
 * `out-of-range`, `malformed-proof` or `root-mismatch`. RFC 9162 §2.1.3.2.
 */
export function verifyInclusion({ leafHash, index, head, proof }: InclusionClaim): void {
  assertSize(head.size)
  assertSize(index, 'leaf index')
  if (index >= head.size) {
    throw new MerkleError('out-of-range', `no leaf ${index} in a tree of ${head.size}`)
  }
  assertProofHashes([leafHash, ...proof])
  let fn = index
  let sn = head.size - 1
  let root = leafHash
  for (const sibling of proof) {
    if (sn === 0) throw new MerkleError('malformed-proof', 'the proof is longer than the path')
    if (isOdd(fn) || fn === sn) {
      root = nodeHash(sibling, root)
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      root = nodeHash(root, sibling)
    }
    ;[fn, sn] = [half(fn), half(sn)]
  }
  if (sn !== 0) throw new MerkleError('malformed-proof', 'the proof is shorter than the path')
  assertRoot(root, head)
}

export type ConsistencyClaim = {
  readonly from: TreeHead
  readonly to: TreeHead
  readonly proof: readonly Uint8Array[]
}

/**
 * Returns if the tree `from` is a prefix of the tree `to`; otherwise throws `MerkleError`. An empty
 * `from` is an error: every tree extends it, so the question shows a caller who lost its state.
 * RFC 9162 §2.1.4.2.
 */
export function verifyConsistency({ from, to, proof }: ConsistencyClaim): void {
  assertSizes(from.size, to.size)
  assertProofHashes(proof)
  if (from.size === to.size) {
    if (proof.length > 0) throw new MerkleError('malformed-proof', 'equal sizes need no proof')
    assertRoot(from.root, to)
    return
  }
  const nodes = isPowerOfTwo(from.size) ? [from.root, ...proof] : proof
  const [seed, ...rest] = nodes
  if (!seed) throw new MerkleError('malformed-proof', 'the proof is empty')
  assertProofHashes([seed])
  let [fn, sn] = [from.size - 1, to.size - 1]
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)]
  let [oldRoot, newRoot] = [seed, seed]
  for (const node of rest) {
    if (sn === 0) throw new MerkleError('malformed-proof', 'the proof is longer than the path')
    if (isOdd(fn) || fn === sn) {
      oldRoot = nodeHash(node, oldRoot)
      newRoot = nodeHash(node, newRoot)
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      newRoot = nodeHash(newRoot, node)
    }
    ;[fn, sn] = [half(fn), half(sn)]
  }
  if (sn !== 0) throw new MerkleError('malformed-proof', 'the proof is shorter than the path')
  assertRoot(oldRoot, from)
  assertRoot(newRoot, to)
}

function assertSizes(size1: number, size2: number): void {
  assertSize(size1)
  assertSize(size2)
  if (size1 > 0 && size1 <= size2) return
  throw new MerkleError('out-of-range', `no consistency from size ${size1} to size ${size2}`)
}

/** A hash of another width would shift the bytes of its neighbour within the hashed node. */
function assertProofHashes(hashes: readonly Uint8Array[]): void {
  if (hashes.every(hash => hash.length === HASH_BYTES)) return
  throw new MerkleError('malformed-proof', 'a hash in the proof is not 32 bytes')
}

function assertRoot(computed: Uint8Array, head: TreeHead): void {
  if (Buffer.compare(computed, head.root) === 0) return
  throw new MerkleError('root-mismatch', `the hashes do not lead to the root at size ${head.size}`)
}

/** The largest power of two smaller than `count`, for `count` > 1. */
function splitOf(count: number): number {
  let split = 1
  while (split * 2 < count) split *= 2
  return split
}

/** Bit operators would cut sizes to 32 bits. */
function half(n: number): number {
  return Math.floor(n / 2)
}

function isOdd(n: number): boolean {
  return n % 2 === 1
}

function isPowerOfTwo(n: number): boolean {
  return n === 1 || splitOf(n) * 2 === n
}
