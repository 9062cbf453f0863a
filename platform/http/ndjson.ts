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
  let row = 0
  let held: Uint8Array[] = []
  let heldBytes = 0
  let batch: Line[] = []
  const close = (chunk: Buffer, from: number, end: number) => {
    const total = heldBytes + end - from
    row += 1
    if (total > limits.lineBytes) batch.push({ row, text: undefined, fault: 'too-long' })
    else {
      const text =
        held.length === 0
          ? textOf(chunk, from, end)
          : textOf(Buffer.concat([...held, chunk.subarray(from, end)]), 0, total)
      if (text === undefined) batch.push({ row, text, fault: 'utf-8' })
      else if (text.trim() !== '') batch.push({ row, text })
    }
    held = []
    heldBytes = 0
  }
  try {
    for await (const given of withPauses(chunks)) {
      if (given === pause) {
        if (batch.length > 0) yield batch
        batch = []
        continue
      }
      const chunk = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
      let from = 0
      for (let end = chunk.indexOf(10, from); end !== -1; end = chunk.indexOf(10, from)) {
        close(chunk, from, end)
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
  if (heldBytes > 0) close(Buffer.alloc(0), 0, 0)
  if (batch.length > 0) yield batch
}

const strict = new TextDecoder('utf-8', { fatal: true })
const firstOfBom = 0xef

/**
 * The text of these bytes without a byte order mark, or undefined where they are not UTF-8. The engine's own reading is
 * twice as fast as the strict one and puts U+FFFD for what it cannot read, so only a text with that is read strictly.
 */
function textOf(bytes: Buffer, from: number, end: number): string | undefined {
  if (bytes[from] !== firstOfBom) {
    const text = bytes.toString('utf8', from, end)
    if (!text.includes('\ufffd')) return text
  }
  try {
    return strict.decode(bytes.subarray(from, end))
  } catch {
    return undefined
  }
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
