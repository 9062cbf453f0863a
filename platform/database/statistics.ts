/**
 * When the planner's statistics of a table are out of date. A server has autovacuum for that; the embedded database has
 * nobody, and without statistics it reads a whole year of events where an index would name four rows.
 */

/** A table is analysed when so many rows have been written to it, and again whenever that number has doubled. */
const firstRows = 4_000

export type Statistics = {
  /** Counts what a statement wrote, if it inserts. */
  wrote(sql: string, rows: number | undefined): void
  /** Tables to analyse now; each is answered once. */
  due(): string[]
}

export function createStatistics(): Statistics {
  const written = new Map<string, { rows: number; analysedAt: number }>()
  const overdue = new Set<string>()
  return {
    wrote(sql, rows = 0) {
      const table = rows > 0 ? tableOf(sql) : undefined
      if (table === undefined) return
      const count = written.get(table) ?? { rows: 0, analysedAt: firstRows / 2 }
      count.rows += rows
      written.set(table, count)
      if (count.rows < count.analysedAt * 2) return
      count.analysedAt = count.rows
      overdue.add(table)
    },
    due() {
      const tables = [...overdue]
      overdue.clear()
      return tables
    },
  }
}

const tableOf = (sql: string): string | undefined => /^\s*insert into ([\w.]+)[\s(]/.exec(sql)?.[1]
