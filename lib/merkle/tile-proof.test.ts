/** Proofs from tiles equal proofs from leaves, up to trees no memory could hold. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { growTree } from './growth.ts'
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from './proof.ts'
import { type TileId, tilePath } from './tile.ts'
import { consistencyProofFromTiles, inclusionProofFromTiles, rootFromTiles } from './tile-proof.ts'
import { EMPTY_TREE, HASH_BYTES, leafHash, MAX_TREE_SIZE, nodeHash, rootOf } from './tree.ts'

const SIZE = 70_000
const LEAVES = Buffer.alloc(SIZE * HASH_BYTES)
for (let i = 0; i < SIZE; i++) LEAVES.writeUInt32BE(i, i * HASH_BYTES)
const TILES = new Map(
  growTree({ from: EMPTY_TREE, leafHashes: LEAVES, readTile: () => LEAVES }).tiles.map(tile => [
    tilePath(tile),
    tile.bytes,
  ]),
)

/**
 * The log kept only what a tree of 70,000 has: earlier partial tiles are cut from the full ones.
 */
function readTile({ level, index, width }: TileId): Uint8Array {
  for (let kept = width; kept <= 256; kept++) {
    const tile = TILES.get(tilePath({ level, index, width: kept }))
    if (tile) return tile
  }
  throw new Error(`asked for ${tilePath({ level, index, width })}`)
}

const sizes = fc.oneof(
  fc.integer({ min: 1, max: SIZE }),
  fc.constantFrom(1, 2, 255, 256, 257, 512, 65_535, 65_536, 65_537, SIZE),
)

test('proofs and roots from tiles equal those from leaves, at every past size', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), async (size, n) => {
      const leaves = LEAVES.subarray(0, size * HASH_BYTES)
      const [index, size1] = [n % size, 1 + (n % size)]
      assert.deepEqual(await rootFromTiles({ size, readTile }), rootOf(leaves))
      assert.deepEqual(
        await inclusionProofFromTiles({ index, size, readTile }),
        inclusionProof(leaves, index),
      )
      assert.deepEqual(
        await consistencyProofFromTiles({ size1, size2: size, readTile }),
        consistencyProof(leaves, size1),
      )
    }),
    { numRuns: 25 },
  )
})

test('an inclusion proof reads each tile once, and few of them', async () => {
  const asked: string[] = []
  await inclusionProofFromTiles({
    index: 1000,
    size: SIZE,
    readTile: async tile => {
      asked.push(tilePath(tile))
      return readTile(tile)
    },
  })
  assert.equal(new Set(asked).size, asked.length)
  assert.deepEqual(asked.sort(), [
    'tile/0/003',
    'tile/0/273.p/112',
    'tile/1/000',
    'tile/1/001.p/17',
  ])
})

test('the empty tree has its root without tiles', async () => {
  const refuse = () => assert.fail('no tile exists')
  assert.deepEqual(await rootFromTiles({ size: 0, readTile: refuse }), EMPTY_TREE.root)
})

test('torn or narrow tiles are refused, and lying ones give proofs that fail', async () => {
  const args = { index: 5, size: 300 }
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(33), Buffer.alloc(8224)]) {
    await assert.rejects(inclusionProofFromTiles({ ...args, readTile: () => bytes }), {
      code: 'malformed-tile',
    })
  }
  const proof = await inclusionProofFromTiles({ ...args, readTile: () => Buffer.alloc(8192) })
  const head = { size: 300, root: await rootFromTiles({ size: 300, readTile }) }
  assert.throws(
    () =>
      verifyInclusion({
        leafHash: readTile({ level: 0, index: 0, width: 256 }).subarray(160, 192),
        index: 5,
        head,
        proof,
      }),
    {
      code: 'root-mismatch',
    },
  )
})

test('the arithmetic holds to 2^53−1 leaves', async () => {
  const leaf = leafHash(Buffer.from('the same fact, over and over'))
  const perfect = [leaf]
  for (let height = 1; height <= 53; height++) {
    perfect.push(nodeHash(perfect[height - 1]!, perfect[height - 1]!))
  }
  /** Every tile of a log of identical entries repeats one hash, so none need be stored. */
  const readTile = async ({ level, width }: TileId) =>
    Buffer.concat(Array.from({ length: width }, () => perfect[8 * level]!))
  const headAt = async (size: number) => ({ size, root: await rootFromTiles({ size, readTile }) })
  const huge = fc.integer({ min: 2 ** 31, max: MAX_TREE_SIZE })
  await fc.assert(
    fc.asyncProperty(huge, fc.maxSafeNat(), async (size, n) => {
      const [index, size1] = [n % size, 1 + (n % size)]
      const head = await headAt(size)
      const proof = await inclusionProofFromTiles({ index, size, readTile })
      verifyInclusion({ leafHash: leaf, index, head, proof })
      verifyConsistency({
        from: await headAt(size1),
        to: head,
        proof: await consistencyProofFromTiles({ size1, size2: size, readTile }),
      })
    }),
    { numRuns: 30 },
  )
})
