/**
 * A rule as staff write it — an expression, or a decision table whose rows are read from the top — and as it is kept:
 * lines of one condition and one outcome each, the first line that holds decides. A table of five hundred rows is five
 * hundred lines, which the engine indexes like any other.
 */
import { type Checked, checkCell, checkCondition, checkTerm } from './checker.ts'
import { type Condition, normalised } from './condition.ts'
import { type Fault, fault } from './faults.ts'
import type { FieldList } from './fields.ts'
import { ruleLimits } from './syntax.ts'

export type DecisionTable<Outcome extends string = string> = {
  /** One term each: `shop.orders.1h`, `shop.orders.1h / shop.buyers.1h`. */
  readonly columns: readonly string[]
  /** One cell for each column; an empty cell or a dash says nothing. */
  readonly rows: readonly { readonly cells: readonly string[]; readonly outcome: Outcome }[]
}

export type RuleSource<Outcome extends string = string> = {
  /** Kinds of event it looks at. */
  readonly on: readonly string[]
} & (
  | { readonly form: 'expression'; readonly text: string; readonly outcome: Outcome }
  | { readonly form: 'table'; readonly table: DecisionTable<Outcome> }
)

export type Line<Outcome extends string = string> = {
  readonly outcome: Outcome
  readonly when: Condition
}

/** The one form of a rule; its RFC 8785 text is what is digested and compared. */
export type Rule<Outcome extends string = string> = {
  /** Version of this form. */
  readonly language: 1
  readonly on: readonly string[]
  readonly lines: readonly Line<Outcome>[]
}

export function checkRule<Outcome extends string>(
  source: RuleSource<Outcome>,
  { fields, kinds }: { readonly fields: FieldList; readonly kinds: readonly string[] },
): Checked<Rule<Outcome>> {
  const nowhere = { start: 0, end: 0 }
  const faults: Fault[] = source.on
    .filter(kind => !kinds.includes(kind))
    .map(kind => fault('unknown-kind', nowhere, { kind }))
  if (source.on.length === 0) faults.push(fault('no-kind', nowhere))
  const against = { fields, on: source.on }
  const on = kinds.filter(kind => source.on.includes(kind))
  if (source.form === 'expression') {
    const checked = checkCondition(source.text, against)
    if (!checked.ok) faults.push(...checked.faults)
    if (!checked.ok || faults.length > 0) return { ok: false, faults }
    const lines = [{ outcome: source.outcome, when: checked.value }]
    return { ok: true, value: { language: 1, on, lines } }
  }
  const lines = linesOf(source.table, against, faults)
  if (faults.length > 0) return { ok: false, faults }
  return { ok: true, value: { language: 1, on, lines } }
}

function linesOf<Outcome extends string>(
  { columns, rows }: DecisionTable<Outcome>,
  against: { readonly fields: FieldList; readonly on: readonly string[] },
  faults: Fault[],
): Line<Outcome>[] {
  const nowhere = { start: 0, end: 0 }
  if (rows.length === 0) faults.push(fault('no-rows', nowhere))
  if (rows.length > ruleLimits.rows)
    faults.push(fault('too-many-rows', nowhere, { most: ruleLimits.rows }))
  const sound = columns.map((head, column) => {
    const checked = checkTerm(head, against)
    if (!checked.ok)
      faults.push(...checked.faults.map(found => ({ ...found, cell: { row: -1, column } })))
    return checked.ok
  })
  const seen = new Map<string, number>()
  return rows.slice(0, ruleLimits.rows).map(({ cells, outcome }, row) => {
    const parts = columns.flatMap((head, column) => {
      if (!sound[column]) return []
      const checked = checkCell(cells[column] ?? '', head, against)
      if (checked.ok) return checked.value ? [checked.value] : []
      faults.push(...checked.faults.map(found => ({ ...found, cell: { row, column } })))
      return []
    })
    const when = normalised({ all: parts })
    const key = JSON.stringify(when)
    const at = { row, column: 0 }
    if (parts.length === 0 && cells.every(cell => /^\s*[-—－]?\s*$/.test(cell)))
      faults.push({ ...fault('empty-row', nowhere), cell: at })
    else if (seen.has(key) && parts.length > 0)
      faults.push({ ...fault('row-shadowed', nowhere, { row: seen.get(key)! + 1 }), cell: at })
    seen.set(key, seen.get(key) ?? row)
    return { outcome, when }
  })
}
