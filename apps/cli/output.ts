/** What every command prints: one JSON value for machines, or lines for people; and what its exit code means. */
import type { Command } from 'commander'

export const exitCodes = { done: 0, faults: 1, cannotRun: 2 } as const

/** Whether `--json` was given, before or after the command's name. */
export const wantsJson = (command: Command): boolean => command.optsWithGlobals().json === true

export function print(command: Command, value: unknown, lines: readonly string[]): void {
  if (wantsJson(command)) console.log(JSON.stringify(value))
  else for (const line of lines) console.log(line)
}
