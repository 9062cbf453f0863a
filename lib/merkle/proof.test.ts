/** Proofs by transparency-dev's vectors where they are at hand, and by laws everywhere. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import fc from 'fast-check'
import {
  consistencyProof,
  consistencyRanges,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from './proof.ts'
import { HASH_BYTES, leafHashes, rootOf, type TreeHead } from './tree.ts'

const DATA = process.env.XINHENG_DATA_DIR ?? join(import.meta.dirname, '../../../shared/data')
const VECTORS = join(DATA, 'transparency-dev-merkle/testdata')

const LEAVES = leafHashes(Array.from({ length: 300 }, (_, i) => Buffer.from(`leaf ${i}`)))
const HEADS = Array.from({ length: 301 }, (_, size) => headOf(size))

test('every leaf of every small tree proves, and proves nothing else', () => {
  for (let size = 1; size <= 40; size++) {
    for (let index = 0; index < size; index++) {
      const proof = inclusionProof(firstLeaves(size), index)
      verifyInclusion({ leafHash: leafAt(index), index, head: HEADS[size]!, proof })
      for (const other of [index - 1, index + 1]) {
        assert.throws(() =>
          verifyInclusion({ leafHash: leafAt(index), index: other, head: HEADS[size]!, proof }),
        )
      }
    }
  }
})

test('every earlier size of every small tree is shown to be a prefix', () => {
  for (let size2 = 1; size2 <= 40; size2++) {
    for (let size1 = 1; size1 <= size2; size1++) {
      const proof = consistencyProof(firstLeaves(size2), size1)
      verifyConsistency({ from: HEADS[size1]!, to: HEADS[size2]!, proof })
    }
  }
})

test('larger trees prove as well', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), (size, n) => {
      const index = n % size
      const leaves = firstLeaves(size)
      const head = HEADS[size]!
      verifyInclusion({
        leafHash: leafAt(index),
        index,
        head,
        proof: inclusionProof(leaves, index),
      })
      verifyConsistency({
        from: HEADS[index + 1]!,
        to: head,
        proof: consistencyProof(leaves, index + 1),
      })
    }),
  )
})

test('one flipped bit anywhere in leaf, root or inclusion proof fails', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), (size, n, bit) => {
      const index = n % size
      const proof = inclusionProof(firstLeaves(size), index)
      const parts = [leafAt(index), Buffer.from(HEADS[size]!.root), ...proof]
      const [leafHash, root, ...rest] = flipped(parts, bit)
      assert.throws(
        () =>
          verifyInclusion({ leafHash: leafHash!, index, head: { size, root: root! }, proof: rest }),
        { code: 'root-mismatch' },
      )
    }),
  )
})

test('one flipped bit anywhere in roots or consistency proof fails', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), (size, n, bit) => {
      const size1 = 1 + (n % (size - 1))
      const proof = consistencyProof(firstLeaves(size), size1)
      const parts = [Buffer.from(HEADS[size1]!.root), Buffer.from(HEADS[size]!.root), ...proof]
      const [root1, root2, ...rest] = flipped(parts, bit)
      assert.throws(
        () =>
          verifyConsistency({
            from: { size: size1, root: root1! },
            to: { size, root: root2! },
            proof: rest,
          }),
        { code: 'root-mismatch' },
      )
    }),
  )
})

test('proofs with a hash too many, too few or of another width are malformed', () => {
  const [head, index] = [HEADS[200]!, 77]
  const proof = inclusionProof(firstLeaves(200), index)
  const leafHash = leafAt(index)
  for (const bent of [proof.slice(1), proof.slice(0, -1), [...proof, proof[0]!]]) {
    assert.throws(() => verifyInclusion({ leafHash, index, head, proof: bent }))
  }
  const longer = [Buffer.alloc(33), ...proof.slice(1)]
  assert.throws(() => verifyInclusion({ leafHash, index, head, proof: longer }), {
    code: 'malformed-proof',
  })
  const endless = Array.from({ length: 100_000 }, () => leafHash)
  assert.throws(() => verifyInclusion({ leafHash, index, head, proof: endless }), {
    code: 'malformed-proof',
  })
})

test('sizes and indices that no tree has are out of range', () => {
  const head = HEADS[8]!
  const leafHash = leafAt(0)
  for (const index of [-1, 8, 0.5, Number.NaN, 2 ** 53]) {
    assert.throws(() => verifyInclusion({ leafHash, index, head, proof: [] }), {
      code: 'out-of-range',
    })
  }
  for (const [size1, size2] of [
    [0, 0],
    [0, 8],
    [8, 7],
    [1.5, 8],
    [1, 2 ** 53],
  ] as const) {
    const from = { size: size1, root: head.root }
    const to = { size: size2, root: head.root }
    assert.throws(() => verifyConsistency({ from, to, proof: [] }), { code: 'out-of-range' })
    assert.throws(() => consistencyRanges(size1, size2), { code: 'out-of-range' })
  }
})

type InclusionVector = {
  leafIdx: number
  treeSize: number
  root: string | null
  leafHash: string | null
  proof: string[] | null
  desc: string
  wantErr: boolean
}

test('the 98 inclusion vectors of transparency-dev/merkle are judged as published', t => {
  if (!existsSync(VECTORS)) return t.skip('the transparency-dev vectors are not on this machine')
  const vectors = vectorsIn<InclusionVector>('inclusion')
  assert.equal(vectors.length, 98)
  for (const { leafIdx, treeSize, root, leafHash, proof, desc, wantErr } of vectors) {
    judge(desc, wantErr, () =>
      verifyInclusion({
        leafHash: bytes(leafHash),
        index: leafIdx,
        head: { size: treeSize, root: bytes(root) },
        proof: (proof ?? []).map(bytes),
      }),
    )
  }
})

type ConsistencyVector = {
  size1: number
  size2: number
  root1: string | null
  root2: string | null
  proof: string[] | null
  desc: string
  wantErr: boolean
}

test('the 98 consistency vectors of transparency-dev/merkle are judged as published', t => {
  if (!existsSync(VECTORS)) return t.skip('the transparency-dev vectors are not on this machine')
  const vectors = vectorsIn<ConsistencyVector>('consistency')
  assert.equal(vectors.length, 98)
  for (const { size1, size2, root1, root2, proof, desc, wantErr } of vectors) {
    judge(desc, wantErr, () =>
      verifyConsistency({
        from: { size: size1, root: bytes(root1) },
        to: { size: size2, root: bytes(root2) },
        proof: (proof ?? []).map(bytes),
      }),
    )
  }
})

function vectorsIn<Vector>(folder: string): Vector[] {
  const names = readdirSync(join(VECTORS, folder), { recursive: true, encoding: 'utf8' })
  return names
    .filter(name => name.endsWith('.json'))
    .map(name => JSON.parse(readFileSync(join(VECTORS, folder, name), 'utf8')))
}

function judge(desc: string, wantErr: boolean, verify: () => void): void {
  if (wantErr) assert.throws(verify, { name: 'MerkleError' }, desc)
  else assert.doesNotThrow(verify, desc)
}

function bytes(base64: string | null): Buffer {
  return Buffer.from(base64 ?? '', 'base64')
}

function firstLeaves(size: number): Buffer {
  return LEAVES.subarray(0, size * HASH_BYTES)
}

function leafAt(index: number): Buffer {
  return LEAVES.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES)
}

function headOf(size: number): TreeHead {
  return { size, root: rootOf(firstLeaves(size)) }
}

/** Copies of all parts, with one bit of one of them flipped. */
function flipped(parts: readonly Buffer[], bit: number): Buffer[] {
  const copies = parts.map(part => Buffer.from(part))
  const at = bit % (copies.length * HASH_BYTES * 8)
  copies[Math.floor(at / (HASH_BYTES * 8))]![(at >> 3) % HASH_BYTES]! ^= 1 << (at & 7)
  return copies
}
