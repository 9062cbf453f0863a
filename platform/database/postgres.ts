/** A PostgreSQL server (15 or later) through node-postgres's pool. */
import pg from 'pg'
import {
  type ClosingDriver,
  oid,
  parseBigint,
  type Session,
  sessionOver,
  transactions,
} from './session.ts'

const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: unknown) => {
    if (id === oid.bigint) return parseBigint
    if (id === oid.date) return (text: string) => text
    return pg.types.getTypeParser(id, format as 'text')
  },
}

export function postgresDriver(url: string, connections: number): ClosingDriver {
  const pool = new pg.Pool({ connectionString: url, max: connections, types })
  // An idle connection that the server closed is not our fault to crash over; the next acquire opens a new one.
  pool.on('error', () => {})
  return {
    init: async () => {},
    acquireConnection: async () => sessionOf(await pool.connect()),
    releaseConnection: async connection => {
      ;((connection as Session).client as pg.PoolClient).release()
    },
    ...transactions,
    destroy: () => pool.end(),
  }
}

const sessionOf = (client: pg.PoolClient): Session =>
  sessionOver(async (sql, parameters = []) => {
    const result = await client.query(
      sql,
      parameters.length ? (parameters as unknown[]) : undefined,
    )
    // Several statements answer several results; the answer has the rows of them all.
    const results: pg.QueryResult[] = Array.isArray(result) ? result : [result]
    return {
      rows: results.flatMap(one => one.rows),
      affected: results.at(-1)?.rowCount ?? undefined,
    }
  }, client)
