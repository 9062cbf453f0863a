/** NDJSON bodies in and out: gzip by `Content-Encoding`, and one JSON line per answer as soon as it is known. */
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { limits } from '#contract'
import { refuse } from '#platform/runtime'

/** What a bulk body may grow to when inflated: a small archive must not become an endless one. */
const inflatedBytes = limits.bulkRows * 2_000

export function bodyStream(request: FastifyRequest): AsyncIterable<Uint8Array> {
  const raw = request.body as Readable | undefined
  if (!(raw instanceof Readable))
    return refuse('request.encoding', { got: String(request.headers['content-type']) })
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding === 'identity') return raw
  if (encoding !== 'gzip') return refuse('request.encoding', { got: encoding })
  // `pipeline`, not `pipe`: when the sender dies the inflater must fail too, or its reader waits for ever. The fault
  // reaches that reader, so there is nothing to do with it here.
  return bounded(pipeline(raw, createGunzip(), () => {}))
}

async function* bounded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let total = 0
  for await (const chunk of chunks) {
    total += chunk.length
    if (total > inflatedBytes) refuse('request.too-large', { limitBytes: inflatedBytes })
    yield chunk
  }
}

export function sendLines(reply: FastifyReply, answers: AsyncIterable<unknown>): FastifyReply {
  const lines = async function* () {
    for await (const answer of answers) yield `${JSON.stringify(answer)}\n`
  }
  return reply
    .type('application/x-ndjson; charset=utf-8')
    .send(Readable.from(lines(), { objectMode: false }))
}
