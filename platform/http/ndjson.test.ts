import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linesOf } from './ndjson.ts'

const limits = { lineBytes: 40, batchRows: 3 }

async function read(...chunks: readonly Uint8Array[]) {
  const lines = []
  for await (const batch of linesOf(chunksOf(chunks), limits)) lines.push(...batch)
  return lines.map(({ row, text, fault }) => [row, text ?? fault])
}

async function* chunksOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}

test('a line is read alike wherever its bytes were cut', async () => {
  const bytes = Buffer.from('宁晋\n\n \né\ufffd😀\nlast')
  const whole = await read(bytes)
  assert.deepEqual(whole, [
    [1, '宁晋'],
    [4, 'é\ufffd😀'],
    [5, 'last'],
  ])
  for (let at = 0; at <= bytes.length; at++)
    assert.deepEqual(await read(bytes.subarray(0, at), bytes.subarray(at)), whole, `cut at ${at}`)
})

test('what is not UTF-8 or too long is refused for itself, and a byte order mark is no text', async () => {
  const bad = Buffer.concat([Buffer.from('a'), Buffer.of(0xff), Buffer.from('\n')])
  const long = Buffer.from(`${'x'.repeat(41)}\n`)
  const marked = Buffer.from('\ufeffb\n')
  const expected = [
    [1, 'utf-8'],
    [2, 'too-long'],
    [3, 'b'],
    [4, 'c'],
  ]
  assert.deepEqual(await read(bad, long, marked, Buffer.from('c')), expected)
  assert.deepEqual(await read(Buffer.concat([bad, long, marked, Buffer.from('c')])), expected)
})
