/**
 * Builds the HTTP server from the operation table: one route per operation, in this order for each call — who is it,
 * may they, for what purpose, is the request well formed, was it asked before — and only then the handler.
 */
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Actor, Operation, Operations, Problem, Role } from '#contract'
import { limits, openapi } from '#contract'
import type { Database } from '#platform/database'
import {
  type FieldError,
  type Ids,
  type Log,
  type Metrics,
  Refusal,
  refuse,
} from '#platform/runtime'
import { type Bytes, type Call, Serialised } from './call.ts'
import { type Checker, checkerOf } from './check.ts'
import { claimKey, dropClaim, keepAnswer, keyChars } from './idempotency.ts'
import { bodyStream, sendLines } from './ndjson-body.ts'
import { problemFrom, problemOf, sendProblem } from './problems.ts'
import { type ProvenCallers, provenCallers } from './proven-callers.ts'
import { apiReference } from './reference.ts'
import { securityHeaders } from './security.ts'
import { sendSerialised } from './send-serialised.ts'

export type ServerParts = {
  readonly operations: Operations
  readonly authorisation: Readonly<Record<string, readonly Role[]>>
  // biome-ignore lint/suspicious/noExplicitAny: the table of handlers is checked where each room builds its own.
  readonly handlers: Readonly<Record<string, (call: any) => unknown>>
  readonly database: Database
  readonly log: Log
  readonly ids: Ids
  readonly metrics: Metrics
  readonly origin: string
  /** Names the caller; throws a refusal for a credential that is wrong, answers the public for none. */
  authenticate(headers: FastifyRequest['headers']): Promise<Actor> | Actor
  /** Logs a read of non-public facts with its purpose (requirement 2.1). */
  recordRead(read: {
    actor: Actor
    operation: string
    purpose: string
    target: string
    requestId: string
  }): Promise<void>
  /** Whether dependencies answer: for `/readyz`. */
  ready(): Promise<boolean>
  /** What a person who follows a wrong address sees; machines are told by a problem. */
  readonly lostPage?: () => Uint8Array | undefined
  /** Addresses and networks of the proxies whose word on the caller's address is taken; nobody's where left out. */
  readonly trustProxy?: string
  /** Requests a minute for one caller; a load test sets it high. */
  readonly requestsPerMinute: number
  /** Tests check every answer against the published schema; production does not pay for it. */
  readonly checkAnswers?: boolean
}

export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: limits.bodyBytes,
    genReqId: () => parts.ids.next(),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 300 },
    forceCloseConnections: 'idle',
    // A machine so busy that reading the pages' files takes long is no reason not to start.
    pluginTimeout: 0,
    trustProxy: parts.trustProxy ?? false,
  })
  const callers = provenCallers()
  await app.register(rateLimit, {
    global: false,
    max: parts.requestsPerMinute,
    timeWindow: '1 minute',
    keyGenerator: callers.counted,
  })
  app.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload))
  app.addHook('onRequest', securityHeaders)
  app.setErrorHandler((error, request, reply) =>
    sendProblem(reply, problemFrom(error as Error, request, parts.log, limits.bodyBytes)),
  )
  app.setNotFoundHandler((request, reply) => {
    const page = asksForPage(request) ? parts.lostPage?.() : undefined
    return page
      ? reply.code(404).type('text/html; charset=utf-8').send(page)
      : sendProblem(reply, problemOf('route.unknown'))
  })
  for (const [name, o] of Object.entries(parts.operations)) {
    if (!o.form) addRoute(app, parts, callers, name, o)
    else
      await app.register(async scope => {
        acceptForms(scope)
        addRoute(scope, parts, callers, name, o)
      })
  }
  addOperatorRoutes(app, parts)
  return app
}

