/**
 * Appending to a tiled log: from the right edge of the tree and a batch of leaf hashes to the tiles
 * that must be written and the new root. Pure and synchronous; storage reads the edge beforehand
 * and writes the result afterwards, tiles before checkpoint.
 *
 * The edge is checked against the last signed root first. A log that signs a root over damaged
 * tiles has forked, and no later signature takes that back.
 */
import { MerkleError } from './error.ts'
import { edgeTiles, type ReadTile, TILE_WIDTH, type TileId, tileHashes } from './tile.ts'
import { assertHashes, assertSize, HASH_BYTES, rootOf, type TreeHead } from './tree.ts'

/** A tile to store: its coordinates and its `width` × 32 bytes. */
export type Tile = TileId & { readonly bytes: Buffer }

export type Growth = {
  readonly head: TreeHead
  /** Exactly `newTiles(old size, new size)`, in that order. */
  readonly tiles: readonly Tile[]
}

/**
 * Appends leaves to the tree whose head is `from`. `readTile` is asked only for
 * `edgeTiles(from.size)`, so a caller with asynchronous storage loads those into a map. Throws
 * `MerkleError`: `root-mismatch` when the stored edge is not that tree's, `malformed-tile`,
 * `out-of-range`.
 *
 * @example
 * const batch = leafHashes(entries)
 * const { head, tiles } = growTree({ from: EMPTY_TREE, leafHashes: batch, readTile })
 */
export function growTree(args: {
  readonly from: TreeHead
  /** Flat, 32 bytes per new entry. */
  readonly leafHashes: Uint8Array
  readonly readTile: ReadTile
}): Growth {
  const { from, leafHashes, readTile } = args
  assertHashes(leafHashes)
  const size = from.size + leafHashes.length / HASH_BYTES
  assertSize(size)
  const edge = new Map(
    edgeTiles(from.size).map(tile => [tile.level, tileHashes(tile, readTile(tile))]),
  )
  if (!rootOfRows([...edge.values()]).equals(from.root)) {
    throw new MerkleError('root-mismatch', `the stored tiles are not the tree of ${from.size}`)
  }
  const tiles: Tile[] = []
  const ends: Uint8Array[] = []
  let [before, after, added] = [from.size, size, leafHashes]
  for (let level = 0; after > 0; level++) {
    const row = Buffer.concat([edge.get(level) ?? NOTHING, added])
    const first = Math.floor(before / TILE_WIDTH)
    const full = Math.floor(row.length / TILE_BYTES)
    if (added.length > 0) for (const tile of tilesOf(row, level, first)) tiles.push(tile)
    ends.push(row.subarray(full * TILE_BYTES))
    added = rootsOf(row, full)
    before = first
    after = Math.floor(after / TILE_WIDTH)
  }
  return { head: { size, root: rootOfRows(ends) }, tiles }
}

/**
 * The root of a tree from the unfinished ends of its levels, lowest first. What is left of one
 * level is a ragged last subtree of the next.
 */
function rootOfRows(ends: readonly Uint8Array[]): Buffer {
  let ragged: Uint8Array = NOTHING
  for (const end of ends) {
    const row = Buffer.concat([end, ragged])
    if (row.length > 0) ragged = rootOf(row)
  }
  return rootOf(ragged)
}

function tilesOf(row: Buffer, level: number, first: number): Tile[] {
  const tiles: Tile[] = []
  for (let start = 0; start < row.length; start += TILE_BYTES) {
    const bytes = row.subarray(start, start + TILE_BYTES)
    tiles.push({
      level,
      index: first + start / TILE_BYTES,
      width: bytes.length / HASH_BYTES,
      bytes,
    })
  }
  return tiles
}

/** The roots of the first `full` tiles of a row: the hashes they add to the level above. */
function rootsOf(row: Buffer, full: number): Buffer {
  const roots = Buffer.allocUnsafe(full * HASH_BYTES)
  for (let i = 0; i < full; i++) {
    rootOf(row.subarray(i * TILE_BYTES, (i + 1) * TILE_BYTES)).copy(roots, i * HASH_BYTES)
  }
  return roots
}

const TILE_BYTES = TILE_WIDTH * HASH_BYTES
const NOTHING = Buffer.alloc(0)
