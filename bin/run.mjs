/** Runs a program on the pinned Node and passes signals and the exit code through. */
import { spawn } from 'node:child_process'
import { pinnedEnvironment, pinnedNode, root } from './install.mjs'

/**
 * Intake makes much that lives as long as its batch, a few tens of milliseconds. In the engine's small nursery that is
 * copied again and again before it dies; in one of 64 MB it dies where it was made.
 */
export const engineFlags = ['--max-semi-space-size=64']

export function runPinned(args, options = {}) {
  return new Promise(resolve => {
    const child = spawn(pinnedNode, [...engineFlags, ...args], {
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
