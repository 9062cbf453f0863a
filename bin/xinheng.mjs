#!/usr/bin/env node
/** The command `xinheng`: installs what is missing, then runs the command line on the pinned Node. */
import { join } from 'node:path'
import { ensureInstalled, root } from './install.mjs'
import { runPinned } from './run.mjs'

ensureInstalled()
process.exit(await runPinned([join(root, 'apps/cli/main.ts'), ...process.argv.slice(2)]))
