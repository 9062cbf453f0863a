/**
 * A log that another implementation wrote (transparency-dev/tessera), verified to the last byte.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { toBase64 } from '#lib/canonical'
import { openCheckpoint } from './checkpoint.ts'
import { decodeBundle } from './entry-bundle.ts'
import { growTree } from './growth.ts'
import { verifyInclusionBundle } from './inclusion-bundle.ts'
import { verifyConsistency } from './proof.ts'
import { parseVerifierKey } from './signed-note.ts'
import { bundlePath, type TileId, tilePath } from './tile.ts'
import { consistencyProofFromTiles, inclusionProofFromTiles, rootFromTiles } from './tile-proof.ts'
import { EMPTY_TREE, leafHashes } from './tree.ts'

const DATA = process.env.XINHENG_DATA_DIR ?? join(import.meta.dirname, '../../../shared/data')
const LOG = join(DATA, 'tessera-testlog/testdata/log')
const SKIP = existsSync(LOG) ? false : 'the Tessera test log is not on this machine'

const ORIGIN = 'example.com/log/testdata'
const VERIFIER_KEY = `${ORIGIN}+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx`
const SIZE = 15

const file = (path: string) => readFileSync(join(LOG, path))
const readTile = (tile: TileId) => file(tilePath(tile))
const entriesAt = (size: number) =>
  size === 0 ? [] : decodeBundle(file(bundlePath({ index: 0, width: size })), size)

test('all sixteen checkpoints are signed, and the last is the published one', {
  skip: SKIP,
}, () => {
  for (let size = 0; size <= SIZE; size++) assert.equal(checkpointAt(size).size, size)
  assert.deepEqual(file('checkpoint'), file(`checkpoint.${SIZE}`))
})

test('each checkpoint is the root of its tiles and of its entries', { skip: SKIP }, async () => {
  for (let size = 0; size <= SIZE; size++) {
    const { root } = checkpointAt(size)
    assert.deepEqual(await rootFromTiles({ size, readTile }), root)
    const { head, tiles } = growTree({
      from: EMPTY_TREE,
      leafHashes: leafHashes(entriesAt(size)),
      readTile,
    })
    assert.deepEqual(head.root, root)
    for (const tile of tiles) assert.deepEqual(tile.bytes, file(tilePath(tile)))
  }
})

test('growing one log from any of its sizes gives the other’s bytes', { skip: SKIP }, () => {
  for (let size = 0; size < SIZE; size++) {
    const added = entriesAt(SIZE).slice(size)
    const { head, tiles } = growTree({
      from: checkpointAt(size),
      leafHashes: leafHashes(added),
      readTile,
    })
    assert.deepEqual(head.root, checkpointAt(SIZE).root)
    for (const tile of tiles) assert.deepEqual(tile.bytes, file(tilePath(tile)))
  }
})

test('every pair of checkpoints is consistent', { skip: SKIP }, async () => {
  for (let size2 = 1; size2 <= SIZE; size2++) {
    for (let size1 = 1; size1 <= size2; size1++) {
      const proof = await consistencyProofFromTiles({ size1, size2, readTile })
      verifyConsistency({ from: checkpointAt(size1), to: checkpointAt(size2), proof })
    }
  }
})

test('every entry proves itself to a stranger at every size', { skip: SKIP }, async () => {
  for (let size = 1; size <= SIZE; size++) {
    for (const [index, entry] of entriesAt(size).entries()) {
      const proof = await inclusionProofFromTiles({ index, size, readTile })
      verifyInclusionBundle(
        {
          entry: toBase64(entry),
          index,
          checkpoint: file(`checkpoint.${size}`).toString(),
          proof: proof.map(toBase64),
          verifierKey: VERIFIER_KEY,
        },
        [VERIFIER_KEY],
      )
    }
  }
})

function checkpointAt(size: number) {
  const verifiers = [parseVerifierKey(VERIFIER_KEY)]
  return openCheckpoint(file(`checkpoint.${size}`), { origin: ORIGIN, verifiers })
}
