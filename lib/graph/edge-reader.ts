/**
 * Reads an edge list from the bytes of a file, ten million lines in about two seconds: ids are
 * parsed as integers where they are integers, otherwise numbered by their text, and no line becomes
 * a string. A line that cannot be an edge is refused with its number and reason and costs no other
 * line.
 */
import { IdDictionary } from './id-dictionary.ts'
import type { ColumnRole, TableLayout } from './table-layout.ts'
import { COLONS, labelOf, readLayout, splitLine } from './table-layout.ts'

export interface RefusedLine {
  line: number
  reason: 'too-few-fields' | 'empty-id' | 'id-too-long' | 'not-a-number'
  field: ColumnRole
}

/**
 * Raw columns of the file: ids are integers as written, or numbers in `dictionary` if that is set.
 */
export interface RawEdges {
  layout: TableLayout
  count: number
  sources: Uint32Array
  targets: Uint32Array
  weights: Float64Array | null
  times: Float64Array | null
  labels: Float64Array | null
  dictionary: IdDictionary | null
  refusedCount: number
  /** The first of the refused lines, at most MAX_REFUSED. */
  refused: RefusedLine[]
}

export const MAX_LINE_BYTES = 1 << 20
export const MAX_ID_BYTES = 512
export const MAX_REFUSED = 100

const SNIFF_BYTES = 1 << 16
const SNIFF_LINES = 50
const NEWLINE = 10
const RETURN = 13
const SPACE = 32
const HASH = 35
const PERCENT = 37

type Attribute = 'weight' | 'time' | 'label'

export class EdgeReader {
  private pending: Uint8Array = new Uint8Array(0)
  private layout: TableLayout | null = null
  private dictionary: IdDictionary | null = null
  private sources = new Uint32Array(1 << 16)
  private targets = new Uint32Array(1 << 16)
  private readonly attributes = new Map<Attribute, Float64Array>()
  private count = 0
  private line = 0
  private refusedCount = 0
  private readonly refused: RefusedLine[] = []
  /** Two integer columns come first and nothing else is needed: the loop without function calls. */
  private plainPairs = false

  /** Takes the next bytes of the file; lines may be cut anywhere between two chunks. */
  push(chunk: Uint8Array): void {
    const bytes = this.pending.length === 0 ? chunk : joined(this.pending, chunk)
    if (this.layout === null && bytes.length < SNIFF_BYTES) {
      this.pending = bytes.slice()
      return
    }
    this.readLines(bytes, bytes.lastIndexOf(NEWLINE) + 1)
  }

  /** Reads what is left and hands over the columns; the reader is then spent. */
  finish(): RawEdges {
    const rest = this.pending
    const closed = rest.length === 0 || rest.at(-1) === NEWLINE
    const bytes = closed ? rest : joined(rest, Uint8Array.of(NEWLINE))
    this.readLines(bytes, bytes.length)
    const { count } = this
    const attribute = (name: Attribute) => this.attributes.get(name)?.subarray(0, count) ?? null
    return {
      layout: this.layout ?? readLayout([]),
      count,
      sources: this.sources.subarray(0, count),
      targets: this.targets.subarray(0, count),
      weights: attribute('weight'),
      times: attribute('time'),
      labels: attribute('label'),
      dictionary: this.dictionary,
      refusedCount: this.refusedCount,
      refused: this.refused,
    }
  }

  private readLines(bytes: Uint8Array, end: number): void {
    if (bytes.length - end > MAX_LINE_BYTES)
      throw new RangeError(`line ${this.line + 1} is too long`)
    this.pending = bytes.slice(end)
    if (end === 0) return
    let at = 0
    if (this.layout === null) at = this.sniff(bytes, end)
    while (at < end) {
      if (this.plainPairs) at = this.readPlainPairs(bytes, at, end)
      if (at < end) at = this.readLine(bytes, at)
    }
  }

