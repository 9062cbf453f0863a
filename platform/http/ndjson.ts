/**
 * Lines out of a byte stream with back-pressure: nothing is read faster than it is consumed, and a line that is too
 * long is refused without being held. Bytes are decoded strictly; invalid UTF-8 is a refusal of that row alone.
 */
export type Line = {
  /** 1-based. */
  readonly row: number
  /** Undefined where the line is not valid UTF-8 or exceeds the limit. */
  readonly text: string | undefined
  readonly fault?: 'utf-8' | 'too-long'
}

/**
 * Batches of up to `batchRows` lines, fewer where the sender pauses, so that a slow one is answered too. Where the bytes
 * break off (a killed client, half an archive) the whole lines before the break are given first, then the fault is
 * thrown.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  limits: { lineBytes: number; batchRows: number },
): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let row = 0
  let held: Uint8Array[] = []
  let heldBytes = 0
  let batch: Line[] = []
  const close = (tail: Uint8Array) => {
    const bytes = held.length === 0 ? tail : Buffer.concat([...held, tail])
    const total = heldBytes + tail.length
    held = []
    heldBytes = 0
    row += 1
    if (total > limits.lineBytes) return batch.push({ row, text: undefined, fault: 'too-long' })
    try {
      const text = decoder.decode(bytes)
      if (text.trim() !== '') batch.push({ row, text })
    } catch {
      batch.push({ row, text: undefined, fault: 'utf-8' })
    }
  }
  try {
    for await (const chunk of withPauses(chunks)) {
      if (chunk === pause) {
        if (batch.length > 0) yield batch
        batch = []
        continue
      }
      let from = 0
      for (let end = chunk.indexOf(10, from); end !== -1; end = chunk.indexOf(10, from)) {
        close(chunk.subarray(from, end))
        from = end + 1
        if (batch.length >= limits.batchRows) {
          yield batch
          batch = []
        }
      }
      const rest = chunk.subarray(from)
      heldBytes += rest.length
      if (heldBytes <= limits.lineBytes && rest.length > 0) held.push(rest)
    }
  } catch (cause) {
    if (batch.length > 0) yield batch
    throw cause
  }
  if (heldBytes > 0) close(new Uint8Array(0))
  if (batch.length > 0) yield batch
}

const pause = Symbol('pause')
/** How long a sender may keep a begun batch waiting: a detector further on waits just as long. */
const patienceMs = 100

/**
 * The chunks, and a sign between them whenever so much time in all went by in waiting for them. Time that the reader takes
 * does not count: a busy reader wants whole batches, and a sender that trickles steadily is to be answered all the same.
 */
async function* withPauses(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array | typeof pause> {
  const iterator = chunks[Symbol.asyncIterator]()
  let leftMs = patienceMs
  try {
    for (;;) {
      const asked = performance.now()
      const next = iterator.next()
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<typeof pause>(resolve => {
        timer = setTimeout(resolve, leftMs, pause)
      })
      const first = await Promise.race([next, late])
      clearTimeout(timer)
      leftMs -= performance.now() - asked
      if (first === pause || leftMs <= 0) {
        yield pause
        leftMs = patienceMs
      }
      const { done, value } = await next
      if (done) return
      yield value
    }
  } finally {
    // Not awaited: a sender that is silent would keep its reader from leaving.
    iterator.return?.().catch(() => {})
  }
}
