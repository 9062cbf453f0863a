/**
 * The thread of the embedded database. PGlite holds its thread for as long as a statement takes; in one of its own it
 * works beside the program, on a second core, and the program goes on answering.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, type Results } from '@electric-sql/pglite'
import { oid, parseBigint } from './session.ts'

/** Where the embedded database is kept; `from` fills a new one from an archive. */
export type Where =
  | { readonly kind: 'memory'; readonly from?: Blob }
  | { readonly kind: 'folder'; readonly path: string; readonly from?: Blob }

/** What the program asks; answered in the order of asking. Without parameters `sql` may hold several statements. */
export type Asked =
  | { readonly kind: 'run'; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly kind: 'copy'; readonly sql: string; readonly rows: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'dump' }
  | { readonly kind: 'close' }

/** Of each statement; rows are lists of values, so that the columns' names cross once. */
export type Result = {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  readonly affected: number | undefined
}

/** An error crosses as its fields: a copied Error would lose PostgreSQL's code. */
export type Answer =
  | { readonly results: readonly Result[] }
  | { readonly archive: Blob }
  | { readonly failed: { readonly message: string } & Readonly<Record<string, unknown>> }

const options = { rowMode: 'array' } as const

const opening = open(workerData as Where)
// Told in the answer to the first question.
opening.catch(() => {})

let before: Promise<void> = Promise.resolve()
parentPort!.on('message', (asked: Asked) => {
  before = before.then(async () => parentPort!.postMessage(await answerTo(asked)))
})

async function open(where: Where): Promise<PGlite> {
  const lite = await PGlite.create({
    ...(where.kind === 'folder' ? { dataDir: where.path } : {}),
    ...(where.from ? { loadDataDir: where.from } : {}),
    parsers: {
      [oid.bigint]: parseBigint,
      [oid.date]: text => text,
      [oid.timestamptz]: text => new Date(text),
      [oid.bytea]: text => Buffer.from(text.slice(2), 'hex'),
    },
    // PGlite's own goes byte by byte.
    serializers: { [oid.bytea]: (bytes: Uint8Array) => `\\x${Buffer.from(bytes).toString('hex')}` },
  })
  // Its pages lie in memory: one read anywhere costs hardly more than the one after the last.
  await lite.exec('set random_page_cost = 1.1')
  return lite
}

async function answerTo(asked: Asked): Promise<Answer> {
  try {
    return await done(await opening, asked)
  } catch (error) {
    const { message, name } = error as Error
    return { failed: { ...(error as object), name, message } }
  }
}

async function done(lite: PGlite, asked: Asked): Promise<Answer> {
  switch (asked.kind) {
    case 'run': {
      const { sql, parameters } = asked
      if (parameters.length === 0) return resultsOf(await lite.exec(sql, options))
      return resultsOf([await lite.query(sql, [...parameters], options)])
    }
    case 'copy':
      return resultsOf([await lite.query(asked.sql, [], { blob: new Blob([asked.rows]) })])
    case 'dump':
      return { archive: await lite.dumpDataDir('gzip') }
    case 'close':
      await lite.close()
      return { results: [] }
  }
}

const resultsOf = (results: readonly Results<unknown>[]): Answer => ({
  results: results.map(({ fields, rows, affectedRows }) => ({
    columns: fields.map(({ name }) => name),
    rows: rows as unknown[][],
    affected: affectedRows,
  })),
})
