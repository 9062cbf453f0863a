/**
 * Runs many rules over events: finds the lines an event can touch, reads each term once, runs the flat programs of those
 * lines and keeps of every hit the values it rests on. It answers exactly what `holds` answers for every rule and line,
 * in any order of events; what it learns from samples changes its cost alone.
 */
import { type Condition, fieldsOf, type Read, reckon, type Term, type Value } from './condition.ts'
import { type Explanation, explain } from './explanation.ts'
import type { FieldList } from './fields.ts'
import { indexKind, type KindIndex, waysOf } from './kind-index.ts'
import { HOLDS, op, type Program } from './program.ts'
import type { Rule } from './rule.ts'
import { SlotTable } from './slot-table.ts'

/** Reads one field of the case at hand. */
export type Reader<Facts> = (facts: Facts) => Value | undefined

export type Hit = {
  /** Its place among the engine's rules. */
  readonly rule: number
  readonly line: number
  /** Of the fields its line speaks of, in the order of `fieldsOf`; null where absent. */
  readonly values: readonly (Value | null)[]
}

type Kind = {
  index: KindIndex
  seen: number
  /** Rows still wanted before the index is chosen anew. */
  rows: Float64Array[] | null
  nextSample: number
}

const SAMPLE_ROWS = 256
/** The first sample is taken at once, the next when sixteen times as much was seen. */
const SAMPLE_GROWTH = 16
const none: readonly Hit[] = []

export class RuleEngine<Facts> {
  readonly rules: readonly Rule[]
  readonly #kinds = new Map<string, Kind>()
  readonly #slots: SlotTable
  readonly #readers: (Reader<Facts> | null)[]
  readonly #numbers: Float64Array
  readonly #texts: (string | undefined)[]
  readonly #stamps: Int32Array
  readonly #touched: Int32Array
  readonly #lines: { readonly rule: number; readonly line: number; readonly slots: Int32Array }[] =
    []
  #now = 0
  #facts!: Facts
  #looked = 0

