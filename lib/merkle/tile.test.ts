/** Tile coordinates and paths by the examples of C2SP tlog-tiles. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  bundlePath,
  edgeTiles,
  newBundles,
  newTiles,
  parseLogPath,
  TILE_WIDTH,
  type TileId,
  tilePath,
} from './tile.ts'

const index = fc.oneof(fc.nat(5000), fc.maxSafeNat())
const width = fc.integer({ min: 1, max: TILE_WIDTH })

test('index 1234067 is x001/x234/067, and a partial tile says its width', () => {
  assert.equal(tilePath({ level: 0, index: 1234067, width: 256 }), 'tile/0/x001/x234/067')
  assert.equal(tilePath({ level: 2, index: 0, width: 1 }), 'tile/2/000.p/1')
  assert.equal(bundlePath({ index: 1234, width: 17 }), 'tile/entries/x001/234.p/17')
})

test('every path reads back, and is the only path of its resource', () => {
  fc.assert(
    fc.property(fc.nat(6), index, width, (level, index, width) => {
      const tile = { level, index, width }
      assert.deepEqual(parseLogPath(tilePath(tile)), { kind: 'tile', ...tile })
      assert.deepEqual(parseLogPath(bundlePath({ index, width })), {
        kind: 'entries',
        index,
        width,
      })
    }),
  )
})

test('other spellings of a path are refused', () => {
  const paths = [
    '',
    'tile/0/0',
    'tile/0/00',
    'tile/0/0000',
    'tile/0/x000/067',
    'tile/0/001/067',
    'tile/0/x001/x067',
    'tile/00/000',
    'tile/7/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/000.p/1/',
    '/tile/0/000',
    'tile/0/000\n',
    'tile/entry/000',
    'tile/entries/x999/x999/x999/x999/x999/999',
    'tile/0/x001/../067',
    'tile/0/٠٠٠',
  ]
  for (const path of paths) {
    assert.throws(() => parseLogPath(path), { name: 'MerkleError' }, JSON.stringify(path))
  }
})

test('a tree of 70,000 has the edge that the specification describes', () => {
  assert.deepEqual(edgeTiles(70_000), [
    { level: 0, index: 273, width: 112 },
    { level: 1, index: 1, width: 17 },
    { level: 2, index: 0, width: 1 },
  ])
  assert.deepEqual(edgeTiles(256), [{ level: 1, index: 0, width: 1 }])
  assert.deepEqual(edgeTiles(0), [])
})

test('a new tree of 70,000 writes 273 full tiles, one full above them, and its edge', () => {
  const tiles = newTiles(0, 70_000)
  const full = (level: number) =>
    tiles.filter(tile => tile.level === level && tile.width === TILE_WIDTH).length
  assert.deepEqual([full(0), full(1), full(2)], [273, 1, 0])
  assert.equal(tiles.length, 273 + 1 + 3)
})

test('growing in steps writes each final tile once, and no partial tile that no size has', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3000), { maxLength: 12 }), steps => {
      const written: TileId[] = []
      let size = 0
      for (const step of steps) {
        written.push(...newTiles(size, size + step))
        size += step
      }
      const paths = written.map(tilePath)
      assert.equal(new Set(paths).size, paths.length)
      for (const tile of newTiles(0, size)) assert.ok(paths.includes(tilePath(tile)))
    }),
    { numRuns: 50 },
  )
})

test('bundles cover exactly the entries that are new', () => {
  assert.deepEqual(newBundles(5, 5), [])
  assert.deepEqual(newBundles(256, 256), [])
  assert.deepEqual(newBundles(250, 520), [
    { index: 0, width: 256 },
    { index: 1, width: 256 },
    { index: 2, width: 8 },
  ])
  assert.throws(() => newBundles(5, 4), { code: 'out-of-range' })
  assert.throws(() => newTiles(5, 4), { code: 'out-of-range' })
})
