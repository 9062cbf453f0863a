/**
 * Entry bundles of C2SP tlog-tiles: the entries beneath one level-0 tile, each with its length as a
 * big-endian uint16. A bundle fetched from a mirror is a stranger's bytes: counts and lengths are
 * checked before anything is believed, and the entries prove themselves only by their leaf hashes.
 */
import { MerkleError } from './error.ts'
import { type BundleId, newBundles, TILE_WIDTH } from './tile.ts'
import { assertEntry, assertSize } from './tree.ts'

/** The bytes of a stored bundle, which may hold more entries than `width`; see `ReadTile`. */
export type ReadBundle = (bundle: BundleId) => Uint8Array

export type EntryBundle = BundleId & { readonly bytes: Buffer }

/** Encodes 1 … 256 entries of at most 65,535 bytes. */
export function encodeBundle(entries: readonly Uint8Array[]): Buffer {
  if (entries.length < 1 || entries.length > TILE_WIDTH) {
    throw malformed(`a bundle of ${entries.length} entries`)
  }
  return encodeEntries(entries)
}

/**
 * The entries of a bundle of exactly `width`; `malformed-tile` for anything missing or left over.
 */
export function decodeBundle(bytes: Uint8Array, width: number): Buffer[] {
  const { entries, end } = scan(bytes, width)
  if (end !== bytes.length) throw malformed(`${bytes.length - end} bytes after the last entry`)
  return entries
}

/**
 * The bundles to write when entries are appended to a log of `size`: exactly
 * `newBundles(size, size + entries.length)`. `readBundle` is asked at most once, for the partial
 * bundle at the end of the log.
 */
export function growBundles(args: {
  readonly size: number
  readonly entries: readonly Uint8Array[]
  readonly readBundle: ReadBundle
}): EntryBundle[] {
  const { size, entries, readBundle } = args
  assertSize(size)
  const held = size % TILE_WIDTH
  const start = size - held
  return newBundles(size, size + entries.length).map(({ index, width }) => {
    const first = index * TILE_WIDTH
    const fresh = encodeEntries(entries.slice(Math.max(0, first - size), first + width - size))
    if (held === 0 || first !== start) return { index, width, bytes: fresh }
    const stored = readBundle({ index, width: held })
    const kept = stored.subarray(0, scan(stored, held).end)
    return { index, width, bytes: Buffer.concat([kept, fresh]) }
  })
}

function encodeEntries(entries: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.allocUnsafe(entries.reduce((sum, { length }) => sum + 2 + length, 0))
  let offset = 0
  for (const entry of entries) {
    assertEntry(entry)
    bytes.writeUInt16BE(entry.length, offset)
    bytes.set(entry, offset + 2)
    offset += 2 + entry.length
  }
  return bytes
}

/** Reads `width` entries from the start and says where they end. */
function scan(bytes: Uint8Array, width: number): { entries: Buffer[]; end: number } {
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) {
    throw malformed(`a bundle of ${width} entries`)
  }
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: Buffer[] = []
  let end = 0
  while (entries.length < width) {
    if (end + 2 > view.length) throw malformed(`entry ${entries.length} has no length`)
    const start = end + 2
    end = start + view.readUInt16BE(end)
    if (end > view.length) throw malformed(`entry ${entries.length} is cut short`)
    entries.push(view.subarray(start, end))
  }
  return { entries, end }
}

function malformed(message: string): MerkleError {
  return new MerkleError('malformed-tile', message)
}
