/** Signed notes by published examples, and by everything a stranger may send instead. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { sha256, signingKeyFromRaw, toBase64, verifyingKeyOf } from '#lib/canonical'
import {
  formatVerifierKey,
  MAX_NOTE_BYTES,
  MAX_NOTE_SIGNATURES,
  type NoteSigner,
  noteVerifier,
  openNote,
  parseNote,
  parseVerifierKey,
  signNote,
} from './signed-note.ts'

/** The examples of the C2SP specification and of Go's note package. */
const PUBLISHED = [
  {
    verifierKey: 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
    note:
      'This is an example message.\n\n' +
      '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3' +
      'mFXmRKuwHjG1Yu72IneyaQM=\n',
  },
  {
    verifierKey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    note:
      'If you think cryptography is the answer to your problem,\n' +
      "then you don't know what your problem is.\n\n" +
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng' +
      'otpRZb6KE6RyyBwJnAM=\n',
  },
]

const TEXT = '信衡\n\n第二段\n'
const ALICE = signer('alice.example/log', 'ed25519')
const STATE = signer('信用办', 'sm2-sm3')

test('the published examples verify under their published keys', () => {
  for (const { verifierKey, note } of PUBLISHED) {
    const verifier = parseVerifierKey(verifierKey)
    assert.equal(formatVerifierKey(verifier), verifierKey)
    const { text, signedBy } = openNote(note, [verifier])
    assert.equal(`${text}\n`, note.slice(0, note.indexOf('—')))
    assert.deepEqual(signedBy, [verifier])
    openNote(Buffer.from(note), [verifier])
  }
})

test('the text of a note may hold empty lines; the last one ends it', () => {
  const note =
    'Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\n' +
    'ed è subito sera.\n\n' +
    '— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKON' +
    'rMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n'
  const { unverifiedText, signatures } = parseNote(note)
  assert.ok(unverifiedText.endsWith('\n\ned è subito sera.\n'))
  assert.equal(signatures[0]!.signature.length, 64)
})

test('both suites sign one note, and either verifies it alone', () => {
  const note = signNote(TEXT, [ALICE, STATE])
  assert.equal(openNote(note, [verifierOf(ALICE)]).text, TEXT)
  assert.equal(openNote(note, [verifierOf(STATE)]).text, TEXT)
  const both = [verifierOf(ALICE), verifierOf(STATE)]
  assert.equal(openNote(note, both).signedBy.length, 2)
})

test('verifier keys of both suites survive their text', () => {
  for (const { name, key } of [ALICE, STATE]) {
    const verifier = noteVerifier(name, verifyingKeyOf(key))
    const again = parseVerifierKey(formatVerifierKey(verifier))
    assert.deepEqual(again.keyId, verifier.keyId)
    assert.equal(openNote(signNote(TEXT, [{ name, key }]), [again]).text, TEXT)
  }
})

test('lines of unknown keys are ignored, even under a known name', () => {
  const impostor = signer('alice.example/log', 'ed25519', 'another seed')
  const note = signNote(TEXT, [impostor, ALICE])
  assert.equal(openNote(note, [verifierOf(ALICE)]).signedBy.length, 1)
  assert.throws(() => openNote(signNote(TEXT, [impostor]), [verifierOf(ALICE)]), {
    code: 'untrusted-key',
  })
  assert.throws(() => openNote(note, []), { code: 'untrusted-key' })
})

test('a known line that does not hold condemns the note, whoever else signed', () => {
  const line = signNote('another text\n', [ALICE]).split('\n\n')[1]!
  const note = signNote(TEXT, [STATE]) + line
  assert.throws(() => openNote(note, [verifierOf(ALICE), verifierOf(STATE)]), {
    code: 'bad-signature',
  })
})

test('one flipped bit anywhere in a note fails', () => {
  const bytes = Buffer.from(signNote(TEXT, [ALICE]))
  const verifier = verifierOf(ALICE)
  fc.assert(
    fc.property(fc.nat(bytes.length * 8 - 1), bit => {
      const bent = Buffer.from(bytes)
      bent[bit >> 3]! ^= 1 << (bit & 7)
      assert.throws(() => openNote(bent, [verifier]), { name: 'MerkleError' })
    }),
    { numRuns: 300 },
  )
})

