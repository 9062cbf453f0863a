/**
 * How a loop that follows the stream rests: until somebody rings, or for a while at most. A ring while the loop is at work
 * is not lost: what it tells of may lie behind the place the loop has already passed, so the next rest ends at once.
 */
export type Bell = {
  ring(): void
  rest(): Promise<void>
}

/** Nobody rings for what another process commits; so often the loop looks by itself. */
const pollMs = 200

export function createBell(): Bell {
  let rung = false
  let wake: (() => void) | undefined
  return {
    ring: () => {
      rung = true
      wake?.()
    },
    rest: async () => {
      if (!rung)
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, pollMs)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      wake = undefined
      rung = false
    },
  }
}
