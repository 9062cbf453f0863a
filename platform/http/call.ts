/**
 * What a handler receives and gives back. Handlers are plain functions of a call; they never see Fastify, so a route is
 * a sentence about the domain and nothing else.
 */
import type { Actor, AnswerOf, BodyOf, Operation, Operations, ParamsOf, QueryOf } from '#contract'

export type Call<O extends Operation = Operation> = {
  readonly params: ParamsOf<O>
  readonly query: QueryOf<O>
  readonly body: O extends { transfer: 'ndjson' } ? AsyncIterable<Uint8Array> : BodyOf<O>
  readonly actor: Actor
  readonly requestId: string
  /** The network address that the caller's connection came from. */
  readonly address: string
  /** Stated by the caller; present whenever the operation demands one. */
  readonly purpose: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Sets a header of the answer, e.g. a session cookie. */
  setHeader(name: string, value: string): void
}

/**
 * An answer that is already JSON: hot public pages are serialised once, when a fact changes them. Its UTF-8 is kept as a
 * text of one character a byte (`latin1`), because Node sends such a text with its headers in one piece.
 */
export class Serialised {
  readonly octets: string
  readonly etag: string
  constructor(json: string, etag: string) {
    this.octets = Buffer.from(json, 'utf8').toString('latin1')
    this.etag = etag
  }

  get json(): string {
    return Buffer.from(this.octets, 'latin1').toString('utf8')
  }
}

/** The answer of a `bytes` operation. */
export type Bytes = {
  readonly type: string
  readonly bytes: Uint8Array | string
  /** Seconds a cache may keep it; `immutable` content (a full tile) says so. */
  readonly maxAgeS?: number
  readonly immutable?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

type Answer<O extends Operation> = O extends { transfer: 'bytes' }
  ? Bytes
  : O extends { transfer: 'ndjson' }
    ? AsyncIterable<AnswerOf<O>>
    : AnswerOf<O> | Serialised

export type Handler<O extends Operation> = (call: Call<O>) => Promise<Answer<O>> | Answer<O>
export type Handlers<T extends Operations> = { readonly [K in keyof T]: Handler<T[K]> }