test('arbitrary text never does more than throw a MerkleError', () => {
  const fragments = fc.constantFrom('a', '\n', '\n\n', '— ', 'AAAAAAAA', '=', ' ', '\u0000')
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fragments, { maxLength: 12 }).map(parts => parts.join('')),
  )
  fc.assert(
    fc.property(text, text => {
      assert.throws(() => openNote(text, [verifierOf(ALICE)]), { name: 'MerkleError' })
    }),
    { numRuns: 1000 },
  )
})

test('every departure from the grammar is refused', () => {
  const note = signNote(TEXT, [ALICE])
  const at = note.indexOf('—')
  const [text, line] = [note.slice(0, at), note.slice(at)]
  const encoded = line.trim().split(' ')[2]!
  const departures: Record<string, string> = {
    'no final newline': note.slice(0, -1),
    'no signatures': text,
    'no blank line': `${TEXT}${line}`,
    'an empty line at the end': `${note}\n`,
    'a control character': `${text.replace('信', '\t')}${line}`,
    'a carriage return': note.replaceAll('\n', '\r\n'),
    'a hyphen for the dash': `${text}${line.replace('—', '-')}`,
    'two spaces': `${text}${line.replace('— ', '—  ')}`,
    'a trailing space': `${text}${line.trim()} \n`,
    'a plus in the name': `${text}${line.replace('alice', 'al+ce')}`,
    'a no-break space in the name': `${text}${line.replace('alice', 'al\u00a0ce')}`,
    'unpadded Base64': `${text}${line.replace('=', '')}`,
    'URL-safe Base64': `${text}— x ${encoded.replace(/^./, '-')}\n`,
    'spare bits in Base64': `${text}— x AAAAAAB=\n`,
    'a key ID without a signature': `${text}— x AAAAAA==\n`,
    'too many signatures': text + line.repeat(MAX_NOTE_SIGNATURES + 1),
    'too many bytes': `${'x'.repeat(MAX_NOTE_BYTES)}\n\n${line}`,
    'a lone surrogate': `\ud800${note}`,
  }
  for (const [departure, bent] of Object.entries(departures)) {
    assert.throws(() => openNote(bent, [verifierOf(ALICE)]), { code: 'malformed-note' }, departure)
  }
  const torn = Buffer.concat([Buffer.of(0xc3), Buffer.from(note)])
  assert.throws(() => openNote(torn, [verifierOf(ALICE)]), { code: 'malformed-note' })
})

test('a byte order mark is text, not decoration', () => {
  const note = Buffer.from(`\ufeff${signNote(TEXT, [ALICE])}`)
  assert.throws(() => openNote(note, [verifierOf(ALICE)]), { code: 'bad-signature' })
})

test('verifier keys with another ID, type, length or spelling are refused', () => {
  const key = PUBLISHED[0]!.verifierKey
  const [name, id, base64] = key.split(/\+/, 3) as [string, string, string]
  const bent = [
    '',
    name,
    `${name}+${id}`,
    `+${id}+${base64}`,
    `${name}+00000000+${base64}`,
    `${name}+${id.toUpperCase()}+${base64}`,
    `exämple x+${id}+${base64}`,
    `${name}x+${id}+${base64}`,
    `${name}+${id}+${base64.slice(0, -4)}`,
    `${name}+${id}+${base64}=`,
    `${name}+${id}+${toBase64(Buffer.concat([Buffer.of(2), Buffer.alloc(32)]))}`,
    `${key}\n`,
  ]
  for (const text of bent) {
    assert.throws(() => parseVerifierKey(text), { code: 'malformed-key' }, JSON.stringify(text))
  }
})

test('texts and names that no note can carry are not signed', () => {
  for (const text of ['', 'no newline', 'tab\t\n', '\ud800\n']) {
    assert.throws(() => signNote(text, [ALICE]), { code: 'malformed-note' })
  }
  assert.throws(() => signNote(TEXT, []), { code: 'malformed-note' })
  for (const name of ['', 'a b', 'a+b', 'a\nb', 'a\u3000b']) {
    assert.throws(() => signNote(TEXT, [{ ...ALICE, name }]), { code: 'malformed-key' })
  }
})

function signer(name: string, suite: 'ed25519' | 'sm2-sm3', seed = name): NoteSigner {
  return { name, key: signingKeyFromRaw(suite, sha256(seed)) }
}

function verifierOf({ name, key }: NoteSigner) {
  return noteVerifier(name, verifyingKeyOf(key))
}
