/** RFC 9457 problems: a refusal answers its catalogue entry, a fault answers 500 with a number and nothing else. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Problem, type RefusalCode, refusals, sentenceOf } from '#contract'
import { type FieldError, type Log, Refusal } from '#platform/runtime'

export function problemOf(
  code: RefusalCode,
  details: Readonly<Record<string, unknown>> = {},
  errors?: readonly FieldError[],
): Problem {
  const { zh, en } = sentenceOf(code, details)
  return {
    type: `urn:xinheng:problem:${code}`,
    title: en,
    status: refusals[code].status,
    code,
    zh,
    en,
    ...(errors ? { errors: [...errors] } : {}),
    ...(Object.keys(details).length ? { details: { ...details } } : {}),
  }
}

type FastifyFault = Error & { code?: string; statusCode?: number }

/** Turns whatever was thrown into a problem; only faults are logged, because refusals are ordinary. */
export function problemFrom(
  error: FastifyFault,
  request: FastifyRequest,
  log: Log,
  bodyLimit: number,
): Problem {
  if (error instanceof Refusal) return problemOf(error.code, error.details, error.errors)
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return problemOf('request.too-large', { limitBytes: bodyLimit })
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return problemOf('request.encoding', { got: String(request.headers['content-type']) })
  if (error.statusCode === 429) return problemOf('request.too-many', { retryAfterS: 60 })
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return problemOf('request.not-json')
  log.error(
    { err: error, requestId: request.id, route: request.routeOptions.url },
    'a request met a fault',
  )
  return problemOf('server.fault', { requestId: request.id })
}

export const sendProblem = (reply: FastifyReply, problem: Problem) =>
  reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem))
