/**
 * The grammar of conditions, by recursive descent: or, and, not, then a test of terms. It knows no field; what names
 * and units mean is the checker's business. It stops at the first fault, which is the one nearest to its cause.
 *
 *   condition = and { or and } · and = one { and one } · one = not one | ( condition ) | known field | test
 *   test = term compare term | term [not] in ( list ) | term [not] between term and term
 *   term = factor { (+|-) factor } · factor = atom { (*|/) atom } · atom = number | text | field | ( term )
 */
import { fault, type Span, SyntaxFault } from './faults.ts'
import { type Token, tokensOf } from './tokens.ts'

export type Sign = '<' | '<=' | '=' | '!=' | '>=' | '>'
export type Arithmetic = '+' | '-' | '*' | '/'

export type TermSyntax = Span &
  (
    | { readonly is: 'field'; readonly name: string }
    | { readonly is: 'number'; readonly value: number; readonly unit: string | null }
    | { readonly is: 'text'; readonly value: string }
    | {
        readonly is: 'sum'
        readonly op: Arithmetic
        readonly left: TermSyntax
        readonly right: TermSyntax
      }
  )

export type Syntax = Span &
  (
    | { readonly is: 'all' | 'any'; readonly parts: readonly Syntax[] }
    | { readonly is: 'not'; readonly part: Syntax }
    | {
        readonly is: 'compare'
        readonly sign: Sign
        readonly left: TermSyntax
        readonly right: TermSyntax
      }
    | { readonly is: 'in'; readonly term: TermSyntax; readonly items: readonly TermSyntax[] }
    | {
        readonly is: 'between'
        readonly term: TermSyntax
        readonly from: TermSyntax
        readonly to: TermSyntax
      }
    | { readonly is: 'known'; readonly field: TermSyntax }
  )

export const ruleLimits = {
  chars: 4_000,
  tests: 200,
  depth: 20,
  items: 1_000,
  rows: 1_000,
} as const

const comparisons: readonly string[] = ['<', '<=', '=', '!=', '>=', '>']

/** Throws a `SyntaxFault`. */
export function parseCondition(text: string): Syntax {
  const parser = new Parser(text)
  const syntax = parser.condition()
  parser.finish()
  return syntax
}

/** The head of a table's column: one term. */
export function parseTerm(text: string): TermSyntax {
  const parser = new Parser(text)
  const term = parser.term()
  parser.finish()
  return term
}

