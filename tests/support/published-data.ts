/** Data that others published, for conformance and evaluation; tests that need it skip where it is absent. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.env.XINHENG_DATA_DIR ?? join(import.meta.dirname, '../../../shared/data')

/** The path of a published file, or `{ skip }` for node:test's options, saying why. */
export function publishedData(path: string): { path: string; skip: string | false } {
  const full = join(folder, path)
  return {
    path: full,
    skip: existsSync(full) ? false : `published data ${path} is not here (XINHENG_DATA_DIR)`,
  }
}