  private sniff(bytes: Uint8Array, end: number): number {
    const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
    const text = new TextDecoder().decode(bytes.subarray(start, Math.min(end, SNIFF_BYTES)))
    const lines = text.split(/\r?\n/).slice(0, -1)
    const isData = (line: string) => line.trim() !== '' && !/^[#%]/.test(line)
    if (bytes[0]! >= 0xfe && bytes[0]! + bytes[1]! === 0xfe + 0xff)
      throw new RangeError('the edge file is in UTF-16; save it as UTF-8')
    const data = lines.filter(isData).slice(0, SNIFF_LINES)
    const sized = /^%%MatrixMarket/i.test(lines[0] ?? '') || saysSize(data) ? 1 : 0
    const layout = readLayout(data.slice(sized))
    this.layout = layout
    this.plainPairs = layout.roles[0] === 'source' && layout.roles[1] === 'target'
    for (const role of layout.roles) {
      if (role === 'weight' || role === 'time' || role === 'label') {
        this.attributes.set(role, new Float64Array(this.sources.length))
        this.plainPairs = false
      }
    }
    if (!layout.header && sized === 0) return start
    const headerLine = lines.findIndex(isData)
    this.line = headerLine + 1
    let at = start
    for (let line = 0; line <= headerLine; line++) at = bytes.indexOf(NEWLINE, at) + 1
    return at
  }

  /** Lines of the form digits, delimiter, digits, newline; stops before the first other line. */
  private readPlainPairs(bytes: Uint8Array, start: number, end: number): number {
    const delimiter = this.layout!.delimiter
    let at = start
    while (at < end) {
      if (this.count === this.sources.length) this.grow()
      const { sources, targets } = this
      const from = this.count
      const limit = sources.length
      let count = from
      let stopped = false
      while (at < end && count < limit) {
        let source = 0
        let next = at
        let byte = bytes[next]!
        while (byte >= 48 && byte <= 57) {
          source = source * 10 + byte - 48
          byte = bytes[++next]!
        }
        const middle = next + 1
        stopped = byte !== delimiter || !isPlainNumber(next - at, bytes[at]!)
        if (stopped) break
        let target = 0
        next = middle
        byte = bytes[next]!
        while (byte >= 48 && byte <= 57) {
          target = target * 10 + byte - 48
          byte = bytes[++next]!
        }
        stopped = !isPlainNumber(next - middle, bytes[middle]!)
        if (byte === RETURN) byte = bytes[++next]!
        stopped ||= byte !== NEWLINE
        if (stopped) break
        sources[count] = source
        targets[count++] = target
        at = next + 1
      }
      this.line += count - from
      this.count = count
      if (stopped) return at
    }
    return at
  }

  private readLine(bytes: Uint8Array, start: number): number {
    const end = bytes.indexOf(NEWLINE, start)
    const { layout } = this
    this.line++
    const first = bytes[start]!
    if (end === start || first === RETURN || first === HASH || first === PERCENT) return end + 1
    const { delimiter, roles } = layout!
    if (this.count === this.sources.length) this.grow()
    let at = start
    let ends = 0
    for (let column = 0; column < roles.length; column++) {
      const role = roles[column]!
      if (delimiter === SPACE) while (at < end && isBlank(bytes[at]!)) at++
      else if (delimiter === COLONS) while (at < end && bytes[at] === COLONS) at++
      if (bytes[at] === 34) return this.readQuotedLine(bytes, start, end)
      let stop = at
      if (delimiter === SPACE) while (stop < end && !isBlank(bytes[stop]!)) stop++
      else while (stop < end && bytes[stop] !== delimiter) stop++
      const missing = at >= end && column > 0
      if (role === 'source' || role === 'target') ends += missing ? 0 : 1
      if (role !== 'ignored' && !(missing && ends < 2)) {
        if (!this.readField(role, bytes, Math.min(at, end), stop)) return end + 1
      }
      at = stop + 1
    }
    if (ends < 2) this.refuse('too-few-fields', 'target')
    else this.count++
    return end + 1
  }

  private readQuotedLine(bytes: Uint8Array, start: number, end: number): number {
    const { delimiter, roles } = this.layout!
    const fields = splitLine(new TextDecoder().decode(bytes.subarray(start, end)), delimiter)
    for (const [column, role] of roles.entries()) {
      if (role === 'ignored') continue
      const text = new TextEncoder().encode(fields[column] ?? '')
      if (!this.readField(role, text, 0, text.length)) return end + 1
    }
    this.count++
    return end + 1
  }

  private readField(role: ColumnRole, bytes: Uint8Array, from: number, to: number): boolean {
    let start = from
    let end = to
    while (start < end && isBlank(bytes[start]!)) start++
    while (end > start && isBlank(bytes[end - 1]!)) end--
    if (role === 'source' || role === 'target') return this.readId(role, bytes, start, end)
    let value = start === end ? Number.NaN : decimalOf(bytes, start, end)
    const isWord = Number.isNaN(value) && start !== end
    if (isWord && role !== 'label') return this.refuse('not-a-number', role)
    if (isWord) value = labelOf(new TextDecoder().decode(bytes.subarray(start, end)))
    this.attributes.get(role as Attribute)![this.count] = value
    return true
  }

  private readId(
    role: 'source' | 'target',
    bytes: Uint8Array,
    start: number,
    end: number,
  ): boolean {
    if (start === end) return this.refuse('empty-id', role)
    if (end - start > MAX_ID_BYTES) return this.refuse('id-too-long', role)
    let id = -1
    const last = withoutFraction(bytes, start, end)
    if (this.dictionary === null) {
      id = integerOf(bytes, start, last)
      if (id < 0) this.turnToTexts(role === 'target')
    }
    if (this.dictionary !== null) id = this.dictionary.number(bytes, start, last)
    const column = role === 'source' ? this.sources : this.targets
    column[this.count] = id
    return true
  }

  /**
   * The first id that is not a plain integer: from here on all ids are texts, the earlier ones too.
   */
  private turnToTexts(withOpenSource: boolean): void {
    const dictionary = new IdDictionary()
    this.dictionary = dictionary
    this.plainPairs = false
    for (let edge = 0; edge < this.count + 1; edge++) {
      if (edge === this.count && !withOpenSource) break
      this.sources[edge] = dictionary.numberOfText(String(this.sources[edge]))
      if (edge === this.count) break
      this.targets[edge] = dictionary.numberOfText(String(this.targets[edge]))
    }
  }

  private refuse(reason: RefusedLine['reason'], field: ColumnRole): false {
    this.refusedCount++
    if (this.refused.length < MAX_REFUSED) this.refused.push({ line: this.line, reason, field })
    return false
  }

  private grow(): void {
    const size = this.sources.length * 2
    const enlarge = (old: Uint32Array) => {
      const larger = new Uint32Array(size)
      larger.set(old)
      return larger
    }
    this.sources = enlarge(this.sources)
    this.targets = enlarge(this.targets)
    for (const [role, old] of this.attributes) {
      const larger = new Float64Array(size)
      larger.set(old)
      this.attributes.set(role, larger)
    }
  }
}

/** A matrix says its size where others have a header: rows, columns, entries, then only pairs. */
function saysSize(lines: string[]): boolean {
  const widths = lines.map(line => line.trim().split(/\s+/).length)
  return (
    widths.length > 1 &&
    /^\s*\d+\s+\d+\s+\d+\s*$/.test(lines[0]!) &&
    widths.slice(1).every(width => width === 2)
  )
}

/** Where an integer ends that a table with gaps has turned into a decimal: `17.0` is 17. */
function withoutFraction(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 3 || bytes[end - 1] !== 48 || bytes[end - 2] !== 46) return end
  return integerOf(bytes, start, end - 2) < 0 ? end : end - 2
}

