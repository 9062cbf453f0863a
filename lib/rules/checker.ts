/**
 * From what was written to what is meant: names are looked up in the field list, units are turned into base units, types
 * are compared. It collects every fault it finds, each with its place, its field and what to write instead.
 */
import {
  type Comparison,
  type Condition,
  normalised,
  reckon,
  type Term,
  type Value,
} from './condition.ts'
import { type Fault, type FaultCode, fault, hint, type Span, SyntaxFault } from './faults.ts'
import { carries, type Field, type FieldList, isPlain, nearestOption, type Unit } from './fields.ts'
import { measuresOf } from './keywords.ts'
import { parseCell, parseCondition, parseTerm, type Syntax, type TermSyntax } from './syntax.ts'
import { exact } from './tokens.ts'
import { exampleIn, unitNames } from './wording.ts'

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** What is published, and the kinds of event the rule is for: a field must come with each of them. */
export type Against = { readonly fields: FieldList; readonly on: readonly string[] }

export const checkCondition = (text: string, against: Against): Checked<Condition> =>
  checked(against, checker => checker.condition(parseCondition(text)))

/** A cell under its column's head; null where the cell says nothing (empty, or a dash). */
export function checkCell(text: string, head: string, against: Against): Checked<Condition | null> {
  if (/^\s*[-—－]?\s*$/.test(text)) return { ok: true, value: null }
  return checked(against, checker => checker.condition(parseCell(text, parseTerm(head))))
}

export const checkTerm = (text: string, against: Against): Checked<Term> =>
  checked(against, checker => {
    const typed = checker.term(parseTerm(text))
    return typed?.term ?? { value: 0 }
  })

function checked<T>(against: Against, check: (checker: Checker) => T): Checked<T> {
  const checker = new Checker(against)
  try {
    const value = check(checker)
    return checker.faults.length > 0 ? { ok: false, faults: checker.faults } : { ok: true, value }
  } catch (error) {
    if (error instanceof SyntaxFault) return { ok: false, faults: [error.fault] }
    throw error
  }
}

/** A term with what the checker knows of it; `unit` undefined for a bare number, which fits any plain unit. */
type Typed = {
  readonly term: Term
  readonly type: 'number' | 'text'
  readonly unit: Unit | undefined
  /** As written, for sentences. */
  readonly name: string
  /** A text field's own list. */
  readonly field: Field | undefined
  readonly at: Span
}

const mirrored: Readonly<Record<Comparison, Comparison>> = {
  '<': '>',
  '<=': '>=',
  '=': '=',
  '>=': '<=',
  '>': '<',
}
const typeNames = {
  number: { zh: '数字', en: 'number' },
  text: { zh: '文字', en: 'text' },
} as const

class Checker {
  readonly faults: Fault[] = []
  readonly #against: Against

  constructor(against: Against) {
    this.#against = against
  }

