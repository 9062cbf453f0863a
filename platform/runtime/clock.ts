/**
 * Time as an argument. Deadlines decide rights, so no module reads the machine's clock: the composition root hands
 * one in, and tests move it.
 */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands where it is put; `set` and `advance` move it. */
export function fixedClock(start: Date | string): Clock & {
  set(to: Date | string): void
  advance(ms: number): void
} {
  let at = new Date(start).getTime()
  return {
    now: () => new Date(at),
    set: to => {
      at = new Date(to).getTime()
    },
    advance: ms => {
      at += ms
    },
  }
}
