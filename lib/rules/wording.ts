/**
 * Conditions in words: back into an expression of either language, which parses to the same condition, and the values
 * and thresholds of an explanation with their units. Amounts are shown in yuan, spans in the largest unit that is whole.
 */
import type { Comparison, Condition, Term, Test, Value } from './condition.ts'
import type { Bilingual, FieldList, Unit } from './fields.ts'
import { exact } from './tokens.ts'

export type Tongue = 'zh' | 'en'

export const unitNames: Readonly<Record<Unit, Bilingual>> = {
  count: { zh: '个数', en: 'a count' },
  ratio: { zh: '倍数', en: 'a ratio' },
  share: { zh: '占比', en: 'a share' },
  score: { zh: '分值', en: 'a score' },
  fen: { zh: '元或分', en: 'yuan or fen' },
  g: { zh: '克', en: 'grams' },
  s: { zh: '时长', en: 'time' },
}

/** What somebody who forgot the unit most likely meant. */
export function exampleIn(unit: Unit, value: number): string {
  const words: Readonly<Record<Unit, string>> = {
    count: '',
    ratio: '',
    share: '%',
    score: '',
    fen: '元',
    g: '克',
    s: '小时',
  }
  return `${value}${words[unit]}`
}

const signs: Readonly<Record<Tongue, Readonly<Record<Comparison, string>>>> = {
  zh: { '<': '<', '<=': '≤', '=': '=', '>=': '≥', '>': '>' },
  en: { '<': '<', '<=': '<=', '=': '=', '>=': '>=', '>': '>' },
}
const words = {
  zh: {
    and: '且',
    or: '或',
    not: '非',
    in: '属于',
    between: '介于',
    to: '至',
    known: '已知',
    comma: '、',
  },
  en: {
    and: 'and',
    or: 'or',
    not: 'not',
    in: 'in',
    between: 'between',
    to: 'and',
    known: 'known',
    comma: ', ',
  },
} as const

const OR = 1
const AND = 2
const ONE = 3

export function expressionOf(condition: Condition, fields: FieldList, tongue: Tongue): string {
  const own = words[tongue]
  const write = (part: Condition, room: number): string => {
    if ('any' in part) return joined(part.any, own.or, OR, room)
    if ('all' in part) return joined(part.all, own.and, AND, room)
    if ('not' in part) return negated(part.not)
    return testOf(part, fields, tongue)
  }
  const joined = (parts: readonly Condition[], word: string, strength: number, room: number) => {
    const text = parts.map(part => write(part, strength + 1)).join(` ${word} `)
    return strength < room ? `(${text})` : text
  }
  const negated = (part: Condition): string => {
    if ('is' in part && part.is === '=') return testOf(part, fields, tongue, '≠')
    if ('in' in part && tongue === 'en') return testOf(part, fields, tongue, 'not in')
    if ('in' in part) return testOf(part, fields, tongue, '不属于')
    return `${own.not} ${write(part, ONE)}`
  }
  return write(condition, OR)
}

/** One test as an expression; `sign` replaces its own when it is negated. */
export function testOf(test: Test, fields: FieldList, tongue: Tongue, sign?: string): string {
  const own = words[tongue]
  const name = (field: string) => {
    const known = fields.named(field)
    return known ? (tongue === 'zh' ? known.zh : known.name) : field
  }
  if ('known' in test) return `${own.known} ${name(test.known)}`
  const unit = unitOf(test.term, fields)
  const left = termOf(test.term, fields, tongue)
  const value = (of: Value) => literalOf(of, unit, tongue)
  if ('in' in test) return `${left} ${sign ?? own.in} (${test.in.map(value).join(own.comma)})`
  if ('from' in test)
    return `${left} ${own.between} ${value(test.from)} ${own.to} ${value(test.to)}`
  const negated = sign === '≠' && tongue === 'en' ? '!=' : sign
  const right = 'value' in test.than ? value(test.than.value) : termOf(test.than, fields, tongue)
  return `${left} ${negated ?? signs[tongue][test.is]} ${right}`
}

export function termOf(term: Term, fields: FieldList, tongue: Tongue, strength = 0): string {
  if ('field' in term) {
    const known = fields.named(term.field)
    return known ? (tongue === 'zh' ? known.zh : known.name) : term.field
  }
  if ('value' in term) return literalOf(term.value, term.unit, tongue)
  const own = term.op === '+' || term.op === '-' ? 1 : 2
  const left = termOf(term.left, fields, tongue, own)
  const right = termOf(term.right, fields, tongue, own + 1)
  const text = `${left} ${term.op} ${right}`
  return own < strength ? `(${text})` : text
}

export function unitOf(term: Term, fields: FieldList): Unit | undefined {
  if ('field' in term) return fields.named(term.field)?.unit
  if ('value' in term) return term.unit
  const left = unitOf(term.left, fields)
  const right = unitOf(term.right, fields)
  const bare = (unit: Unit | undefined) => unit === undefined || unit in plainWords
  if (term.op === '/' && !bare(right)) return 'ratio'
  if (term.op === '*' || term.op === '/')
    return bare(left) ? (bare(right) ? undefined : right) : left
  return left ?? right
}

const plainWords = { count: true, ratio: true, share: true, score: true } as const

/** As it may stand in an expression: it parses back to the same value. */
export function literalOf(value: Value, unit: Unit | undefined, tongue: Tongue): string {
  if (typeof value === 'string') return `"${value.replaceAll('"', '""')}"`
  if (unit === 'fen') return `${exact(value / 100)}${tongue === 'zh' ? '元' : ' yuan'}`
  if (unit === 'g')
    return value % 1000 === 0 && value !== 0
      ? `${value / 1000}${tongue === 'zh' ? '千克' : ' kg'}`
      : `${value}${tongue === 'zh' ? '克' : ' g'}`
  if (unit === 's') return spanOf(value, tongue)
  if (unit === 'share') return `${exact(value * 100)}%`
  return String(value)
}

const spans = [
  [86_400, '天', 'd'],
  [3_600, '小时', 'h'],
  [60, '分钟', 'min'],
  [1, '秒', 's'],
] as const

function spanOf(seconds: number, tongue: Tongue): string {
  const whole = spans.find(([size]) => seconds !== 0 && seconds % size === 0) ?? spans[3]
  const [size, zh, en] = whole
  return tongue === 'zh' ? `${seconds / size}${zh}` : `${seconds / size} ${en}`
}

/** A value for reading, at most three decimals; a dash where there is none. */
export function shownValue(value: Value | null, unit: Unit | undefined, tongue: Tongue): string {
  if (value === null) return '—'
  if (typeof value === 'string') return value
  return literalOf(Math.round(value * 1000) / 1000, unit, tongue)
}
