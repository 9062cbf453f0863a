/**
 * `COPY`, the fastest way to bring in plain new rows, in its binary format (PostgreSQL manual, COPY, "Binary Format"):
 * the server scans no delimiters and reads no numbers from text.
 */
import { ByteWriter } from '#lib/canonical'
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
const uuidBytes = 16
const uuidForm = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Rows being written: for each `row`, one field a column, in the order of `columns`. */
export class CopyRows {
  readonly columns: readonly string[]
  readonly out: ByteWriter
  /** The few UUIDs that many rows share are read once. */
  readonly #uuids = new Map<string, Uint8Array>()
  #ended = false

  constructor(columns: readonly string[], expectedBytes: number) {
    this.columns = columns
    this.out = new ByteWriter(header.length + expectedBytes + trailer.length)
    this.out.bytes(header)
  }

  row(): this {
    this.out.int16(this.columns.length)
    return this
  }

  /** A text without NUL or lone surrogates; null is NULL. */
  text(value: string | null): this {
    if (value === null) return this.#size(-1)
    const from = this.open()
    this.out.text(value)
    return this.close(from)
  }

  /** Begins a text that the caller writes to `out`; answers where, for `close`. */
  open(): number {
    this.out.int32(0)
    return this.out.length
  }

  /** Ends the text that began at `from`. */
  close(from: number): this {
    this.out.int32At(from - 4, this.out.length - from)
    return this
  }

  /** 32 hexadecimal digits in either case, with their four dashes. */
  uuid(value: string | null): this {
    if (value === null) return this.#size(-1)
    this.out.int32(uuidBytes)
    this.out.bytes(this.#uuids.get(value) ?? this.#readUuid(value))
    return this
  }

  int(value: number): this {
    this.out.int32(4)
    this.out.int32(value)
    return this
  }

  /** A `timestamptz`, from epoch milliseconds. */
  instant(ms: number): this {
    const micros = (ms - epochMs) * 1_000
    this.out.int32(8)
    this.out.int32(Math.floor(micros / 2 ** 32))
    this.out.int32(micros % 2 ** 32)
    return this
  }

  /** What COPY is sent, its end included; no row comes after it. */
  bytes(): Buffer<ArrayBuffer> {
    if (!this.#ended) this.out.bytes(trailer)
    this.#ended = true
    return this.out.written()
  }

  #readUuid(value: string): Uint8Array {
    if (!uuidForm.test(value)) throw new RangeError(`${value} is no UUID`)
    const bytes = Buffer.from(value.replaceAll('-', ''), 'hex')
    this.#uuids.set(value, bytes)
    return bytes
  }

  /** A field's length in bytes, before its bytes; −1 is NULL. */
  #size(bytes: number): this {
    this.out.int32(bytes)
    return this
  }
}
