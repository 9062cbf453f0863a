/** Appending batch by batch must be indistinguishable from having built the whole tree at once. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { decodeBundle, encodeBundle, growBundles } from './entry-bundle.ts'
import { growTree } from './growth.ts'
import { bundlePath, newBundles, newTiles, type TileId, tilePath } from './tile.ts'
import { EMPTY_TREE, HASH_BYTES, leafHash, leafHashes, rootOf, type TreeHead } from './tree.ts'

const batches = fc.array(fc.oneof(fc.nat(10), fc.nat(600), fc.constantFrom(256, 512)), {
  maxLength: 10,
})

test('incremental tiles, and the root, equal those of the whole tree', () => {
  fc.assert(
    fc.property(batches, sizes => {
      const log = new MemoryLog()
      for (const size of sizes) {
        log.append(entriesFrom(log.head.size, size))
        const whole = leafHashes(entriesFrom(0, log.head.size))
        assert.deepEqual(log.head.root, rootOf(whole))
      }
      const size = log.head.size
      const whole = growTree({
        from: EMPTY_TREE,
        leafHashes: leafHashes(entriesFrom(0, size)),
        readTile: nothing,
      })
      assert.deepEqual(whole.head, log.head)
      for (const tile of whole.tiles) assert.deepEqual(log.tiles.get(tilePath(tile)), tile.bytes)
    }),
    { numRuns: 40 },
  )
})

test('what is written is exactly what newTiles and newBundles announce', () => {
  fc.assert(
    fc.property(batches, sizes => {
      const log = new MemoryLog()
      for (const size of sizes) {
        const before = log.head.size
        const { tiles, bundles } = log.append(entriesFrom(before, size))
        const ids = tiles.map(({ level, index, width }) => ({ level, index, width }))
        assert.deepEqual(ids, newTiles(before, before + size))
        assert.ok(tiles.every(tile => tile.bytes.length === tile.width * HASH_BYTES))
        const spans = bundles.map(({ index, width }) => ({ index, width }))
        assert.deepEqual(spans, newBundles(before, before + size))
      }
    }),
    { numRuns: 40 },
  )
})

test('each entry of a bundle hashes to its place in the tile above', () => {
  fc.assert(
    fc.property(batches, sizes => {
      const log = new MemoryLog()
      for (const size of sizes) log.append(entriesFrom(log.head.size, size))
      for (const { index, width } of newBundles(0, log.head.size)) {
        const entries = decodeBundle(log.bundles.get(bundlePath({ index, width }))!, width)
        const tile = log.tiles.get(tilePath({ level: 0, index, width }))
        assert.deepEqual(Buffer.concat(entries.map(leafHash)), tile)
      }
    }),
    { numRuns: 20 },
  )
})

test('a full tile or bundle serves where the partial one was dropped', () => {
  const log = new MemoryLog()
  log.append(entriesFrom(0, 100))
  const { head } = log
  log.append(entriesFrom(100, 156))
  const again = growTree({
    from: head,
    leafHashes: leafHashes(entriesFrom(100, 156)),
    readTile: ({ level, index }) => log.tiles.get(tilePath({ level, index, width: 256 }))!,
  })
  assert.deepEqual(again.head, log.head)
  const [bundle] = growBundles({
    size: 100,
    entries: entriesFrom(100, 156),
    readBundle: ({ index }) => log.bundles.get(bundlePath({ index, width: 256 }))!,
  })
  assert.deepEqual(bundle!.bytes, log.bundles.get('tile/entries/000'))
})

test('a damaged edge stops the log before it signs a fork', () => {
  const log = new MemoryLog()
  log.append(entriesFrom(0, 700))
  fc.assert(
    fc.property(fc.constantFrom('tile/0/002.p/188', 'tile/1/000.p/2'), fc.nat(), (path, n) => {
      const damaged = Buffer.from(log.tiles.get(path)!)
      damaged[(n >> 3) % damaged.length]! ^= 1 << (n & 7)
      const readTile = (tile: TileId) =>
        tilePath(tile) === path ? damaged : log.tiles.get(tilePath(tile))!
      assert.throws(
        () => growTree({ from: log.head, leafHashes: leafHashes(entriesFrom(700, 1)), readTile }),
        { code: 'root-mismatch' },
      )
    }),
  )
  const grow = (readTile: (tile: TileId) => Uint8Array) => () =>
    growTree({ from: log.head, leafHashes: Buffer.alloc(32), readTile })
  assert.throws(
    grow(() => Buffer.alloc(31)),
    { code: 'malformed-tile' },
  )
  assert.throws(grow(nothing), { code: 'malformed-tile' })
})

test('a batch does not keep hold of the buffer it was given', () => {
  const hashes = leafHashes(entriesFrom(0, 256))
  const { tiles } = growTree({ from: EMPTY_TREE, leafHashes: hashes, readTile: nothing })
  const kept = Buffer.from(tiles[0]!.bytes)
  hashes.fill(0)
  assert.deepEqual(tiles[0]!.bytes, kept)
})

test('bundles read back what was written, to the byte', () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 256 })
  fc.assert(
    fc.property(entries, entries => {
      const decoded = decodeBundle(encodeBundle(entries), entries.length)
      assert.deepEqual(
        decoded.map(entry => Uint8Array.from(entry)),
        entries,
      )
    }),
    { numRuns: 50 },
  )
  assert.equal(
    encodeBundle([Buffer.from('one'), Buffer.alloc(0)]).toString('hex'),
    '00036f6e650000',
  )
})

test('a bundle cut short, too long or of another count is refused', () => {
  const bytes = encodeBundle(entriesFrom(0, 3))
  const refused = { code: 'malformed-tile' }
  for (let length = 0; length < bytes.length; length++) {
    assert.throws(() => decodeBundle(bytes.subarray(0, length), 3), refused)
  }
  assert.throws(() => decodeBundle(Buffer.concat([bytes, Buffer.alloc(2)]), 3), refused)
  for (const width of [0, 2, 4, 257, Number.NaN]) {
    assert.throws(() => decodeBundle(bytes, width), refused)
  }
  assert.throws(() => encodeBundle([]), refused)
  assert.throws(() => encodeBundle(entriesFrom(0, 257)), refused)
  assert.throws(() => encodeBundle([Buffer.alloc(65536)]), { code: 'out-of-range' })
})

/** What a hub's storage does, in memory. */
class MemoryLog {
  readonly tiles = new Map<string, Buffer>()
  readonly bundles = new Map<string, Buffer>()
  head: TreeHead = EMPTY_TREE

  append(entries: readonly Uint8Array[]) {
    const { head, tiles } = growTree({
      from: this.head,
      leafHashes: leafHashes(entries),
      readTile: tile => this.tiles.get(tilePath(tile))!,
    })
    const bundles = growBundles({
      size: this.head.size,
      entries,
      readBundle: bundle => this.bundles.get(bundlePath(bundle))!,
    })
    for (const tile of tiles) this.tiles.set(tilePath(tile), tile.bytes)
    for (const bundle of bundles) this.bundles.set(bundlePath(bundle), bundle.bytes)
    this.head = head
    return { tiles, bundles }
  }
}

function entriesFrom(first: number, count: number): Buffer[] {
  return Array.from({ length: count }, (_, i) => Buffer.from(`entry ${first + i}`))
}

function nothing(): Uint8Array {
  return Buffer.alloc(0)
}