/** A browser's navigation, outside the addresses of machines. */
const asksForPage = ({ method, headers, url }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  headers.accept?.includes('text/html') === true &&
  !/^\/(api|log|oauth|assets)\//.test(url)

function addOperatorRoutes(app: FastifyInstance, parts: ServerParts): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) =>
    (await parts.ready()) ? { status: 'ready' } : sendProblem(reply, problemOf('server.unready')),
  )
  app.get('/metrics', async (_request, reply) =>
    reply.type(parts.metrics.contentType).send(await parts.metrics.metrics()),
  )
  const document = openapi(parts.operations, parts.origin)
  app.get('/openapi.json', async () => document)
  app.get('/docs', async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .send(apiReference(parts.operations, parts.authorisation)),
  )
}

/** In a scope of its own, so that only the operations that ask for it can be reached by a form. */
function acceptForms(scope: FastifyInstance): void {
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, text, done) => done(null, Object.fromEntries(new URLSearchParams(String(text)))),
  )
}

/** A refusal given again under its Idempotency-Key. */
class KeptProblem {
  readonly problem: Problem
  constructor(problem: Problem) {
    this.problem = problem
  }
}

type Checkers = Partial<Record<'params' | 'query' | 'body', Checker>>

function addRoute(
  app: FastifyInstance,
  parts: ServerParts,
  callers: ProvenCallers,
  name: string,
  o: Operation,
): void {
  const allowed = parts.authorisation[name]
  if (!allowed) throw new Error(`operation ${name} has no authorisation row`)
  const handler = parts.handlers[name]
  if (!handler) throw new Error(`operation ${name} has no handler`)
  const checkers: Checkers = {
    ...(o.params ? { params: checkerOf(o.params, true) } : {}),
    ...(o.query ? { query: checkerOf(o.query, true) } : {}),
    ...(o.body && o.transfer !== 'ndjson' ? { body: checkerOf(o.body, false) } : {}),
  }
  const answers =
    parts.checkAnswers && (o.transfer ?? 'json') === 'json' ? checkerOf(o.answer, false) : undefined
  const run = async (request: FastifyRequest, reply: FastifyReply) => {
    const actor = await callers.proven(request, () => parts.authenticate(request.headers))
    permit(name, actor, allowed)
    const call = callOf(o, checkers, actor, request, reply)
    if (o.purpose) await recordRead(parts, name, call, request)
    const answer =
      o.method === 'GET' || o.safe || o.transfer === 'ndjson'
        ? await handler(call)
        : await once(parts, { name, o }, call, request, reply, () => handler(call))
    if (answer instanceof KeptProblem) return sendProblem(reply, answer.problem)
    if (answers) assertAnswer(name, answers, answer)
    return send(o, reply, request, answer)
  }
  app.route({
    method: o.method,
    url: `${o.root ? '' : '/api/v1'}${o.path}`,
    config: { rateLimit: { max: parts.requestsPerMinute } },
    ...(o.transfer === 'ndjson' ? { bodyLimit: Number.MAX_SAFE_INTEGER } : {}),
    handler: run,
  })
}

function permit(name: string, actor: Actor, allowed: readonly Role[]): void {
  if (actor.roles.some(role => allowed.includes(role))) return
  if (actor.accountId === null) refuse('access.sign-in-required')
  refuse('access.not-allowed', { operation: name })
}

function callOf(
  o: Operation,
  checkers: Checkers,
  actor: Actor,
  request: FastifyRequest,
  reply: FastifyReply,
): Call {
  const errors: FieldError[] = []
  const checked = (part: 'params' | 'query' | 'body') => {
    const result = checkers[part]?.check(request[part])
    if (result?.errors) errors.push(...result.errors)
    return result?.errors ? undefined : result?.value
  }
  const [params, query, body] = [checked('params'), checked('query'), checked('body')]
  if (errors.length > 0) refuse('request.invalid', {}, errors)
  return {
    params: params as never,
    query: query as never,
    body: (o.transfer === 'ndjson' ? bodyStream(request) : body) as never,
    actor,
    requestId: request.id,
    address: request.ip,
    purpose: purposeOf(request),
    headers: request.headers,
    setHeader: (key, value) => void reply.header(key, value),
  }
}

