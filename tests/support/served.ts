/**
 * Some rooms behind a real HTTP server in memory, for tests of acceptance checks: answers are checked against the
 * published schema, callers are named by a bearer word instead of signing in, and reads of non-public facts are kept.
 */
import { after } from 'node:test'
import { type Actor, anyone, authorisation, type Operations } from '#contract'
import type { Database } from '#platform/database'
import { buildServer, type Handlers } from '#platform/http'
import { createMetrics, type Ids, silentLog } from '#platform/runtime'

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of an answer, field by field.
type Json = any

export type Answer = { status: number; json: Json; lines: Json[]; text: string }

export type Served = {
  /** Calls as one of the named actors, or as the public; a string body is sent as NDJSON. */
  call(
    as: string | null,
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Answer>
  /** Reads that stated a purpose, newest last. */
  readonly reads: { actor: string; operation: string; purpose: string }[]
}

export async function served<T extends Operations>(
  operations: T,
  handlers: Handlers<T>,
  parts: { database: Database; ids: Ids; actors: Readonly<Record<string, Actor>> },
): Promise<Served> {
  const reads: Served['reads'] = []
  const app = await buildServer({
    operations,
    authorisation,
    handlers,
    database: parts.database,
    ids: parts.ids,
    log: silentLog(),
    metrics: createMetrics(false),
    origin: 'http://localhost',
    authenticate: ({ authorization }) =>
      parts.actors[authorization?.replace('Bearer ', '') ?? ''] ?? anyone,
    recordRead: async ({ actor, operation, purpose }) =>
      void reads.push({ actor: actor.name, operation, purpose }),
    ready: async () => true,
    requestsPerMinute: 1_000_000,
    checkAnswers: true,
  })
  after(() => app.close())
  return {
    reads,
    call: async (as, method, path, body) => {
      const ndjson = typeof body === 'string'
      const answer = await app.inject({
        method,
        url: `/api/v1${path}`,
        headers: {
          ...(as === null ? {} : { authorization: `Bearer ${as}` }),
          'x-purpose': encodeURIComponent('测试查询'),
          ...(body === undefined
            ? {}
            : { 'content-type': ndjson ? 'application/x-ndjson' : 'application/json' }),
        },
        ...(body === undefined ? {} : { payload: ndjson ? body : JSON.stringify(body) }),
      })
      const text = answer.body
      const lined = String(answer.headers['content-type']).includes('ndjson')
      return {
        status: answer.statusCode,
        text,
        json: lined ? undefined : JSON.parse(text),
        lines: lined
          ? text
              .trim()
              .split('\n')
              .map(line => JSON.parse(line))
          : [],
      }
    },
  }
}
