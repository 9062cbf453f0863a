/**
 * Conditions as flat programs in typed arrays: one instruction for each test, with the place to go on when it holds and
 * when it does not. Nothing is generated and nothing is evaluated from text, so a strict content security policy stays
 * in force; texts are numbered beforehand, so that every test compares numbers.
 */
import type { Condition, Term, Test, Value } from './condition.ts'
import { after, before } from './interval-index.ts'
import type { SlotTable } from './slot-table.ts'

export const HOLDS = -1
export const FAILS = -2

export const op = {
  within: 0,
  among: 1,
  known: 2,
  below: 3,
  atMost: 4,
  equal: 5,
  atLeast: 6,
  above: 7,
  sameText: 8,
} as const

export type Program = {
  readonly ops: Uint8Array
  readonly slots: Int32Array
  /** The second slot of a comparison of two, the set of `among`. */
  readonly others: Int32Array
  readonly lows: Float64Array
  readonly highs: Float64Array
  readonly yes: Int32Array
  readonly no: Int32Array
  readonly sets: readonly ReadonlySet<number>[]
}

type Instruction = {
  op: number
  slot: number
  other: number
  low: number
  high: number
  yes: number
  no: number
}

export class ProgramWriter {
  readonly #slots: SlotTable
  readonly #code: Instruction[] = []
  readonly #sets: ReadonlySet<number>[] = []

  constructor(slots: SlotTable) {
    this.#slots = slots
  }

  /** Where to begin: an instruction, or `HOLDS` where there is nothing to test. */
  write(condition: Condition, yes = HOLDS, no = FAILS): number {
    if ('all' in condition)
      return condition.all.reduceRight((next, part) => this.write(part, next, no), yes)
    if ('any' in condition)
      return condition.any.reduceRight((next, part) => this.write(part, yes, next), no)
    if ('not' in condition) return this.write(condition.not, no, yes)
    this.#code.push({ ...this.#test(condition), yes, no })
    return this.#code.length - 1
  }

  finish(): Program {
    const code = this.#code
    return {
      ops: Uint8Array.from(code, i => i.op),
      slots: Int32Array.from(code, i => i.slot),
      others: Int32Array.from(code, i => i.other),
      lows: Float64Array.from(code, i => i.low),
      highs: Float64Array.from(code, i => i.high),
      yes: Int32Array.from(code, i => i.yes),
      no: Int32Array.from(code, i => i.no),
      sets: this.#sets,
    }
  }

  #test(test: Test): Omit<Instruction, 'yes' | 'no'> {
    const slots = this.#slots
    const plain = { other: -1, low: 0, high: 0 }
    if ('known' in test) return { op: op.known, slot: slots.of({ field: test.known }), ...plain }
    const slot = slots.of(test.term)
    if ('in' in test) {
      this.#sets.push(new Set(test.in.map(value => slots.number(value))))
      return { op: op.among, slot, ...plain, other: this.#sets.length - 1 }
    }
    const interval = intervalOf(test, value => slots.number(value))
    if (interval) return { op: op.within, slot, other: -1, ...interval }
    const than = (test as Test & { than: Term }).than
    const text = slots.isText(test.term)
    return {
      ...plain,
      op: text ? op.sameText : opOf(test as Test & Compared),
      slot,
      other: slots.of(than),
    }
  }
}

type Compared = { readonly is: '<' | '<=' | '=' | '>=' | '>' }

const ops = {
  '<': op.below,
  '<=': op.atMost,
  '=': op.equal,
  '>=': op.atLeast,
  '>': op.above,
} as const
const opOf = ({ is }: Compared): number => ops[is]

/** The interval a test against constants asks for; null where there is none. */
export function intervalOf(
  test: Test,
  numberOf: (value: Value) => number,
): { low: number; high: number } | null {
  if ('from' in test) return { low: test.from, high: test.to }
  if (!('than' in test) || !('value' in test.than)) return null
  const value = numberOf(test.than.value)
  switch (test.is) {
    case '<':
      return { low: -Infinity, high: before(value) }
    case '<=':
      return { low: -Infinity, high: value }
    case '=':
      return { low: value, high: value }
    case '>=':
      return { low: value, high: Infinity }
    case '>':
      return { low: after(value), high: Infinity }
  }
}
