/**
 * One operation of the public promise: method, path, schemas and what it is called in both languages.
 * The table of operations is the single source of the typed handlers, the typed client and the OpenAPI 3.1
 * document; nothing is generated, the types follow from the TypeBox schemas.
 */
import type { Static, TObject, TSchema } from 'typebox'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * `json` answers one JSON body. `ndjson` takes a stream of JSON lines and answers one JSON line per row.
 * `bytes` answers an opaque body (a log tile, a picture) whose type the handler names.
 */
export type Transfer = 'json' | 'ndjson' | 'bytes'

export type Operation = {
  readonly method: Method
  /** Fastify path below `/api/v1`, or an absolute path when `root` is set. */
  readonly path: string
  readonly zh: string
  readonly en: string
  readonly params?: TObject
  readonly query?: TObject
  readonly body?: TSchema
  readonly answer: TSchema
  readonly transfer?: Transfer
  /** Mounted at the server's root instead of `/api/v1` (the log keeps C2SP's paths). */
  readonly root?: boolean
  /** Reads non-public facts: the caller states a purpose and the read is logged (requirement 2.1). */
  readonly purpose?: boolean
  /** Changes nothing: repeated calls need no `Idempotency-Key`. Defaults to `method === 'GET'`. */
  readonly safe?: boolean
  /** Takes `application/x-www-form-urlencoded` beside JSON (RFC 6749 token requests). No other operation does: a
   * form may be posted by any site. */
  readonly form?: boolean
  /** Request or answer holds a secret: no digest of the one and no copy of the other is kept for replays. */
  readonly secret?: boolean
}

export type Operations = Readonly<Record<string, Operation>>

/** Declares an operation and keeps its literal schema types. */
export const operation = <const O extends Operation>(o: O): O => o

type StaticOr<S, Else> = S extends TSchema ? Static<S> : Else
export type ParamsOf<O extends Operation> = StaticOr<O['params'], Record<never, never>>
export type QueryOf<O extends Operation> = StaticOr<O['query'], Record<never, never>>
export type BodyOf<O extends Operation> = StaticOr<O['body'], undefined>
export type AnswerOf<O extends Operation> = Static<O['answer']>
