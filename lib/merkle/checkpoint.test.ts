/** Checkpoints: one spelling, one log, one root. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { sha256, signingKeyFromRaw, verifyingKeyOf } from '#lib/canonical'
import {
  type Checkpoint,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.ts'
import { noteVerifier, signNote } from './signed-note.ts'
import { EMPTY_TREE } from './tree.ts'

/** The example of c2sp.org/tlog-checkpoint. */
const EXAMPLE =
  'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'

const ORIGIN = 'credit.example/log'
const KEY = signingKeyFromRaw('ed25519', sha256('log'))
const SIGNERS = [{ name: ORIGIN, key: KEY }]
const TRUSTED = { origin: ORIGIN, verifiers: [noteVerifier(ORIGIN, verifyingKeyOf(KEY))] }
const ROOT = sha256('root')

test('the example of the specification reads and writes back', () => {
  const checkpoint = parseCheckpoint(EXAMPLE)
  assert.equal(checkpoint.origin, 'example.com/behind-the-sofa')
  assert.equal(checkpoint.size, 20852163)
  assert.deepEqual(checkpoint.extensions, [])
  assert.equal(formatCheckpoint(checkpoint), EXAMPLE)
})

test('what is formatted parses back, and there is no second spelling', () => {
  const line = fc.string({ unit: 'grapheme', minLength: 1 }).filter(text => !text.includes('\n'))
  const checkpoints = fc.record({
    origin: line,
    size: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    extensions: fc.array(line, { maxLength: 3 }),
  })
  fc.assert(
    fc.property(checkpoints, checkpoint => {
      const text = formatCheckpoint(checkpoint)
      const parsed = parseCheckpoint(text)
      assert.deepEqual({ ...parsed, root: Uint8Array.from(parsed.root) }, { ...checkpoint })
      assert.equal(formatCheckpoint(parsed), text)
    }),
  )
})

test('a signed checkpoint opens for whoever trusts its key and expects its origin', () => {
  const checkpoint: Checkpoint = { origin: ORIGIN, size: 42, root: ROOT }
  const opened = openCheckpoint(signCheckpoint(checkpoint, SIGNERS), TRUSTED)
  assert.equal(opened.size, 42)
  assert.deepEqual(opened.root, ROOT)
  assert.deepEqual(opened.signedBy, TRUSTED.verifiers)
})

test("the key's holder cannot pass off another log's tree", () => {
  const foreign = signCheckpoint({ origin: 'credit.example/other', size: 42, root: ROOT }, SIGNERS)
  assert.throws(() => openCheckpoint(foreign, TRUSTED), { code: 'unexpected-origin' })
})

test('a signed note that is no checkpoint is refused', () => {
  const text = signNote('credit.example/log\nforty-two\nroot\n', SIGNERS)
  assert.throws(() => openCheckpoint(text, TRUSTED), { code: 'malformed-checkpoint' })
})

test('sizes and roots have one spelling', () => {
  const root = ROOT.toString('base64')
  const bent = [
    '',
    `${ORIGIN}\n1\n`,
    `${ORIGIN}\n1\n${root}`,
    `\n1\n${root}\n`,
    `${ORIGIN}\n01\n${root}\n`,
    `${ORIGIN}\n+1\n${root}\n`,
    `${ORIGIN}\n1.0\n${root}\n`,
    `${ORIGIN}\n1e3\n${root}\n`,
    `${ORIGIN}\n-1\n${root}\n`,
    `${ORIGIN}\n 1\n${root}\n`,
    `${ORIGIN}\n１\n${root}\n`,
    `${ORIGIN}\n0\n${root}\n`,
    `${ORIGIN}\n1\n${root.slice(0, -1)}\n`,
    `${ORIGIN}\n1\n${sha256('x').subarray(1).toString('base64')}\n`,
    `${ORIGIN}\n1\n${root}\n\n`,
    `${ORIGIN}\n1\n${root}\n\nextension\n`,
  ]
  for (const text of bent) {
    assert.throws(
      () => parseCheckpoint(text),
      { code: 'malformed-checkpoint' },
      JSON.stringify(text),
    )
  }
  assert.throws(() => parseCheckpoint(`${ORIGIN}\n9007199254740992\n${root}\n`), {
    code: 'out-of-range',
  })
})

test('the empty tree has one checkpoint', () => {
  const text = formatCheckpoint({ origin: ORIGIN, ...EMPTY_TREE })
  assert.equal(text, `${ORIGIN}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n`)
  assert.equal(parseCheckpoint(text).size, 0)
})

test('checkpoints that could not be read back are not written', () => {
  const checkpoint: Checkpoint = { origin: ORIGIN, size: 1, root: ROOT }
  const refused = { code: 'malformed-checkpoint' }
  for (const origin of ['', 'two\nlines']) {
    assert.throws(() => formatCheckpoint({ ...checkpoint, origin }), refused)
  }
  assert.throws(() => formatCheckpoint({ ...checkpoint, root: Buffer.alloc(31) }), refused)
  assert.throws(() => formatCheckpoint({ ...checkpoint, size: 0 }), refused)
  assert.throws(() => formatCheckpoint({ ...checkpoint, extensions: [''] }), refused)
  assert.throws(() => formatCheckpoint({ ...checkpoint, size: 1.5 }), { code: 'out-of-range' })
})