  constructor(
    rules: readonly Rule[],
    { fields, reader }: { fields: FieldList; reader(field: string): Reader<Facts> },
  ) {
    this.rules = rules
    this.#slots = new SlotTable(field => fields.named(field)?.type === 'text')
    const units = this.#unitsByKind()
    for (const [kind, own] of units)
      this.#kinds.set(kind, {
        index: indexKind(own, this.#slots),
        seen: 0,
        rows: [],
        nextSample: SAMPLE_ROWS * SAMPLE_GROWTH,
      })
    const { slots } = this.#slots
    this.#readers = slots.map(({ term }) => ('field' in term ? reader(term.field) : null))
    this.#numbers = new Float64Array(slots.length)
    this.#texts = new Array<string | undefined>(slots.length).fill(undefined)
    this.#stamps = new Int32Array(slots.length)
    this.#touched = new Int32Array(Math.max(0, ...[...units.values()].map(own => own.length)))
  }

  /** Lines looked at beyond the index, over all events: what thousands of rules really cost. */
  get linesLooked(): number {
    return this.#looked
  }

  /** The first line of each rule that holds, by rule. The answer is the caller's to keep. */
  evaluate(kind: string, facts: Facts): readonly Hit[] {
    const own = this.#kinds.get(kind)
    if (!own) return none
    this.#open(facts)
    const { index } = own
    const touched = this.#touch(index)
    this.#looked += touched
    let hits: Hit[] | null = null
    for (let i = 0; i < touched; i++) {
      const unit = this.#touched[i]!
      if (this.#holds(index.program, index.entries[unit]!))
        hits = this.#keep(hits, index.units[unit]!.line)
    }
    this.#learn(own)
    if (!hits) return none
    return hits.length === 1 ? hits : hits.sort((a, b) => a.rule - b.rule)
  }

  /** The tree of a hit with verdict, value and threshold at each test, from what it kept. */
  explain({ rule, line, values }: Hit): Explanation {
    const { when } = this.rules[rule]!.lines[line]!
    return explain(when, readKept(when, values))
  }

  /** Numbers of lines and ways by kind, for the monitor. */
  sizes(): Readonly<Record<string, { lines: number; unindexed: number }>> {
    return Object.fromEntries(
      [...this.#kinds].map(([kind, { index }]) => [
        kind,
        { lines: index.units.length, unindexed: index.always.length },
      ]),
    )
  }

  #unitsByKind() {
    const units = new Map<string, { condition: Condition; line: number }[]>()
    this.rules.forEach((rule, at) => {
      rule.lines.forEach(({ when }, line) => {
        const slots = Int32Array.from(fieldsOf(when), field => this.#slots.of({ field }))
        const number = this.#lines.push({ rule: at, line, slots }) - 1
        for (const kind of rule.on) {
          const own = units.get(kind) ?? []
          own.push(...waysOf(when).map(condition => ({ condition, line: number })))
          units.set(kind, own)
        }
      })
    })
    return units
  }

  #open(facts: Facts): void {
    this.#facts = facts
    if (++this.#now === 0x7fffffff) {
      this.#stamps.fill(0)
      this.#now = 1
    }
  }

  /** Fills `#touched` with the units whose access test holds; answers how many. */
  #touch(index: KindIndex): number {
    const touched = this.#touched
    touched.set(index.always)
    let n = index.always.length
    for (const { slot, units } of index.texts) {
      const value = this.#value(slot)
      const own = value >= 0 ? units[value] : undefined
      if (own) for (let i = 0; i < own.length; i++) touched[n++] = own[i]!
    }
    for (const { slot, index: intervals } of index.numbers) {
      const value = this.#value(slot)
      if (!Number.isNaN(value)) n = intervals.look(value, touched, n)
    }
    return n
  }

  #holds({ ops, slots, others, lows, highs, yes, no, sets }: Program, entry: number): boolean {
    let at = entry
    while (at >= 0) {
      const value = this.#value(slots[at]!)
      let met: boolean
      switch (ops[at]) {
        case op.within:
          met = value >= lows[at]! && value <= highs[at]!
          break
        case op.among:
          met = sets[others[at]!]!.has(value)
          break
        case op.known:
          met = !Number.isNaN(value)
          break
        case op.below:
          met = value < this.#value(others[at]!)
          break
        case op.atMost:
          met = value <= this.#value(others[at]!)
          break
        case op.equal:
          met = value === this.#value(others[at]!)
          break
        case op.atLeast:
          met = value >= this.#value(others[at]!)
          break
        case op.above:
          met = value > this.#value(others[at]!)
          break
        default:
          met = this.#sameText(slots[at]!, others[at]!)
      }
      at = met ? yes[at]! : no[at]!
    }
    return at === HOLDS
  }

  /** A number, the number of a text, or NaN where the event carries nothing. */
  #value(slot: number): number {
    return this.#stamps[slot] === this.#now ? this.#numbers[slot]! : this.#fill(slot)
  }

  #fill(slot: number): number {
    this.#stamps[slot] = this.#now
    const reader = this.#readers[slot]
    const value = reader ? this.#number(slot, reader(this.#facts)) : this.#reckoned(slot)
    this.#numbers[slot] = value
    return value
  }

  #number(slot: number, read: Value | undefined): number {
    if (typeof read === 'number') return Number.isFinite(read) ? read : Number.NaN
    this.#texts[slot] = read
    return read === undefined ? Number.NaN : this.#slots.numberOfText(read)
  }

  #reckoned(slot: number): number {
    const { term, left, right } = this.#slots.slots[slot]!
    if ('value' in term) {
      if (typeof term.value === 'string') this.#texts[slot] = term.value
      return this.#slots.number(term.value)
    }
    const sum = term as Term & { op: '+' | '-' | '*' | '/' }
    const value = reckon(sum.op, this.#value(left), this.#value(right))
    return Number.isFinite(value) ? value : Number.NaN
  }

  #sameText(a: number, b: number): boolean {
    const [first, second] = [this.#value(a), this.#value(b)]
    return !Number.isNaN(first) && !Number.isNaN(second) && this.#texts[a] === this.#texts[b]
  }

  /** One hit for each rule: that of its topmost line. */
  #keep(hits: Hit[] | null, number: number): Hit[] {
    const { rule, line, slots } = this.#lines[number]!
    const earlier = hits?.findIndex(hit => hit.rule === rule) ?? -1
    if (hits && earlier >= 0 && hits[earlier]!.line <= line) return hits
    const values: (Value | null)[] = new Array(slots.length)
    for (let i = 0; i < slots.length; i++) values[i] = this.#kept(slots[i]!)
    const hit = { rule, line, values }
    if (!hits) return [hit]
    if (earlier >= 0) hits[earlier] = hit
    else hits.push(hit)
    return hits
  }

  #kept(slot: number): Value | null {
    const value = this.#value(slot)
    if (Number.isNaN(value)) return null
    return this.#slots.slots[slot]!.isText ? this.#texts[slot]! : value
  }

  #learn(own: Kind): void {
    own.seen++
    if (!own.rows) {
      if (own.seen < own.nextSample) return
      own.nextSample *= SAMPLE_GROWTH
      own.rows = []
    }
    const { candidates, units } = own.index
    own.rows.push(Float64Array.from(candidates, slot => this.#value(slot)))
    if (own.rows.length < SAMPLE_ROWS) return
    own.index = indexKind(units, this.#slots, { slots: candidates, rows: own.rows })
    own.rows = null
  }
}

/** Reads a line's fields from the values that a hit kept. */
export function readKept(when: Condition, values: readonly (Value | null)[]): Read {
  const kept = new Map(fieldsOf(when).map((field, i) => [field, values[i] ?? undefined]))
  return field => kept.get(field)
}