  condition(syntax: Syntax): Condition {
    return normalised(this.#condition(syntax))
  }

  /** Null when a fault was found. */
  term(syntax: TermSyntax): Typed | null {
    const at = { start: syntax.start, end: syntax.end }
    switch (syntax.is) {
      case 'field':
        return this.#field(syntax.name, at)
      case 'text': {
        const { value } = syntax
        return {
          term: { value },
          type: 'text',
          unit: undefined,
          name: `“${value}”`,
          field: undefined,
          at,
        }
      }
      case 'number':
        return this.#number(syntax, undefined)
      case 'sum':
        return this.#sum(syntax, at)
    }
  }

  /** What cannot be made out stands as a test of nothing; its fault keeps it from being used. */
  #condition(syntax: Syntax): Condition {
    const nothing: Condition = { known: '' }
    switch (syntax.is) {
      case 'all':
        return { all: syntax.parts.map(part => this.#condition(part)) }
      case 'any':
        return { any: syntax.parts.map(part => this.#condition(part)) }
      case 'not':
        return { not: this.#condition(syntax.part) }
      case 'compare':
        return this.#compare(syntax) ?? nothing
      case 'in':
        return this.#membership(syntax) ?? nothing
      case 'between':
        return this.#between(syntax) ?? nothing
      case 'known': {
        const typed = this.term(syntax.field)
        if (typed && !('field' in typed.term)) this.#report('constant', typed.at)
        return typed && 'field' in typed.term ? { known: typed.term.field } : nothing
      }
    }
  }

  #compare(syntax: Syntax & { is: 'compare' }): Condition | null {
    let left = this.term(syntax.left)
    let right = this.term(syntax.right)
    if (!left || !right) return null
    let sign = syntax.sign
    if (isConstant(left.term) && isConstant(right.term)) return this.#report('constant', syntax)
    if (isConstant(left.term)) {
      ;[left, right] = [right, left]
      if (sign !== '!=') sign = mirrored[sign]
    }
    const fitted = this.#fit(left, right)
    if (!fitted) return null
    if (left.type === 'text' && sign !== '=' && sign !== '!=')
      return this.#report('order-of-text', left.at, { field: left.name })
    if (sign === '!=') return { not: { term: left.term, is: '=', than: fitted } }
    return { term: left.term, is: sign, than: fitted }
  }

  #membership({ term, items }: Syntax & { is: 'in' }): Condition | null {
    const left = this.term(term)
    const values = items.map(item => {
      const right = this.term(item)
      if (!left || !right) return null
      if (!isConstant(right.term)) return this.#wanted(right.at)
      const fitted = this.#fit(left, right)
      return fitted && 'value' in fitted ? fitted.value : null
    })
    if (!left || values.includes(null)) return null
    const known = [...new Set(values as Value[])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    const [only] = known
    if (known.length === 1) return { term: left.term, is: '=', than: constant(only!, left.unit) }
    return { term: left.term, in: known }
  }

  #between(syntax: Syntax & { is: 'between' }): Condition | null {
    const left = this.term(syntax.term)
    const ends = [syntax.from, syntax.to].map(end => {
      const right = this.term(end)
      if (!left || !right) return null
      if (!isConstant(right.term)) return this.#wanted(right.at)
      const fitted = this.#fit(left, right)
      return fitted && 'value' in fitted && typeof fitted.value === 'number' ? fitted.value : null
    })
    const [from, to] = ends
    if (!left || from === null || to === null || from === undefined || to === undefined) {
      if (left?.type === 'text') this.#report('order-of-text', left.at, { field: left.name })
      return null
    }
    if (from > to)
      return this.#report('range-empty', { start: syntax.from.start, end: syntax.to.end })
    return { term: left.term, from, to }
  }

  #wanted(at: Span): null {
    const wanted = { wantedZh: '数字或文字', wantedEn: 'a number or a text', found: '…' }
    return this.#report('expected', at, wanted)
  }

  #field(name: string, at: Span): Typed | null {
    const { fields, on } = this.#against
    const field = fields.named(name)
    if (!field) {
      const near = fields.nearest(name)
      return this.#report('unknown-field', at, { field: name, ...hint(near) }, near)
    }
    const kind = on.find(kind => !carries(field, kind))
    if (kind !== undefined) return this.#report('not-on-kind', at, { field: name, kind })
    const { type, unit } = field
    return { term: { field: field.name }, type, unit, name, field, at }
  }

  /** A number with its unit resolved by what it stands beside. */
  #number(
    { value, unit, start, end }: TermSyntax & { is: 'number' },
    beside: Unit | undefined,
  ): Typed {
    const ways = unit === null ? [] : measuresOf(unit)
    const way = ways.find(measure => measure.unit === beside) ?? ways[0]
    const base = way ? exact(value * way.factor) : value
    const name = unit === null ? String(value) : `${value}${unit}`
    const at = { start, end }
    const term = constant(base, way?.unit)
    return { term, type: 'number', unit: way?.unit, name, field: undefined, at }
  }

