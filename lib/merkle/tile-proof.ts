/**
 * Roots and proofs computed from tiles, for any entry and any past size. Every tile needed is asked
 * for at once, so a client fetches them in parallel. Tiles may come from a cache or a mirror that
 * lies: nothing here verifies them, the proof they give does.
 */
import { consistencyRanges, inclusionRanges, type LeafRange } from './proof.ts'
import {
  type ReadTileAsync,
  TILE_HEIGHT,
  TILE_WIDTH,
  type TileId,
  tileHashes,
  tilePath,
  tileWidth,
} from './tile.ts'
import { assertSize, EMPTY_TREE, HASH_BYTES, nodeHash, rootOf } from './tree.ts'

/** The inclusion proof of leaf `index` in the tree of `size`. */
export function inclusionProofFromTiles(args: {
  readonly index: number
  readonly size: number
  readonly readTile: ReadTileAsync
}): Promise<Buffer[]> {
  return hashesOf(inclusionRanges(args.index, args.size), args)
}

/** The proof that the tree of `size1` is a prefix of the tree of `size2`. */
export function consistencyProofFromTiles(args: {
  readonly size1: number
  readonly size2: number
  readonly readTile: ReadTileAsync
}): Promise<Buffer[]> {
  const { size1, size2, readTile } = args
  return hashesOf(consistencyRanges(size1, size2), { size: size2, readTile })
}

/** The root of the tree at `size`, now or in the past. */
export async function rootFromTiles(args: {
  readonly size: number
  readonly readTile: ReadTileAsync
}): Promise<Buffer> {
  assertSize(args.size)
  if (args.size === 0) return Buffer.from(EMPTY_TREE.root)
  const [root] = await hashesOf([{ from: 0, to: args.size }], args)
  return root!
}

type Source = { readonly size: number; readonly readTile: ReadTileAsync }

async function hashesOf(ranges: readonly LeafRange[], source: Source): Promise<Buffer[]> {
  const parts = ranges.map(range => subtreesOf(range, source.size))
  const wanted = new Map(parts.flat().map(({ tile }) => [tilePath(tile), tile]))
  const read = async (tile: TileId) => tileHashes(tile, await source.readTile(tile))
  const tiles = new Map(
    await Promise.all([...wanted].map(async ([path, tile]) => [path, await read(tile)] as const)),
  )
  return parts.map(subtrees =>
    subtrees
      .map(({ tile, start, end }) => rootOf(tiles.get(tilePath(tile))!.subarray(start, end)))
      .reduceRight((right, left) => nodeHash(left, right)),
  )
}

/** A perfect subtree, as the bytes of the tile that holds its lowest published hashes. */
type Subtree = { readonly tile: TileId; readonly start: number; readonly end: number }

/**
 * A node of the tree as perfect subtrees, largest and leftmost first; more than one only at the
 * edge.
 */
function subtreesOf(range: LeafRange, size: number): Subtree[] {
  const subtrees: Subtree[] = []
  for (let from = range.from; from < range.to; ) {
    let height = 0
    while (from % 2 ** (height + 1) === 0 && from + 2 ** (height + 1) <= range.to) height++
    subtrees.push(subtreeAt(from, height, size))
    from += 2 ** height
  }
  return subtrees
}

function subtreeAt(from: number, height: number, size: number): Subtree {
  const level = Math.floor(height / TILE_HEIGHT)
  const position = from / TILE_WIDTH ** level
  const index = Math.floor(position / TILE_WIDTH)
  const start = (position % TILE_WIDTH) * HASH_BYTES
  return {
    tile: { level, index, width: tileWidth({ level, index }, size) },
    start,
    end: start + 2 ** (height % TILE_HEIGHT) * HASH_BYTES,
  }
}
