/**
 * The browser's verifier against the product's own proofs (`lib/merkle`), which in turn are checked against C2SP's
 * published vectors: two implementations that share no code must agree on what holds and on what does not.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { commitment, SALT_BYTES, signingKeyFromRaw, verifyingKeyOf } from '#lib/canonical'
import {
  consistencyProof,
  formatVerifierKey,
  inclusionBundle,
  inclusionProof,
  leafHashes,
  noteVerifier,
  rootOf,
  signCheckpoint,
} from '#lib/merkle'
import { fromBase64, toBase64 } from './bytes.ts'
import { readCheckpoint, signatureVerdict } from './checkpoint.ts'
import { CannotVerify, verifyFact } from './fact.ts'
import { isConsistent } from './tree.ts'

const origin = 'credit.example.gov.cn/log'
const key = signingKeyFromRaw('ed25519', Buffer.alloc(32, 7))
const verifierKey = formatVerifierKey(noteVerifier(origin, verifyingKeyOf(key)))
const salt = Buffer.alloc(SALT_BYTES, 9)
const bodyOf = (i: number) => `{"fact":"records.record","n":${i},"名":"示例"}`

function logged(size: number, index: number) {
  const entries = Array.from({ length: size }, (_, i) => commitment(salt, bodyOf(i)))
  const hashes = leafHashes(entries)
  const checkpoint = signCheckpoint({ origin, size, root: rootOf(hashes) }, [{ name: origin, key }])
  const proof = inclusionProof(hashes, index)
  return inclusionBundle({ entry: entries[index]!, index, checkpoint, proof, verifierKey })
}

const opening = (i: number) => ({ body: bodyOf(i), salt: toBase64(salt) })

const place = fc
  .integer({ min: 1, max: 70 })
  .chain(size => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })))

test('every logged fact verifies in the browser, wherever it stands', async () => {
  await fc.assert(
    fc.asyncProperty(place, async ([size, index]) => {
      const bundle = logged(size, index)
      const { states } = await verifyFact({ ...bundle, proof: [...bundle.proof] }, opening(index))
      assert.deepEqual(states, { commitment: 'passed', root: 'passed', signature: 'passed' })
    }),
    { numRuns: 60 },
  )
})

test('a changed text, a changed path, a changed place and a changed checkpoint each fail', async () => {
  const bundle = logged(11, 4)
  const proof = [...bundle.proof]
  const other = { body: `${bodyOf(4)} `, salt: toBase64(salt) }
  assert.equal((await verifyFact({ ...bundle, proof }, other)).states.commitment, 'failed')
  const swapped = [proof[1]!, proof[0]!, ...proof.slice(2)]
  assert.equal((await verifyFact({ ...bundle, proof: swapped }, null)).states.root, 'failed')
  assert.equal((await verifyFact({ ...bundle, proof, index: 5 }, null)).states.root, 'failed')
  const checkpoint = bundle.checkpoint.replace('\n11\n', '\n12\n')
  const forged = await verifyFact({ ...bundle, proof, checkpoint }, null)
  assert.equal(forged.states.signature, 'failed')
})

test('what cannot be read is refused instead of judged', async () => {
  const bundle = logged(11, 4)
  const proof = [...bundle.proof]
  const unreadable = [
    { ...bundle, proof: proof.slice(1) },
    { ...bundle, proof, entry: 'not base64' },
    { ...bundle, proof, index: 11 },
    { ...bundle, proof, checkpoint: 'hello' },
    { ...bundle, proof, verifierKey: verifierKey.replace(/\+[0-9a-f]{8}\+/, '+00000000+') },
  ]
  for (const wrong of unreadable)
    await assert.rejects(
      verifyFact(wrong, null),
      (error: unknown) => error instanceof CannotVerify && error.reason === 'malformed',
    )
})

test('a checkpoint of another log does not pass under this key', async () => {
  const { checkpoint } = logged(3, 0)
  const stranger = formatVerifierKey(
    noteVerifier(origin, verifyingKeyOf(signingKeyFromRaw('ed25519', Buffer.alloc(32, 8)))),
  )
  assert.equal(await signatureVerdict(readCheckpoint(checkpoint), verifierKey), 'holds')
  assert.equal(await signatureVerdict(readCheckpoint(checkpoint), stranger), 'fails')
})

test('a log that only grew is consistent with what was seen before; a rewritten one is not', async () => {
  await fc.assert(
    fc.asyncProperty(place, async ([to, index]) => {
      const from = index + 1
      const hashes = leafHashes(Array.from({ length: to }, (_, i) => Buffer.from(`entry ${i}`)))
      const head = (size: number) => ({
        size,
        root: fromBase64(toBase64(rootOf(hashes.subarray(0, size * 32)))),
      })
      const proof = consistencyProof(hashes, from).map(hash => fromBase64(toBase64(hash)))
      assert.equal(await isConsistent(head(from), head(to), proof), true)
      const rewritten = { size: from, root: head(from).root.toReversed() }
      assert.equal(await isConsistent(rewritten, head(to), proof), false)
    }),
    { numRuns: 60 },
  )
})
