/**
 * A condition in its one form: plain JSON, names resolved, amounts in base units, lists sorted. The same meaning written
 * in Chinese, in English or as a table gives the same bytes, so a version can be compared and digested. What a condition
 * means is said here once, as plainly as it can be; the engine must agree with it.
 *
 * An absent value meets no test, so `not` of a test about it holds: every event either meets a condition or does not.
 */
import type { Unit } from './fields.ts'
import type { Arithmetic } from './syntax.ts'

export type Value = number | string
export type Comparison = '<' | '<=' | '=' | '>=' | '>'

export type Term =
  | { readonly field: string }
  /** The unit stands where it is not a plain number. */
  | { readonly value: Value; readonly unit?: Unit }
  | { readonly op: Arithmetic; readonly left: Term; readonly right: Term }

export type Test =
  | { readonly term: Term; readonly is: Comparison; readonly than: Term }
  | { readonly term: Term; readonly in: readonly Value[] }
  /** Both ends included. */
  | { readonly term: Term; readonly from: number; readonly to: number }
  | { readonly known: string }

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Test

/** The value of a field in the case at hand, or undefined where the event does not carry it. */
export type Read = (field: string) => Value | undefined

export function holds(condition: Condition, read: Read): boolean {
  if ('all' in condition) return condition.all.every(part => holds(part, read))
  if ('any' in condition) return condition.any.some(part => holds(part, read))
  if ('not' in condition) return !holds(condition.not, read)
  return passes(condition, read)
}

export function passes(test: Test, read: Read): boolean {
  if ('known' in test) return read(test.known) !== undefined
  const value = termValue(test.term, read)
  if (value === undefined) return false
  if ('in' in test) return test.in.includes(value)
  if ('from' in test) return typeof value === 'number' && value >= test.from && value <= test.to
  const other = termValue(test.than, read)
  return other !== undefined && compares(value, test.is, other)
}

function compares(a: Value, is: Comparison, b: Value): boolean {
  switch (is) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '=':
      return a === b
    case '>=':
      return a >= b
    case '>':
      return a > b
  }
}

/** Undefined where a part is absent or the sum has no finite value. */
export function termValue(term: Term, read: Read): Value | undefined {
  if ('field' in term) return read(term.field)
  if ('value' in term) return term.value
  const left = termValue(term.left, read)
  const right = termValue(term.right, read)
  if (typeof left !== 'number' || typeof right !== 'number') return undefined
  const value = reckon(term.op, left, right)
  return Number.isFinite(value) ? value : undefined
}

export function reckon(op: Arithmetic, a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
  }
}

/** The fields it speaks of, each once, in the order of their first mention. */
export function fieldsOf(condition: Condition): string[] {
  const fields = new Set<string>()
  const ofTerm = (term: Term): void => {
    if ('field' in term) fields.add(term.field)
    else if ('op' in term) {
      ofTerm(term.left)
      ofTerm(term.right)
    }
  }
  const visit = (part: Condition): void => {
    if ('all' in part) part.all.forEach(visit)
    else if ('any' in part) part.any.forEach(visit)
    else if ('not' in part) visit(part.not)
    else if ('known' in part) fields.add(part.known)
    else {
      ofTerm(part.term)
      if ('than' in part) ofTerm(part.than)
    }
  }
  visit(condition)
  return [...fields]
}

/** Flat lists, no list of one, no double negation. */
export function normalised(condition: Condition): Condition {
  if ('all' in condition) {
    const parts = condition.all.map(normalised).flatMap(part => ('all' in part ? part.all : [part]))
    return parts.length === 1 ? parts[0]! : { all: parts }
  }
  if ('any' in condition) {
    const parts = condition.any.map(normalised).flatMap(part => ('any' in part ? part.any : [part]))
    return parts.length === 1 ? parts[0]! : { any: parts }
  }
  if (!('not' in condition)) return condition
  const inner = normalised(condition.not)
  return 'not' in inner ? inner.not : { not: inner }
}
