/**
 * The typed client: web, CLI and tests call operations by name and get typed answers or a typed problem.
 * It knows nothing but the operation table and `fetch`.
 */
import type { AnswerOf, BodyOf, Operation, Operations, ParamsOf, QueryOf } from './operation.ts'
import type { Problem } from './shapes.ts'

/** What the server refused, as it said it (RFC 9457). */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.en}`)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

type Part<K extends string, T> = [T] extends [undefined]
  ? unknown
  : Record<never, never> extends T
    ? { [P in K]?: T }
    : { [P in K]: T }

export type CallInput<O extends Operation> = Part<'params', ParamsOf<O>> &
  Part<'query', QueryOf<O>> &
  Part<'body', BodyOf<O>> & { purpose?: string; idempotencyKey?: string; signal?: AbortSignal }

export type Client<T extends Operations> = {
  readonly [K in keyof T]: (input?: CallInput<T[K]>) => Promise<AnswerOf<T[K]>>
}

export type ClientOptions = {
  /** e.g. `http://127.0.0.1:8080`; empty in the browser. */
  readonly base: string
  /** Extra headers of each call: a session cookie, a bearer token. */
  readonly headers?: () => Record<string, string>
  readonly fetch?: typeof fetch
}

export function createClient<T extends Operations>(table: T, options: ClientOptions): Client<T> {
  const call = (name: string) => async (input?: AnyInput) =>
    callOperation(table[name] as Operation, input ?? {}, options)
  return Object.fromEntries(
    Object.keys(table).map(name => [name, call(name)]),
  ) as unknown as Client<T>
}

type AnyInput = {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  purpose?: string
  idempotencyKey?: string
  signal?: AbortSignal
}

/** The URL of an operation with its path parameters and query filled in. */
export function urlOf(
  o: Operation,
  base: string,
  input: Pick<AnyInput, 'params' | 'query'>,
): string {
  // A trailing `*` stands for the rest of the path, slashes and all.
  const path = o.path.replace(/:(\w+)|\*$/g, (match, key: string | undefined) =>
    key === undefined
      ? encodeURI(String(input.params?.[match] ?? ''))
      : encodeURIComponent(String(input.params?.[key] ?? '')),
  )
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(input.query ?? {}))
    if (value !== undefined && value !== '') query.set(key, String(value))
  const tail = query.size > 0 ? `?${query}` : ''
  return `${base}${o.root ? '' : '/api/v1'}${path}${tail}`
}

async function callOperation(
  o: Operation,
  input: AnyInput,
  options: ClientOptions,
): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers?.() }
  if (input.purpose) headers['x-purpose'] = encodeURIComponent(input.purpose)
  if (o.method !== 'GET') headers['idempotency-key'] = input.idempotencyKey ?? crypto.randomUUID()
  const init: RequestInit = { method: o.method, headers, credentials: 'same-origin' }
  if (input.signal) init.signal = input.signal
  if (input.body !== undefined) {
    headers['content-type'] = o.transfer === 'ndjson' ? 'application/x-ndjson' : 'application/json'
    init.body = o.transfer === 'ndjson' ? (input.body as string) : JSON.stringify(input.body)
  }
  const response = await (options.fetch ?? fetch)(urlOf(o, options.base, input), init)
  if (!response.ok) throw new ProblemError(await problemOf(response))
  if (o.transfer === 'bytes') return new Uint8Array(await response.arrayBuffer())
  if (o.transfer === 'ndjson') return linesOf(await response.text())
  return response.json()
}

const linesOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as unknown)

async function problemOf(response: Response): Promise<Problem> {
  if (response.headers.get('content-type')?.includes('json'))
    return (await response.json()) as Problem
  const { status } = response
  return {
    type: 'about:blank',
    title: response.statusText,
    status,
    code: 'server.fault',
    zh: '服务器没有给出说明。',
    en: 'The server gave no explanation.',
  }
}