/** A cell of a table, said of its column's term: `>= 20`, `10..20`, `"a", "b"`, `not "a"`. */
export function parseCell(text: string, term: TermSyntax): Syntax {
  const parser = new Parser(text)
  const syntax = parser.cell(term)
  parser.finish()
  return syntax
}

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0
  #tests = 0

  constructor(text: string) {
    const whole = { start: 0, end: text.length }
    if (text.length > ruleLimits.chars)
      throw new SyntaxFault(fault('too-long', whole, { most: ruleLimits.chars }))
    this.#tokens = tokensOf(text)
    if (this.#tokens.length === 1) throw new SyntaxFault(fault('empty', whole))
  }

  finish(): void {
    if (this.#next.is !== 'end') this.#fail('“且”“或”或结尾', 'and, or, or the end')
  }

  condition(): Syntax {
    return this.#list('any', 'or', () => this.#list('all', 'and', () => this.#one()))
  }

  term(): TermSyntax {
    return this.#sums(['+', '-'], () => this.#sums(['*', '/'], () => this.#atom()))
  }

  cell(term: TermSyntax): Syntax {
    const { start } = this.#next
    if (this.#take('not')) {
      const part = this.cell(term)
      return { is: 'not', part, start, end: part.end }
    }
    const sign = this.#sign()
    if (sign) {
      const right = this.term()
      return { is: 'compare', sign, left: term, right, start, end: right.end }
    }
    const first = this.term()
    if (this.#take('to')) {
      const to = this.term()
      return { is: 'between', term, from: first, to, start, end: to.end }
    }
    const items = [first]
    while (this.#take(',') || this.#take('or')) items.push(this.term())
    return { is: 'in', term, items, start, end: items.at(-1)!.end }
  }

  get #next(): Token {
    return this.#tokens[this.#at]!
  }

  #isSign(text: string): boolean {
    return this.#next.is === 'sign' && this.#next.text === text
  }

  #take(text: string): boolean {
    if (!this.#isSign(text)) return false
    this.#at++
    return true
  }

  #sign(): Sign | null {
    const token = this.#next
    if (token.is !== 'sign' || !comparisons.includes(token.text)) return null
    this.#at++
    return token.text as Sign
  }

  #want(text: string): Token {
    const token = this.#next
    if (!this.#take(text)) this.#fail(text, text)
    return token
  }

  #fail(wantedZh: string, wantedEn: string): never {
    const token = this.#next
    const found =
      token.is === 'end'
        ? '结尾 / the end'
        : token.is === 'word' || token.is === 'sign'
          ? token.text
          : String(token.value)
    throw new SyntaxFault(fault('expected', token, { wantedZh, wantedEn, found }))
  }

  #list(is: 'all' | 'any', between: 'and' | 'or', part: () => Syntax): Syntax {
    const parts = [part()]
    while (this.#take(between)) parts.push(part())
    const [first] = parts
    if (parts.length === 1) return first!
    return { is, parts, start: first!.start, end: parts.at(-1)!.end }
  }

  #one(): Syntax {
    const token = this.#next
    const { start } = token
    if (++this.#depth > ruleLimits.depth)
      throw new SyntaxFault(fault('too-deep', token, { most: ruleLimits.depth }))
    try {
      if (this.#take('not')) {
        const part = this.#one()
        return { is: 'not', part, start, end: part.end }
      }
      if (this.#take('known')) {
        const field = this.#atom()
        return { is: 'known', field, start, end: field.end }
      }
      return this.#isSign('(') ? this.#group() : this.#test()
    } finally {
      this.#depth--
    }
  }

  /** A parenthesis opens a condition or a term; which it was shows only behind it. */
  #group(): Syntax {
    const [from, depth, tests] = [this.#at, this.#depth, this.#tests]
    try {
      const { start } = this.#want('(')
      const inner = this.condition()
      const { end } = this.#want(')')
      return { ...inner, start, end }
    } catch (asCondition) {
      if (!(asCondition instanceof SyntaxFault)) throw asCondition
      ;[this.#at, this.#depth, this.#tests] = [from, depth, tests]
      try {
        return this.#test()
      } catch (asTest) {
        const farther = (a: SyntaxFault, b: SyntaxFault) => (a.fault.start >= b.fault.start ? a : b)
        throw asTest instanceof SyntaxFault ? farther(asCondition, asTest) : asTest
      }
    }
  }

  #test(): Syntax {
    if (++this.#tests > ruleLimits.tests)
      throw new SyntaxFault(fault('too-many', this.#next, { most: ruleLimits.tests }))
    const left = this.term()
    const { start } = left
    const sign = this.#sign()
    if (sign) {
      const right = this.term()
      return { is: 'compare', sign, left, right, start, end: right.end }
    }
    const negated = this.#take('not')
    const test = this.#membership(left, start)
    return negated ? { is: 'not', part: test, start, end: test.end } : test
  }

  #membership(term: TermSyntax, start: number): Syntax {
    if (this.#take('between')) {
      const from = this.term()
      if (!this.#take('to')) this.#want('and')
      const to = this.term()
      return { is: 'between', term, from, to, start, end: to.end }
    }
    const outside = this.#take('not in')
    if (!outside && !this.#take('in'))
      this.#fail(
        '比较符号（= ≠ ≥ ≤ > <、属于、介于）',
        'a comparison (= != >= <= > <, in, between)',
      )
    this.#want('(')
    const items = [this.term()]
    while (this.#take(',')) items.push(this.term())
    if (items.length > ruleLimits.items)
      throw new SyntaxFault(fault('too-many', term, { most: ruleLimits.items }))
    const { end } = this.#want(')')
    const part: Syntax = { is: 'in', term, items, start, end }
    return outside ? { is: 'not', part, start, end } : part
  }

  #sums(ops: readonly string[], part: () => TermSyntax): TermSyntax {
    let left = part()
    for (;;) {
      const token = this.#next
      if (token.is !== 'sign' || !ops.includes(token.text)) return left
      this.#at++
      const right = part()
      const op = token.text as Arithmetic
      left = { is: 'sum', op, left, right, start: left.start, end: right.end }
    }
  }

  #atom(): TermSyntax {
    const token = this.#next
    const { start } = token
    if (token.is === 'word') {
      this.#at++
      return { is: 'field', name: token.text, start, end: token.end }
    }
    if (token.is === 'number' || token.is === 'text') {
      this.#at++
      return token
    }
    if (this.#take('-')) {
      const minus = this.#next
      if (minus.is !== 'number') return this.#fail('数字', 'a number')
      this.#at++
      return { ...minus, value: -minus.value, start }
    }
    if (!this.#take('(')) return this.#fail('字段、数字或文字', 'a field, a number or a text')
    if (++this.#depth > ruleLimits.depth)
      throw new SyntaxFault(fault('too-deep', token, { most: ruleLimits.depth }))
    const inner = this.term()
    this.#depth--
    const { end } = this.#want(')')
    return { ...inner, start, end }
  }
}
