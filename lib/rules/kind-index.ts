/**
 * The rules of one kind of event, found by what an event can touch: each line stands under one necessary test of its
 * own, the one that the fewest events of a sample passed, and is looked at only when that test holds. Tests that lines
 * share are answered once, by a look into the index of their term (Fabret et al., SIGMOD 2001: clustering by access
 * predicate). Which test was chosen changes the cost and never the answer.
 */
import type { Condition, Test } from './condition.ts'
import { type Interval, IntervalIndex } from './interval-index.ts'
import { HOLDS, intervalOf, type Program, ProgramWriter } from './program.ts'
import type { SlotTable } from './slot-table.ts'

/** A line, or one of the ways in which it can hold. */
export type Unit = { readonly condition: Condition; readonly line: number }

/** A test that must hold for the unit to hold, as what the index can find. */
type Access = {
  readonly test: Test
  readonly slot: number
  readonly texts: readonly number[]
  readonly intervals: readonly { readonly low: number; readonly high: number }[]
}

/** Values of the slots as events showed them, one row each; NaN where absent. */
export type Sample = { readonly slots: readonly number[]; readonly rows: readonly Float64Array[] }

type TextLook = { readonly slot: number; readonly units: readonly (Int32Array | undefined)[] }
type NumberLook = { readonly slot: number; readonly index: IntervalIndex }

export type KindIndex = {
  readonly units: readonly Unit[]
  readonly program: Program
  /** Where each unit's program begins, its access test left out. */
  readonly entries: Int32Array
  /** Units that no index can find. */
  readonly always: Int32Array
  readonly texts: readonly TextLook[]
  readonly numbers: readonly NumberLook[]
  /** Slots of every access that could have been chosen: what a sample must hold. */
  readonly candidates: readonly number[]
}

export function indexKind(units: readonly Unit[], slots: SlotTable, sample?: Sample): KindIndex {
  const writer = new ProgramWriter(slots)
  const share = sample ? shareIn(sample) : usualShare
  const always: number[] = []
  const chosen = new Map<number, { unit: number; access: Access }[]>()
  const candidates = new Set<number>()
  const entries = Int32Array.from(units, ({ condition }, unit) => {
    const accesses = accessesOf(condition, slots)
    for (const { slot } of accesses) candidates.add(slot)
    const access = accesses.toSorted((a, b) => share(a) - share(b))[0]
    if (!access) {
      always.push(unit)
      return writer.write(condition)
    }
    const group = chosen.get(access.slot) ?? []
    group.push({ unit, access })
    chosen.set(access.slot, group)
    return writeWithout(writer, condition, access.test)
  })
  const groups = [...chosen]
  return {
    units,
    program: writer.finish(),
    entries,
    always: Int32Array.from(always),
    texts: groups.filter(([slot]) => slots.slots[slot]!.isText).map(textLook),
    numbers: groups.filter(([slot]) => !slots.slots[slot]!.isText).map(numberLook),
    candidates: [...candidates],
  }
}

/** The ways in which a condition can hold, when it is an alternative of few. */
export const waysOf = (condition: Condition): readonly Condition[] =>
  'any' in condition ? condition.any : [condition]

function accessesOf(condition: Condition, slots: SlotTable): Access[] {
  const parts = 'all' in condition ? condition.all : [condition]
  return parts.flatMap((part): Access[] => {
    if ('all' in part || 'any' in part || 'not' in part || 'known' in part) return []
    const slot = slots.of(part.term)
    const access = { test: part, slot, texts: [], intervals: [] }
    const number = (value: number | string) => slots.number(value)
    if ('in' in part) {
      const values = part.in.map(number)
      if (slots.isText(part.term)) return [{ ...access, texts: values }]
      return [{ ...access, intervals: values.map(value => ({ low: value, high: value })) }]
    }
    const interval = intervalOf(part, number)
    if (!interval) return []
    if (slots.isText(part.term)) return [{ ...access, texts: [interval.low] }]
    return [{ ...access, intervals: [interval] }]
  })
}

function writeWithout(writer: ProgramWriter, condition: Condition, test: Test): number {
  if (condition === test) return HOLDS
  const { all } = condition as { readonly all: readonly Condition[] }
  return writer.write({ all: all.filter(part => part !== test) })
}

/** Before anything was seen: a named text is rare, an open range is not. */
function usualShare({ texts, intervals }: Access): number {
  if (texts.length > 0) return Math.min(0.5, 0.05 * texts.length)
  const [first] = intervals
  if (!first || first.low === first.high) return Math.min(0.4, 0.02 * intervals.length)
  if (Number.isFinite(first.low)) return Number.isFinite(first.high) ? 0.2 : 0.25
  return 0.6
}

function shareIn({ slots, rows }: Sample): (access: Access) => number {
  const places = new Map(slots.map((slot, place) => [slot, place]))
  return access => {
    const place = places.get(access.slot)
    if (place === undefined) return usualShare(access)
    const passed = rows.filter(row => passesAt(row[place]!, access)).length
    // What no event of the sample passed is still told apart by what is usual.
    return (passed + usualShare(access)) / (rows.length + 1)
  }
}

const passesAt = (value: number, { texts, intervals }: Access): boolean =>
  texts.length > 0
    ? texts.includes(value)
    : intervals.some(({ low, high }) => value >= low && value <= high)

type Group = readonly [slot: number, group: readonly { unit: number; access: Access }[]]

function textLook([slot, group]: Group): TextLook {
  const lists: number[][] = []
  for (const { unit, access } of group)
    for (const text of access.texts) {
      lists[text] ??= []
      lists[text]!.push(unit)
    }
  return { slot, units: Array.from(lists, list => list && Int32Array.from(list)) }
}

function numberLook([slot, group]: Group): NumberLook {
  const intervals: Interval[] = group.flatMap(({ unit, access }) =>
    access.intervals.map(interval => ({ ...interval, unit })),
  )
  return { slot, index: new IntervalIndex(intervals) }
}
