/**
 * When the planner's statistics of a table are out of date. A server has autovacuum for that; the embedded database has
 * nobody, and without statistics it reads a whole year of events where an index would name four rows.
 */

/** A table is analysed when so many rows have been written to it, and again whenever that number has grown by a factor. */
const firstRows = 4_000
const growth = 4

export type Statistics = {
  /** Counts what a statement wrote; `table` undefined: it does not insert. */
  wrote(table: string | undefined, rows: number | undefined): void
  /** Tables to analyse now; each is answered once. */
  due(): string[]
}

export function createStatistics(): Statistics {
  const written = new Map<string, { rows: number; dueAt: number }>()
  const overdue = new Set<string>()
  return {
    wrote(table, rows = 0) {
      if (table === undefined || rows === 0) return
      const count = written.get(table) ?? { rows: 0, dueAt: firstRows }
      count.rows += rows
      written.set(table, count)
      if (count.rows < count.dueAt) return
      count.dueAt = count.rows * growth
      overdue.add(table)
    },
    due() {
      const tables = [...overdue]
      overdue.clear()
      return tables
    },
  }
}
