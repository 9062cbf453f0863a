/**
 * Bytes being written one after the other, for loops over millions of values: texts as UTF-8, numbers big-endian, into
 * one buffer that grows as needed.
 */

/** Up to here a text that turns out to be ASCII is written faster by hand than by the engine's encoder. */
const SHORT_CHARS = 10
/** A UTF-16 unit becomes at most three bytes. */
const UTF8_BYTES_PER_UNIT = 3

export class ByteWriter {
  #bytes: Buffer<ArrayBuffer>
  #used = 0

  constructor(expectedBytes: number) {
    this.#bytes = Buffer.allocUnsafe(expectedBytes)
  }

  /** How many bytes were written. */
  get length(): number {
    return this.#used
  }

  byte(value: number): void {
    this.#room(1)
    this.#bytes[this.#used++] = value
  }

  bytes(source: Uint8Array): void {
    const { length } = source
    this.#room(length)
    const bytes = this.#bytes
    let at = this.#used
    for (let i = 0; i < length; i++) bytes[at++] = source[i]!
    this.#used = at
  }

  /** A text as UTF-8; halves of surrogate pairs become U+FFFD. */
  text(value: string): void {
    const { length } = value
    this.#room(length * UTF8_BYTES_PER_UNIT)
    this.#used += this.#shortAscii(value) ? length : this.#bytes.write(value, this.#used)
  }

  int16(value: number): void {
    this.#room(2)
    const bytes = this.#bytes
    bytes[this.#used++] = value >> 8
    bytes[this.#used++] = value
  }

  int32(value: number): void {
    this.#room(4)
    this.#putInt32(this.#used, value)
    this.#used += 4
  }

  /** Over a byte that was written before. */
  byteAt(offset: number, value: number): void {
    if (offset < 0 || offset >= this.#used) throw new RangeError(`offset ${offset}`)
    this.#bytes[offset] = value
  }

  /** Over four bytes that were written before. */
  int32At(offset: number, value: number): void {
    if (offset < 0 || offset + 4 > this.#used) throw new RangeError(`offset ${offset}`)
    this.#putInt32(offset, value)
  }

  /** Copies what was written from `from` on into `target`. */
  copyTo(target: Buffer, at: number, from: number): void {
    this.#bytes.copy(target, at, from, this.#used)
  }

  /** What was written, not copied: good until more is written. */
  written(): Buffer<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#used)
  }

  #putInt32(offset: number, value: number): void {
    const bytes = this.#bytes
    bytes[offset] = value >> 24
    bytes[offset + 1] = value >> 16
    bytes[offset + 2] = value >> 8
    bytes[offset + 3] = value
  }

  #room(bytes: number): void {
    if (this.#used + bytes <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe((this.#used + bytes) * 2)
    this.#bytes.copy(larger, 0, 0, this.#used)
    this.#bytes = larger
  }

  /** Writes a short text where it will stand, and says whether it was ASCII to its end. */
  #shortAscii(text: string): boolean {
    const { length } = text
    if (length > SHORT_CHARS) return false
    const bytes = this.#bytes
    let at = this.#used
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i)
      if (unit > 0x7f) return false
      bytes[at++] = unit
    }
    return true
  }
}
