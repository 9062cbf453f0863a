/** The stranger's view: a bundle, a key he trusts, and nobody to ask. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { sha256, signingKeyFromRaw, toBase64, verifyingKeyOf } from '#lib/canonical'
import { signCheckpoint } from './checkpoint.ts'
import {
  formatTlogProof,
  type InclusionBundle,
  inclusionBundle,
  parseTlogProof,
  verifyInclusionBundle,
} from './inclusion-bundle.ts'
import { inclusionProof } from './proof.ts'
import { formatVerifierKey, noteVerifier } from './signed-note.ts'
import { leafHashes, rootOf } from './tree.ts'

const SIZE = 100
const ORIGIN = 'credit.example/log'
const ENTRIES = Array.from({ length: SIZE }, (_, i) => sha256(`fact ${i}`))
const LEAVES = leafHashes(ENTRIES)
const [KEY, VERIFIER_KEY] = logKey('log')
const CHECKPOINT = signCheckpoint({ origin: ORIGIN, size: SIZE, root: rootOf(LEAVES) }, [
  { name: ORIGIN, key: KEY },
])

test('every entry verifies offline, after a trip through JSON', () => {
  for (let index = 0; index < SIZE; index++) {
    const bundle = JSON.parse(JSON.stringify(bundleOf(index)))
    const { entry, checkpoint, ...rest } = verifyInclusionBundle(bundle, [VERIFIER_KEY])
    assert.deepEqual(entry, ENTRIES[index])
    assert.equal(checkpoint.size, SIZE)
    assert.equal(rest.index, index)
  }
})

test("a forger's own key, tree and checkpoint convince nobody", () => {
  const [key, verifierKey] = logKey('forger')
  const forged = bundleOf(3)
  const checkpoint = signCheckpoint({ origin: ORIGIN, size: SIZE, root: rootOf(LEAVES) }, [
    { name: ORIGIN, key },
  ])
  const withOwnKey = { ...forged, checkpoint, verifierKey }
  verifyInclusionBundle(withOwnKey, [verifierKey])
  assert.throws(() => verifyInclusionBundle(withOwnKey, [VERIFIER_KEY]), { code: 'untrusted-key' })
  assert.throws(() => verifyInclusionBundle({ ...forged, checkpoint }, [VERIFIER_KEY]), {
    code: 'untrusted-key',
  })
  assert.throws(() => verifyInclusionBundle(forged, []), { code: 'untrusted-key' })
})

test('another entry, place or path is found out', () => {
  const bundle = bundleOf(3)
  const mismatch = { code: 'root-mismatch' }
  const bent: InclusionBundle[] = [
    { ...bundle, entry: toBase64(ENTRIES[4]!) },
    { ...bundle, index: 2 },
    { ...bundle, proof: bundleOf(4).proof },
  ]
  for (const each of bent) {
    assert.throws(() => verifyInclusionBundle(each, [VERIFIER_KEY]), mismatch)
  }
  const edited = CHECKPOINT.replace(`\n${SIZE}\n`, `\n${SIZE + 1}\n`)
  assert.throws(() => verifyInclusionBundle({ ...bundle, checkpoint: edited }, [VERIFIER_KEY]), {
    code: 'bad-signature',
  })
})

test('JSON that only resembles a bundle is refused, never trusted by its type', () => {
  const bundle: Record<string, unknown> = { ...bundleOf(3) }
  for (const field of Object.keys(bundle)) {
    for (const value of [undefined, null, 7.5, {}, [7], true]) {
      const bent = { ...bundle, [field]: value } as unknown as InclusionBundle
      assert.throws(() => verifyInclusionBundle(bent, [VERIFIER_KEY]), { name: 'MerkleError' })
    }
  }
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      assert.throws(
        () => verifyInclusionBundle(value as unknown as InclusionBundle, [VERIFIER_KEY]),
        {
          code: 'malformed-proof',
        },
      )
    }),
  )
})

test('a .tlog-proof carries the same proof as text', () => {
  fc.assert(
    fc.property(
      fc.nat(SIZE - 1),
      fc.option(fc.uint8Array({ maxLength: 20 }), { nil: undefined }),
      (index, extra) => {
        const proof = inclusionProof(LEAVES, index)
        const text = formatTlogProof({ index, proof, checkpoint: CHECKPOINT, extra })
        const parsed = parseTlogProof(text)
        assert.equal(formatTlogProof(parsed), text)
        assert.equal(parsed.extra === undefined, extra === undefined)
        const { entry, verifierKey } = bundleOf(index)
        const proofText = parsed.proof.map(toBase64)
        verifyInclusionBundle({ ...parsed, entry, verifierKey, proof: proofText }, [VERIFIER_KEY])
      },
    ),
  )
})

test('a .tlog-proof looks as the specification prints it', () => {
  const text = formatTlogProof({
    index: 3,
    proof: inclusionProof(LEAVES, 3).slice(0, 1),
    checkpoint: CHECKPOINT,
    extra: Buffer.from('age'),
  })
  const sibling = toBase64(LEAVES.subarray(64, 96))
  const expected = `c2sp.org/tlog-proof@v1\nextra YWdl\nindex 3\n${sibling}\n\n${CHECKPOINT}`
  assert.equal(text, expected)
})

test('other spellings of a .tlog-proof are refused', () => {
  const hash = toBase64(ENTRIES[0]!)
  const bent = [
    '',
    'c2sp.org/tlog-proof@v1\nindex 3',
    `c2sp.org/tlog-proof@v2\nindex 3\n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\nindex 03\n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\nindex -3\n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\nindex 3\nextra YWdl\n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\nextra YWd\nindex 3\n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\nindex 3\nYWdl\n\n${CHECKPOINT}`,
    `c2sp.org/tlog-proof@v1\nindex 3\n${`${hash}\n`.repeat(54)}\n${CHECKPOINT}`,
  ]
  for (const text of bent) {
    assert.throws(() => parseTlogProof(text), { code: 'malformed-proof' }, JSON.stringify(text))
  }
})

function bundleOf(index: number): InclusionBundle {
  return inclusionBundle({
    entry: ENTRIES[index]!,
    index,
    checkpoint: CHECKPOINT,
    proof: inclusionProof(LEAVES, index),
    verifierKey: VERIFIER_KEY,
  })
}

function logKey(seed: string) {
  const key = signingKeyFromRaw('ed25519', sha256(seed))
  return [key, formatVerifierKey(noteVerifier(ORIGIN, verifyingKeyOf(key)))] as const
}