function isPlainNumber(length: number, first: number): boolean {
  return length > 0 && length < 10 && (first !== 48 || length === 1)
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === 9 || byte === RETURN
}

/** The integer in [0, 2^32 - 1) that is written in its only canonical form, or -1. */
function integerOf(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 10 || (bytes[start] === 48 && end - start > 1)) return -1
  let value = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte < 48 || byte > 57) return -1
    value = value * 10 + byte - 48
  }
  return value < 0xffffffff ? value : -1
}

/** A decimal number, with point or comma, or an ISO date as Unix seconds, or NaN. */
function decimalOf(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === 45
  let at = negative || bytes[start] === 43 ? start + 1 : start
  let digits = 0
  let scale = -1
  for (; at < end; at++) {
    const byte = bytes[at]!
    if (byte >= 48 && byte <= 57) {
      digits = digits * 10 + byte - 48
      if (scale >= 0) scale++
    } else if (byte === 46 && scale < 0) scale = 0
    else break
  }
  // Both operands are exact doubles here, so the quotient is the correctly rounded value.
  if (at === end && end - start > (negative ? 1 : 0) && digits < 2 ** 53 && scale < 16) {
    const value = scale > 0 ? digits / 10 ** scale : digits
    return negative ? -value : value
  }
  const text = new TextDecoder().decode(bytes.subarray(start, end))
  const value = Number(text.replace(/^([-+]?\d+),(\d+)$/, '$1.$2'))
  return Number.isNaN(value) && /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) / 1000 : value
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length)
  both.set(left)
  both.set(right, left.length)
  return both
}
