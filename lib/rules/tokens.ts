/**
 * Cuts an expression into words, numbers with their units, quoted texts and signs, each with its place, so that every
 * later fault can point at it. Chinese may be written without spaces.
 */
import { fault, type Span, SyntaxFault } from './faults.ts'
import {
  chineseKeyword,
  englishKeywords,
  type Keyword,
  multipliers,
  signs,
  unitAt,
} from './keywords.ts'

export type Token = Span &
  (
    | { readonly is: 'word'; readonly text: string }
    | { readonly is: 'number'; readonly value: number; readonly unit: string | null }
    | { readonly is: 'text'; readonly value: string }
    /** A sign or a keyword, in its one spelling. */
    | { readonly is: 'sign'; readonly text: string }
    | { readonly is: 'end' }
  )

const quotes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '‘': '’',
  '「': '」',
}
const word = /[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*/uy
const numeral = /\d+(?:\.\d+)?/y
const space = /\s+/y

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = skip(text, 0)
  while (at < text.length) {
    const token = tokenAt(text, at)
    tokens.push(token)
    at = skip(text, token.end)
  }
  tokens.push({ is: 'end', start: text.length, end: text.length })
  return tokens
}

function skip(text: string, at: number): number {
  space.lastIndex = at
  return space.test(text) ? space.lastIndex : at
}

function tokenAt(text: string, at: number): Token {
  const closing = quotes[text[at]!]
  if (closing !== undefined) return textAt(text, at, closing)
  numeral.lastIndex = at
  const digits = numeral.exec(text)
  if (digits) return numberAt(text, at, digits[0])
  word.lastIndex = at
  const run = word.exec(text)
  if (run) return wordOf(run[0], at)
  const sign = signs.find(([spelt]) => text.startsWith(spelt, at))
  if (sign) return { is: 'sign', text: sign[1], start: at, end: at + sign[0].length }
  const found = String.fromCodePoint(text.codePointAt(at)!)
  throw new SyntaxFault(fault('unknown-sign', { start: at, end: at + found.length }, { found }))
}

/** The closing quotation mark is written twice where it belongs to the text. */
function textAt(text: string, start: number, closing: string): Token {
  let value = ''
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== closing) value += text[at]
    else if (text[at + 1] === closing) value += text[at++]
    else return { is: 'text', value, start, end: at + 1 }
  }
  throw new SyntaxFault(fault('open-text', { start, end: text.length }))
}

function numberAt(text: string, start: number, digits: string): Token {
  let end = start + digits.length
  let value = Number(digits)
  const multiplier = multipliers[text[end] ?? '']
  if (multiplier !== undefined) {
    value = exact(value * multiplier)
    end++
  }
  const gap = text[end] === ' ' ? 1 : 0
  const unit = unitAt(text, end + gap)
  if (unit !== null) end += gap + unit.length
  return { is: 'number', value, unit, start, end }
}

function wordOf(run: string, start: number): Token {
  const english = Object.hasOwn(englishKeywords, run.toLowerCase())
    ? englishKeywords[run.toLowerCase()]
    : undefined
  if (english) return keyword(english, start, run.length)
  const chinese = chineseKeyword(run)
  if (chinese?.at === 0) return keyword(chinese.keyword, start, chinese.text.length)
  const text = chinese ? run.slice(0, chinese.at) : run
  return { is: 'word', text, start, end: start + text.length }
}

const keyword = (text: Keyword, start: number, length: number): Token => ({
  is: 'sign',
  text,
  start,
  end: start + length,
})

/** Decimal fractions of decimal fractions, without the dust of binary ones: 0.29 × 100 is 29. */
export const exact = (value: number): number =>
  Number.isInteger(value) && Math.abs(value) < 1e15 ? value : Number(value.toPrecision(15))
