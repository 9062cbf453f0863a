/**
 * Security headers on every answer: no framing, no sniffing, no referrer to strangers, and a content policy that runs
 * only our own files. Inline styles are allowed because charts and antd write them; inline scripts are not.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'

const headers = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'geolocation=(), camera=(), microphone=()',
} as const

export function securityHeaders(
  request: FastifyRequest,
  reply: FastifyReply,
  done: () => void,
): void {
  void reply.headers(headers).header('x-request-id', request.id)
  done()
}
