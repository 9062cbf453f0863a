/**
 * Sends answers that are kept serialised. Those of one turn of the event loop leave together at its end: the first of
 * them wakes its reader, and the rest find it awake, which on a machine of few cores is most of what sending costs.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Serialised } from './call.ts'

/** A process has one event loop, so it has one line of answers that wait for the end of its turn. */
const waiting: (() => void)[] = []

function sendWaiting(): void {
  for (const send of waiting.splice(0)) send()
}

export function sendSerialised(
  request: FastifyRequest,
  reply: FastifyReply,
  { octets, etag }: Serialised,
): FastifyReply {
  const headers = { ...reply.hijack().getHeaders(), etag } as Record<string, string | number>
  const unchanged = request.headers['if-none-match'] === etag
  if (!unchanged) {
    headers['content-type'] = 'application/json; charset=utf-8'
    headers['content-length'] = octets.length
  }
  if (waiting.length === 0) setImmediate(sendWaiting)
  waiting.push(() => {
    reply.raw.writeHead(unchanged ? 304 : 200, headers)
    if (unchanged) reply.raw.end()
    else reply.raw.end(octets, 'latin1')
  })
  return reply
}
