/** `npm start`: installs what is missing, builds the web when stale, serves. */
import { join } from 'node:path'
import { ensureInstalled, root } from './install.mjs'
import { runPinned } from './run.mjs'
import { buildWebIfStale } from './web.mjs'

ensureInstalled()
buildWebIfStale()
process.exit(await runPinned([join(root, 'apps/cli/main.ts'), 'serve', ...process.argv.slice(2)]))