/** Headers carry ASCII, so a Chinese purpose arrives percent-encoded. */
function purposeOf(request: FastifyRequest): string {
  const text = request.headers['x-purpose']
  if (typeof text !== 'string') return ''
  try {
    return decodeURIComponent(text).slice(0, limits.nameChars)
  } catch {
    return text.slice(0, limits.nameChars)
  }
}

async function recordRead(
  parts: ServerParts,
  operation: string,
  call: Call,
  request: FastifyRequest,
) {
  if (call.purpose === '') refuse('access.purpose-required')
  const { actor, purpose, requestId } = call
  await parts.recordRead({
    actor,
    operation,
    purpose,
    target: request.url.slice(0, limits.textChars),
    requestId,
  })
}

/**
 * Runs the handler at most once per (caller, Idempotency-Key). Refusals are answers too and are kept; what holds a
 * secret is never kept and so runs each time.
 */
async function once(
  parts: ServerParts,
  { name, o }: { name: string; o: Operation },
  call: Call,
  request: FastifyRequest,
  reply: FastifyReply,
  run: () => unknown,
): Promise<unknown> {
  const key = request.headers['idempotency-key']
  // A cookie is sent by the browser whoever asks; a header is not. So the key doubles as the cross-site guard.
  if (typeof key !== 'string' || key === '' || key.length > keyChars) {
    if (!request.headers.cookie) return run()
    return refuse('request.invalid', {}, [
      {
        field: 'Idempotency-Key',
        rule: 'required',
        zh: '缺少 Idempotency-Key 请求头。',
        en: 'The Idempotency-Key header is missing.',
      },
    ])
  }
  if (o.secret) return run()
  const caller = call.actor.accountId ?? `public:${request.ip}`
  const kept = await claimKey(
    parts.database,
    caller,
    key,
    JSON.stringify([name, call.params, call.query, call.body]),
  )
  if (kept) {
    void reply.header('idempotent-replay', 'true')
    const answer = JSON.parse(kept.answer)
    return kept.status < 400 ? answer : new KeptProblem(answer as Problem)
  }
  try {
    const answer = await run()
    await keepAnswer(parts.database, caller, key, {
      status: 200,
      answer: JSON.stringify(answer ?? null),
    })
    return answer
  } catch (error) {
    if (!(error instanceof Refusal)) await dropClaim(parts.database, caller, key)
    else {
      const problem = problemOf(error.code, error.details, error.errors)
      await keepAnswer(parts.database, caller, key, {
        status: problem.status,
        answer: JSON.stringify(problem),
      })
    }
    throw error
  }
}

function assertAnswer(name: string, checker: Checker, answer: unknown): void {
  const plain =
    answer instanceof Serialised ? JSON.parse(answer.json) : JSON.parse(JSON.stringify(answer))
  const result = checker.check(plain)
  if (result.errors)
    throw new Error(`${name} answered outside its schema: ${JSON.stringify(result.errors)}`)
}

function send(o: Operation, reply: FastifyReply, request: FastifyRequest, answer: unknown) {
  if (answer instanceof Serialised) return sendSerialised(request, reply, answer)
  if (o.transfer === 'ndjson') return sendLines(reply, answer as AsyncIterable<unknown>)
  if (o.transfer === 'bytes') return sendBytes(reply, answer as Bytes)
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer))
}

function sendBytes(reply: FastifyReply, { type, bytes, maxAgeS, immutable, headers }: Bytes) {
  const cache = immutable
    ? 'public, max-age=31536000, immutable'
    : `public, max-age=${maxAgeS ?? 0}`
  void reply.headers({
    'cache-control': maxAgeS === undefined && !immutable ? 'no-store' : cache,
    ...headers,
  })
  return reply.type(type).send(typeof bytes === 'string' ? bytes : Buffer.from(bytes))
}
