/**
 * What the two drivers share: the shape of a session, plain BEGIN/COMMIT/ROLLBACK, savepoints refused (nothing here
 * nests), and one reading of PostgreSQL's types: bigint as number, date as text, timestamptz as Date, bytea as bytes.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely'

export type RawResult = { rows: unknown[]; affected: number | undefined }

export type Session = DatabaseConnection & {
  run(sql: string, parameters?: readonly unknown[]): Promise<RawResult>
  /** Rows of binary COPY into a table; answers how many. */
  copyIn(table: string, columns: readonly string[], rows: Uint8Array<ArrayBuffer>): Promise<number>
}

export type ClosingDriver = Pick<
  Driver,
  | 'init'
  | 'acquireConnection'
  | 'releaseConnection'
  | 'beginTransaction'
  | 'commitTransaction'
  | 'rollbackTransaction'
  | 'destroy'
>

/** Set where a session is asked for in order to begin a transaction with it. */
export const beginning = new AsyncLocalStorage<true>()

export const oid = { bytea: 17, bigint: 20, date: 1082, timestamptz: 1184, xid8: 5069 } as const

/** A bigint column holds counts and positions; past 2^53 the arithmetic above it would be wrong, so refuse. */
export function parseBigint(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} is past 2^53`)
  return value
}

export function sessionOver({ run, copyIn }: Pick<Session, 'run' | 'copyIn'>): Session {
  return {
    run,
    copyIn,
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, affected } = await run(query.sql, query.parameters)
      return {
        rows: rows as R[],
        ...(affected === undefined ? {} : { numAffectedRows: BigInt(affected) }),
      }
    },
    // biome-ignore lint/correctness/useYield: cursors are not used; large reads page by key.
    async *streamQuery(): AsyncIterableIterator<never> {
      throw new Error('streaming queries are not used: page by key')
    },
  }
}

const run = (connection: DatabaseConnection, sql: string) => (connection as Session).run(sql)

/** The isolation the product relies on is PostgreSQL's default, READ COMMITTED. */
export const transactions: Pick<
  ClosingDriver,
  'beginTransaction' | 'commitTransaction' | 'rollbackTransaction'
> = {
  beginTransaction: async connection => void (await run(connection, 'begin')),
  commitTransaction: async connection => void (await run(connection, 'commit')),
  rollbackTransaction: async connection => void (await run(connection, 'rollback')),
}
