/**
 * `COPY`, the fastest way to bring in plain new rows, in its binary format (PostgreSQL manual, COPY, "Binary Format"):
 * the server scans no delimiters and reads no numbers from text.
 */
import type { Tx } from './index.ts'
import type { Session } from './session.ts'

/** Sends rows into a table inside the caller's transaction; answers how many there were. */
export async function copyRows(tx: Tx, table: string, rows: CopyRows): Promise<number> {
  return tx
    .getExecutor()
    .provideConnection(connection =>
      (connection as Session).copyIn(table, rows.columns, rows.bytes()),
    )
}

/** Signature, no flags, no extension. */
const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const trailer = Buffer.from([0xff, 0xff])
/** PostgreSQL counts from 2000-01-01 UTC, in microseconds. */
const epochMs = Date.UTC(2000, 0, 1)
const dash = '-'.charCodeAt(0)
/** The value of each hexadecimal digit, by its code. */
const hexDigits = Uint8Array.from(
  { length: 128 },
  (_, code) => Number.parseInt(String.fromCharCode(code), 16) || 0,
)
/** Up to here a text that turns out to be ASCII is written faster by hand than by the engine's encoder. */
const shortChars = 40

/** Rows being written: for each `row`, one field a column, in the order of `columns`. */
export class CopyRows {
  readonly columns: readonly string[]
  #bytes: Buffer<ArrayBuffer>
  #used: number

  constructor(columns: readonly string[], expectedBytes: number) {
    this.columns = columns
    this.#bytes = Buffer.allocUnsafe(header.length + expectedBytes)
    this.#used = header.copy(this.#bytes)
  }

  row(): this {
    this.#room(2)
    this.#used = this.#bytes.writeInt16BE(this.columns.length, this.#used)
    return this
  }

  /** A text without NUL or lone surrogates; null is NULL. */
  text(value: string | null): this {
    if (value === null) return this.#size(-1)
    this.#room(4 + value.length * 3)
    const from = this.#used + 4
    const bytes = this.#shortAscii(value, from)
    const written = bytes === value.length ? bytes : this.#bytes.write(value, from)
    this.#bytes.writeInt32BE(written, this.#used)
    this.#used = from + written
    return this
  }

  /** 32 hexadecimal digits in either case, with their four dashes. */
  uuid(value: string | null): this {
    if (value === null) return this.#size(-1)
    this.#size(16)
    this.#room(16)
    const end = this.#used + 16
    for (let i = 0; i < value.length; i += 2) {
      if (value.charCodeAt(i) === dash) i += 1
      const high = hexDigits[value.charCodeAt(i)]!
      this.#bytes[this.#used++] = (high << 4) | hexDigits[value.charCodeAt(i + 1)]!
    }
    if (this.#used !== end) throw new RangeError(`${value} is no UUID`)
    return this
  }

  int(value: number): this {
    this.#size(4)
    this.#room(4)
    this.#used = this.#bytes.writeInt32BE(value, this.#used)
    return this
  }

  /** A `timestamptz`, from epoch milliseconds. */
  instant(ms: number): this {
    this.#size(8)
    this.#room(8)
    this.#used = this.#bytes.writeBigInt64BE(BigInt(ms - epochMs) * 1_000n, this.#used)
    return this
  }

  /** What COPY is sent, its end included. */
  bytes(): Buffer<ArrayBuffer> {
    this.#room(trailer.length)
    trailer.copy(this.#bytes, this.#used)
    return this.#bytes.subarray(0, this.#used + trailer.length)
  }

  /** A field's length in bytes, before its bytes; −1 is NULL. */
  #size(bytes: number): this {
    this.#room(4)
    this.#used = this.#bytes.writeInt32BE(bytes, this.#used)
    return this
  }

  #room(bytes: number): void {
    if (this.#used + bytes <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe((this.#used + bytes) * 2)
    this.#bytes.copy(larger, 0, 0, this.#used)
    this.#bytes = larger
  }

  /** Writes a short text at `from` and answers its length, or −1 where it is long or not ASCII. */
  #shortAscii(text: string, from: number): number {
    if (text.length > shortChars) return -1
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (unit > 0x7f) return -1
      this.#bytes[from + i] = unit
    }
    return text.length
  }
}
