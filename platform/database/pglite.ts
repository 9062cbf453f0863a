/**
 * The embedded database: PGlite has one session, so whoever takes it holds it until released; a statement of one
 * request can never slip into the open transaction of another.
 */
import { mkdirSync } from 'node:fs'
import { createGate } from './gate.ts'
import { openLite } from './pglite-client.ts'
import type { Result, Where } from './pglite-thread.ts'
import {
  beginning,
  type ClosingDriver,
  type RawResult,
  sessionOver,
  transactions,
} from './session.ts'
import { createStatistics } from './statistics.ts'

export async function pgliteDriver(
  where: Where,
): Promise<{ driver: ClosingDriver; dump: () => Promise<Blob> }> {
  if (where.kind === 'folder') mkdirSync(where.path, { recursive: true })
  const lite = await openLite(where)
  const statistics = createStatistics()
  const session = sessionOver({
    run: async (sql, parameters) => {
      const result = together(await lite.run(sql, parameters))
      statistics.wrote(insertedInto(sql), result.affected)
      return result
    },
    copyIn: async (table, columns, rows) => {
      const statement = `copy ${table} (${columns.join(', ')}) from '/dev/blob' (format binary)`
      const affected = await lite.copy(statement, rows)
      statistics.wrote(table, affected)
      return affected
    },
  })
  const gate = createGate()
  const driver: ClosingDriver = {
    init: async () => {},
    acquireConnection: async () => {
      await gate.enter(beginning.getStore() ? 'transaction' : 'statement')
      return session
    },
    releaseConnection: async () => {
      try {
        for (const table of statistics.due()) await lite.run(`analyze ${table}`)
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
      await gate.enter('transaction')
      try {
        return await lite.dump()
      } finally {
        gate.leave()
      }
    },
  }
}

const insertedInto = (sql: string): string | undefined =>
  /^\s*insert into ([\w.]+)[\s(]/.exec(sql)?.[1]

/** Several statements (a migration, a job runner's block) answer one result: the rows of them all. */
const together = (results: readonly Result[]): RawResult => ({
  rows: results.flatMap(({ columns, rows }) => rows.map(row => rowOf(columns, row))),
  affected: results.at(-1)?.affected,
})

function rowOf(columns: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (let i = 0; i < columns.length; i++) row[columns[i]!] = values[i]
  return row
}
