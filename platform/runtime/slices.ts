/** Long work in short stretches: between them statements are sent on, answers are read and pages are served. */
import { setImmediate } from 'node:timers/promises'

/** Rows worked on at a stretch, a millisecond's worth. */
const sliceRows = 100

export async function* slicesOf<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let from = 0; from < rows.length; from += sliceRows) {
    if (from > 0) await setImmediate()
    yield rows.slice(from, from + sliceRows)
  }
}
