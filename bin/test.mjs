/**
 * `npm test`: installs what is missing, builds the web, then runs every test: the rooms on a real PostgreSQL and on the
 * embedded database, then the whole product with API and browser tests. It closes with what failed and what took longest.
 */
import { join } from 'node:path'
import { ensureInstalled, root } from './install.mjs'
import { runPinned } from './run.mjs'
import { buildWebIfStale } from './web.mjs'

ensureInstalled()
buildWebIfStale()
process.exit(await runPinned([join(root, 'tests/run.ts'), ...process.argv.slice(2)], { cwd: root }))
