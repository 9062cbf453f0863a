/**
 * Tiles of C2SP tlog-tiles: the tree cut into immutable pieces of 256 hashes, served as static
 * files. Here are their coordinates, their paths and which of them a tree of a given size has.
 */
import { MerkleError } from './error.ts'
import { assertSize, HASH_BYTES } from './tree.ts'

export const TILE_HEIGHT = 8
export const TILE_WIDTH = 256

/** Level 6 holds hashes over 256^6 = 2^48 leaves; no tree of ours has a seventh. */
export const MAX_TILE_LEVEL = 6

/** A tile as a tree of some size has it; `width` counts hashes, 1 … 256. */
export type TileId = { readonly level: number; readonly index: number; readonly width: number }

/** A bundle of entries beneath a level-0 tile; `width` counts entries, 1 … 256. */
export type BundleId = { readonly index: number; readonly width: number }

/**
 * The tile's hashes, flat. May return more than `width` hashes, as the specification lets a log
 * keep only the full tile once there is one; fewer, or a torn hash, are refused.
 */
export type ReadTile = (tile: TileId) => Uint8Array
export type ReadTileAsync = (tile: TileId) => Uint8Array | Promise<Uint8Array>

/** The partial tiles at the right edge of a tree, lowest level first: all a log needs to grow. */
export function edgeTiles(size: number): TileId[] {
  assertSize(size)
  const tiles: TileId[] = []
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
    const width = count % TILE_WIDTH
    if (width > 0) tiles.push({ level, index: Math.floor(count / TILE_WIDTH), width })
  }
  return tiles
}

/**
 * The tiles a tree of `newSize` has and one of `oldSize` had not, lower levels first. Each is
 * written once: a partial tile that grows is another resource at another path.
 */
export function newTiles(oldSize: number, newSize: number): TileId[] {
  assertGrowth(oldSize, newSize)
  const tiles: TileId[] = []
  let [before, after] = [oldSize, newSize]
  for (let level = 0; after > before; level++) {
    for (const span of spans(before, after)) tiles.push({ level, ...span })
    before = Math.floor(before / TILE_WIDTH)
    after = Math.floor(after / TILE_WIDTH)
  }
  return tiles
}

/** The entry bundles a log of `newSize` has and one of `oldSize` had not. */
export function newBundles(oldSize: number, newSize: number): BundleId[] {
  assertGrowth(oldSize, newSize)
  return spans(oldSize, newSize)
}

/** How a row that grows from `before` to `after` items fills pieces of 256. */
function spans(before: number, after: number): BundleId[] {
  const pieces: BundleId[] = []
  if (before === after) return pieces
  for (let start = before - (before % TILE_WIDTH); start < after; start += TILE_WIDTH) {
    pieces.push({ index: start / TILE_WIDTH, width: Math.min(TILE_WIDTH, after - start) })
  }
  return pieces
}

/** The width a tile has in a tree of that size, 0 when the tree does not reach it. */
export function tileWidth({ level, index }: Omit<TileId, 'width'>, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH
  return Math.max(0, Math.min(TILE_WIDTH, hashes))
}

/** `tile/1/x001/234`, `tile/0/x001/234.p/17`, relative to the log's prefix. */
export function tilePath({ level, index, width }: TileId): string {
  if (!isWithin(level, 0, MAX_TILE_LEVEL)) throw malformed(`no tile level ${level}`)
  return `tile/${level}/${piecePath(index, width)}`
}

/** `tile/entries/x001/234.p/17`. */
export function bundlePath({ index, width }: BundleId): string {
  return `tile/entries/${piecePath(index, width)}`
}

function piecePath(index: number, width: number): string {
  assertSize(index, 'tile index')
  if (!isWithin(width, 1, TILE_WIDTH)) throw malformed(`no tile is ${width} wide`)
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.../g)!
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
  return width === TILE_WIDTH ? path : `${path}.p/${width}`
}

export type LogPath = ({ kind: 'tile' } & TileId) | ({ kind: 'entries' } & BundleId)

/**
 * Reads the path of a tile or bundle, as a request gives it. One resource has one path: leading
 * zeroes, needless groups and widths of 0 or 256 are `malformed-tile`.
 */
export function parseLogPath(path: string): LogPath {
  const match = LOG_PATH.exec(path)
  if (!match) throw malformed('neither the path of a tile nor of an entry bundle')
  const [, kind, groups, partial] = match
  const index = Number(groups!.replace(/[x/]/g, ''))
  const width = partial === undefined ? TILE_WIDTH : Number(partial)
  const parsed: LogPath =
    kind === 'entries'
      ? { kind: 'entries', index, width }
      : { kind: 'tile', level: Number(kind), index, width }
  const canonical = parsed.kind === 'tile' ? tilePath(parsed) : bundlePath(parsed)
  if (canonical !== path) throw malformed('not the canonical path of a tile')
  return parsed
}

/** At most six groups: 2^53 has sixteen digits. */
const LOG_PATH = /^tile\/(\d{1,2}|entries)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/

/** Cuts what a reader returned to the width asked for, and refuses what cannot be that tile. */
export function tileHashes(tile: TileId, bytes: Uint8Array): Uint8Array {
  const needed = tile.width * HASH_BYTES
  const torn = bytes.length % HASH_BYTES !== 0
  if (torn || bytes.length < needed || bytes.length > TILE_WIDTH * HASH_BYTES) {
    throw malformed(`${tilePath(tile)} has ${bytes.length} bytes, ${needed} are needed`)
  }
  return bytes.subarray(0, needed)
}

function assertGrowth(oldSize: number, newSize: number): void {
  assertSize(oldSize)
  assertSize(newSize)
  if (oldSize <= newSize) return
  throw new MerkleError('out-of-range', `a log does not shrink from ${oldSize} to ${newSize}`)
}

function isWithin(n: number, low: number, high: number): boolean {
  return Number.isInteger(n) && n >= low && n <= high
}

function malformed(message: string): MerkleError {
  return new MerkleError('malformed-tile', message)
}
