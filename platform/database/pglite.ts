/**
 * The embedded database: PGlite has one session, so whoever takes it holds it until released; a statement of one
 * request can never slip into the open transaction of another.
 */
import { mkdirSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { type ClosingDriver, oid, parseBigint, sessionOver, transactions } from './session.ts'
import { createStatistics } from './statistics.ts'

export async function pgliteDriver(
  where: { kind: 'memory'; from?: Blob } | { kind: 'folder'; path: string; from?: Blob },
): Promise<{ driver: ClosingDriver; dump: () => Promise<Blob> }> {
  if (where.kind === 'folder') mkdirSync(where.path, { recursive: true })
  const lite = await PGlite.create({
    ...(where.kind === 'folder' ? { dataDir: where.path } : {}),
    ...(where.from ? { loadDataDir: where.from } : {}),
    parsers: {
      [oid.bigint]: parseBigint,
      [oid.date]: text => text,
      [oid.timestamptz]: text => new Date(text),
    },
  })
  const statistics = createStatistics()
  const session = sessionOver({
    run: async (sql, parameters = []) => {
      if (parameters.length === 0) return together(await lite.exec(sql))
      const { rows, affectedRows } = await lite.query(sql, parameters as unknown[])
      statistics.wrote(insertedInto(sql), affectedRows)
      return { rows, affected: affectedRows }
    },
    copyIn: async (table, columns, rows) => {
      const statement = `copy ${table} (${columns.join(', ')}) from '/dev/blob' (format binary)`
      const { affectedRows = 0 } = await lite.query(statement, [], { blob: new Blob([rows]) })
      statistics.wrote(table, affectedRows)
      return affectedRows
    },
  })
  const gate = createGate()
  const driver: ClosingDriver = {
    init: async () => {},
    acquireConnection: async () => {
      await gate.enter()
      return session
    },
    releaseConnection: async () => {
      try {
        for (const table of statistics.due()) await lite.exec(`analyze ${table}`)
      } finally {
        gate.leave()
      }
    },
    ...transactions,
    destroy: () => lite.close(),
  }
  return {
    driver,
    dump: async () => {
      await gate.enter()
      try {
        return await lite.dumpDataDir('gzip')
      } finally {
        gate.leave()
      }
    },
  }
}

const insertedInto = (sql: string): string | undefined =>
  /^\s*insert into ([\w.]+)[\s(]/.exec(sql)?.[1]

/** `exec` may hold several statements (a migration, a job runner's block): the answer has the rows of them all. */
function together(results: { rows: unknown[]; affectedRows?: number }[]) {
  return { rows: results.flatMap(result => result.rows), affected: results.at(-1)?.affectedRows }
}

/** First come, first served. */
function createGate(): { enter(): Promise<void>; leave(): void } {
  const waiting: (() => void)[] = []
  let busy = false
  return {
    enter: () => {
      if (!busy) {
        busy = true
        return Promise.resolve()
      }
      return new Promise(resolve => waiting.push(resolve))
    },
    leave: () => {
      const next = waiting.shift()
      if (next) next()
      else busy = false
    },
  }
}
