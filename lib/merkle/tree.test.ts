/** The tree by the roots Certificate Transparency publishes, and by RFC 6962's own recursion. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import fc from 'fast-check'
import {
  EMPTY_TREE,
  HASH_BYTES,
  leafHash,
  leafHashes,
  MAX_ENTRY_BYTES,
  nodeHash,
  rootOf,
} from './tree.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

/** The eight leaves and roots of Certificate Transparency's reference tests. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(hex)

const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

test('the published roots of zero to eight leaves come out', () => {
  ROOTS.forEach((root, size) => {
    assert.equal(rootOf(leafHashes(LEAVES.slice(0, size))).toString('hex'), root, `size ${size}`)
  })
  assert.equal(Buffer.from(EMPTY_TREE.root).toString('hex'), ROOTS[0])
})

test('pairing neighbours gives the tree that RFC 6962 defines by splitting', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), size => {
      const hashes = Buffer.concat(
        Array.from({ length: size }, (_, i) => leafHash(Buffer.from(String(i)))),
      )
      assert.deepEqual(rootOf(hashes), splitRoot(hashes))
    }),
    { numRuns: 60 },
  )
})

test('leaves and nodes are hashed in separate domains', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), bytes => {
      assert.deepEqual(leafHash(bytes), createHash('sha256').update('\0').update(bytes).digest())
    }),
  )
  const [left, right] = [leafHash(hex('00')), leafHash(hex('01'))]
  const joined = createHash('sha256').update('\x01').update(left).update(right).digest()
  assert.deepEqual(nodeHash(left, right), joined)
  assert.notDeepEqual(leafHash(Buffer.concat([left, right])), joined)
})

test('hashing leaves what it is given untouched', () => {
  const hashes = leafHashes(LEAVES)
  const before = Buffer.from(hashes)
  rootOf(hashes)
  assert.deepEqual(hashes, before)
})

test('entries longer than a bundle can carry and torn rows of hashes are refused', () => {
  assert.equal(leafHash(Buffer.alloc(MAX_ENTRY_BYTES)).length, HASH_BYTES)
  assert.throws(() => leafHash(Buffer.alloc(MAX_ENTRY_BYTES + 1)), { code: 'out-of-range' })
  assert.throws(() => rootOf(Buffer.alloc(33)), { code: 'out-of-range' })
})

/** MTH of RFC 6962 §2.1, word for word. */
function splitRoot(hashes: Buffer): Buffer {
  const count = hashes.length / HASH_BYTES
  if (count === 1) return hashes
  let k = 1
  while (k * 2 < count) k *= 2
  return nodeHash(
    splitRoot(hashes.subarray(0, k * HASH_BYTES)),
    splitRoot(hashes.subarray(k * HASH_BYTES)),
  )
}
