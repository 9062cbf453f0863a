/**
 * Progress of long work, as one line that is redrawn on a terminal and as a line per step elsewhere. Written to stderr,
 * so that what a command answers can be piped.
 */
export type Progress = {
  /** `total` undefined: the end is not known. */
  step(label: string, done: number, total?: number): void
  /** Ends the current line. */
  done(label: string): void
}

const redrawMs = 100
const barCells = 24

export const noProgress: Progress = { step: () => {}, done: () => {} }

export function terminalProgress(out: NodeJS.WriteStream): Progress {
  let last = 0
  let current = ''
  return {
    step(label, done, total) {
      if (!out.isTTY) {
        if (label !== current) out.write(`${label} …\n`)
        current = label
        return
      }
      const now = performance.now()
      if (label === current && now - last < redrawMs) return
      last = now
      current = label
      out.write(`\r\x1b[K${label} ${total ? bar(done, total) : done.toLocaleString('en')}`)
    },
    done(label) {
      if (out.isTTY) out.write(`\r\x1b[K${label}\n`)
      current = ''
    },
  }
}

function bar(done: number, total: number): string {
  const share = Math.min(1, done / total)
  const cells = Math.round(share * barCells)
  return `${'█'.repeat(cells)}${'░'.repeat(barCells - cells)} ${Math.floor(share * 100)} %`
}