  #sum(syntax: TermSyntax & { is: 'sum' }, at: Span): Typed | null {
    const left = this.term(syntax.left)
    const right = this.term(syntax.right)
    if (!left || !right) return null
    for (const side of [left, right])
      if (side.type === 'text')
        return this.#report('text-in-arithmetic', side.at, { field: side.name })
    const unit = unitOfSum(syntax.op, left.unit, right.unit)
    if (unit === null) return this.#unitWrong(left, right)
    const name = `${left.name} ${syntax.op} ${right.name}`
    if ('value' in left.term && 'value' in right.term) {
      const value = reckon(syntax.op, left.term.value as number, right.term.value as number)
      if (!Number.isFinite(value)) return this.#report('constant', at)
      const folded = constant(exact(value), unit)
      return { term: folded, type: 'number', unit, name, field: undefined, at }
    }
    const term: Term = { op: syntax.op, left: left.term, right: right.term }
    return { term, type: 'number', unit, name, field: undefined, at }
  }

  /** The right term in the left one's unit, or null and a fault. */
  #fit(left: Typed, right: Typed): Term | null {
    if (left.type !== right.type)
      return this.#report('wrong-type', right.at, {
        field: left.name,
        typeZh: typeNames[left.type].zh,
        typeEn: typeNames[left.type].en,
        otherZh: typeNames[right.type].zh,
        otherEn: typeNames[right.type].en,
      })
    if (left.type === 'text') return this.#option(left, right)
    if (left.unit !== undefined && right.unit !== undefined && 'value' in right.term)
      return this.#inUnitOf(left, right)
    if (plain(left.unit) && plain(right.unit)) return right.term
    if (left.unit === right.unit) return right.term
    if (right.unit === undefined && 'value' in right.term && left.unit !== undefined) {
      if (right.term.value === 0) return constant(0, left.unit)
      const example = exampleIn(left.unit, right.term.value as number)
      return this.#report(
        'unit-missing',
        right.at,
        { field: left.name, example, ...unitWords(left.unit) },
        example,
      )
    }
    return this.#unitWrong(left, right)
  }

  /** 分 was taken for money; beside a score it is one. */
  #inUnitOf(left: Typed, right: Typed): Term | null {
    if (left.unit === right.unit) return right.term
    const scored = left.unit === 'score' && right.unit === 'fen' && /^-?[\d.]+分$/.test(right.name)
    const bothPlain = plain(left.unit) && plain(right.unit) && left.unit !== 'count'
    if ((scored || bothPlain) && 'value' in right.term) return constant(right.term.value, left.unit)
    return this.#unitWrong(left, right)
  }

  #option(left: Typed, right: Typed): Term | null {
    const { term } = right
    if (!left.field?.options || !('value' in term)) return term
    const found = String(term.value)
    const said = left.field.options.find(
      option => option.value === found || option.zh === found || option.en === found,
    )
    if (said) return { value: said.value }
    const near = nearestOption(left.field, found)
    const details = { field: left.name, found: `“${found}”`, ...hint(near) }
    return this.#report('unknown-option', right.at, details, near && `"${near}"`)
  }

  #unitWrong(left: Typed, right: Typed): null {
    const other = unitWords(right.unit ?? 'count')
    return this.#report('unit-wrong', right.at, {
      field: left.name,
      ...unitWords(left.unit ?? 'count'),
      otherZh: other.unitZh,
      otherEn: other.unitEn,
    })
  }

  #report(
    code: FaultCode,
    at: Span,
    details: Readonly<Record<string, string | number>> = {},
    suggestion: string | null = null,
  ): null {
    this.faults.push(fault(code, at, details, suggestion))
    return null
  }
}

const isConstant = (term: Term): boolean => 'value' in term

const plain = (unit: Unit | undefined): boolean => unit === undefined || isPlain(unit)

const constant = (value: Value, unit: Unit | undefined): Term =>
  unit === undefined || isPlain(unit) || typeof value === 'string' ? { value } : { value, unit }

const unitWords = (unit: Unit) => ({ unitZh: unitNames[unit].zh, unitEn: unitNames[unit].en })

/** Undefined for a plain number of no unit; null where the units do not go together. */
function unitOfSum(
  op: '+' | '-' | '*' | '/',
  left: Unit | undefined,
  right: Unit | undefined,
): Unit | undefined | null {
  const [plainLeft, plainRight] = [plain(left), plain(right)]
  if (op === '+' || op === '-') {
    if (plainLeft && plainRight) return left ?? right
    return left === right ? left : null
  }
  if (op === '*') {
    if (plainLeft && plainRight) return undefined
    return plainRight ? left : plainLeft ? right : null
  }
  if (plainRight) return plainLeft ? undefined : left
  return left === right ? 'ratio' : null
}
