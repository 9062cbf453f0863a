/** `npm run bench [-- NAME] [--json]`: every benchmark, or those whose name begins with NAME. */
import { join } from 'node:path'
import { ensureInstalled, root } from './install.mjs'
import { runPinned } from './run.mjs'

ensureInstalled()
process.exit(await runPinned([join(root, 'bench/run.ts'), ...process.argv.slice(2)], { cwd: root }))
