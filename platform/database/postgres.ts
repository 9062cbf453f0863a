/** A PostgreSQL server (15 or later) through node-postgres's pool. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
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
      ;(connection as PooledSession).client.release()
    },
    ...transactions,
    destroy: () => pool.end(),
  }
}

type PooledSession = Session & { readonly client: pg.PoolClient }

const sessionOf = (client: pg.PoolClient): PooledSession => ({
  client,
  ...sessionOver({
    run: async (sql, parameters = []) => {
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
    },
    copyIn: async (table, columns, rows) => {
      const statement = `copy ${table} (${columns.join(', ')}) from stdin (format binary)`
      const stream = client.query(copyFrom(statement))
      await pipeline(Readable.from([rows]), stream)
      return stream.rowCount
    },
  }),
})
