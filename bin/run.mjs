/** Runs a program on the pinned Node and passes signals and the exit code through. */
import { spawn } from 'node:child_process'
import { pinnedEnvironment, pinnedNode, root } from './install.mjs'

export function runPinned(args, options = {}) {
  return new Promise(resolve => {
    const child = spawn(pinnedNode, args, {
      stdio: 'inherit',
      env: pinnedEnvironment(),
      ...options,
    })
    const pass = signal => child.kill(signal)
    // Ctrl-C reaches the child by itself (same terminal group); the parent only has to outlive it.
    process.on('SIGINT', () => {})
    process.on('SIGTERM', pass)
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 128 : 1)))
  })
}

export { root }
