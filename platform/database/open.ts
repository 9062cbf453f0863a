/**
 * Opens the embedded database or a server and gives both the same face. Both engines refuse the mistake that
 * deadlocks PGlite and escapes the transaction on PostgreSQL: using the outer `db` while a transaction is open.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type Dialect,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { Db, Tables, Tx } from './index.ts'
import { pgliteDriver } from './pglite.ts'
import { postgresDriver } from './postgres.ts'
import { beginning, type ClosingDriver } from './session.ts'

export type Engine = 'pglite' | 'postgres'

export type Database = {
  readonly engine: Engine
  /** Transactions that can run at the same time. */
  readonly sessions: number
  readonly db: Db
  /** Runs `work` in one transaction. Nesting is a bug: pass the `tx` on instead. */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Writes the embedded database to disk as one archive; undefined on a server. */
  readonly dump?: () => Promise<Blob>
  close(): Promise<void>
}

/** Where the database is; `from` fills a new one from an archive made by `dump`. */
export type Where =
  | { readonly kind: 'memory'; readonly from?: Blob }
  | { readonly kind: 'folder'; readonly path: string; readonly from?: Blob }
  | { readonly kind: 'url'; readonly url: string; readonly connections?: number }

/** Two senders of bulk input at full speed hold four each; the rest is for everyone else. */
const usualConnections = 16

const insideTransaction = new AsyncLocalStorage<true>()

export async function openDatabase(where: Where): Promise<Database> {
  const { driver, sessions, dump } = await opened(where)
  const db = new Kysely<Tables>({ dialect: dialectOf(driver) })
  return {
    engine: where.kind === 'url' ? 'postgres' : 'pglite',
    sessions,
    db,
    tx: work => {
      if (insideTransaction.getStore())
        throw new Error('a transaction inside a transaction: pass tx on')
      return beginning.run(true, () =>
        db.transaction().execute(tx => insideTransaction.run(true, () => work(tx))),
      )
    },
    ...(dump ? { dump } : {}),
    close: async () => {
      await db.destroy()
      // Kysely ends no driver that it never asked for anything.
      await ended(driver)
    },
  }
}

/** Ends a driver, once however often it is asked. */
function ended(driver: ClosingDriver): Promise<void> {
  const ending = endings.get(driver) ?? driver.destroy()
  endings.set(driver, ending)
  return ending
}
const endings = new WeakMap<ClosingDriver, Promise<void>>()

async function opened(where: Where) {
  if (where.kind !== 'url') return { ...(await pgliteDriver(where)), sessions: 1 }
  const sessions = where.connections ?? usualConnections
  return { driver: postgresDriver(where.url, sessions), sessions, dump: undefined }
}

/** The standard PostgreSQL dialect over our driver; a session taken inside a transaction is refused. */
const dialectOf = (driver: ClosingDriver): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => ({
    ...driver,
    acquireConnection: options => {
      if (insideTransaction.getStore())
        throw new Error('the outer db was used inside a transaction: use tx')
      return driver.acquireConnection(options)
    },
    destroy: () => ended(driver),
  }),
  createIntrospector: db => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
})
