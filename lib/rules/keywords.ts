/**
 * The words of the language in Chinese and English, the units behind numbers, and the signs, full-width ones included.
 * Chinese is written without spaces, so its keywords are found inside a run of characters; no field name holds one.
 */
import type { Unit } from './fields.ts'

export type Keyword = 'and' | 'or' | 'not' | 'in' | 'not in' | 'between' | 'to' | 'known'

export const englishKeywords: Readonly<Record<string, Keyword>> = {
  and: 'and',
  or: 'or',
  not: 'not',
  in: 'in',
  between: 'between',
  to: 'to',
  known: 'known',
}

/** The longest first, so that 并且 is not read as 且 after an unknown word. */
const chineseKeywords: readonly (readonly [string, Keyword])[] = [
  ['不属于', 'not in'],
  ['属于', 'in'],
  ['介于', 'between'],
  ['已知', 'known'],
  ['并且', 'and'],
  ['或者', 'or'],
  ['且', 'and'],
  ['或', 'or'],
  ['非', 'not'],
  ['至', 'to'],
]

/** The first keyword inside a run of Chinese, and where it stands. */
export function chineseKeyword(
  run: string,
): { readonly at: number; readonly text: string; readonly keyword: Keyword } | null {
  for (let at = 0; at < run.length; at++)
    for (const [text, keyword] of chineseKeywords)
      if (run.startsWith(text, at)) return { at, text, keyword }
  return null
}

export const keywordIn = (name: string): string | null =>
  chineseKeyword(name)?.text ?? (name in englishKeywords ? name : null)

/** How many base units of which kind one of it is; 分 is money or a score, as its field says. */
export type Measure = { readonly unit: Unit; readonly factor: number }

const counters = ['笔', '个', '次', '家', '人', '件', '单', '条']

const measures: readonly (readonly [string, readonly Measure[]])[] = [
  ['yuan', [{ unit: 'fen', factor: 100 }]],
  ['元', [{ unit: 'fen', factor: 100 }]],
  ['fen', [{ unit: 'fen', factor: 1 }]],
  ['分钟', [{ unit: 's', factor: 60 }]],
  [
    '分',
    [
      { unit: 'fen', factor: 1 },
      { unit: 'score', factor: 1 },
    ],
  ],
  ['千克', [{ unit: 'g', factor: 1000 }]],
  ['公斤', [{ unit: 'g', factor: 1000 }]],
  ['kg', [{ unit: 'g', factor: 1000 }]],
  ['克', [{ unit: 'g', factor: 1 }]],
  ['g', [{ unit: 'g', factor: 1 }]],
  ['秒', [{ unit: 's', factor: 1 }]],
  ['小时', [{ unit: 's', factor: 3600 }]],
  ['天', [{ unit: 's', factor: 86_400 }]],
  ['min', [{ unit: 's', factor: 60 }]],
  ['s', [{ unit: 's', factor: 1 }]],
  ['h', [{ unit: 's', factor: 3600 }]],
  ['d', [{ unit: 's', factor: 86_400 }]],
  ['%', [{ unit: 'share', factor: 0.01 }]],
  ['倍', [{ unit: 'ratio', factor: 1 }]],
  ...counters.map(word => [word, [{ unit: 'count', factor: 1 }]] as const),
]

export const measuresOf = (word: string): readonly Measure[] =>
  measures.find(([known]) => known === word)?.[1] ?? []

/** The unit that begins right here, with at most one space before it. */
export function unitAt(text: string, at: number): string | null {
  const rest = text.slice(at, at + 4)
  for (const [word] of measures) {
    if (!rest.startsWith(word)) continue
    const latin = /^[a-z]/.test(word)
    if (!latin || !/[A-Za-z0-9_.]/.test(text[at + word.length] ?? '')) return word
  }
  return null
}

export const multipliers: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 }

/** Signs as people type them, full-width ones included. The longest first. */
export const signs: readonly (readonly [string, string])[] = [
  ['>=', '>='],
  ['<=', '<='],
  ['!=', '!='],
  ['<>', '!='],
  ['==', '='],
  ['&&', 'and'],
  ['||', 'or'],
  ['..', 'to'],
  ['≥', '>='],
  ['≤', '<='],
  ['≠', '!='],
  ['＝', '='],
  ['＞', '>'],
  ['＜', '<'],
  ['>', '>'],
  ['<', '<'],
  ['=', '='],
  ['(', '('],
  [')', ')'],
  ['（', '('],
  ['）', ')'],
  [',', ','],
  ['，', ','],
  ['、', ','],
  ['+', '+'],
  ['-', '-'],
  ['−', '-'],
  ['*', '*'],
  ['×', '*'],
  ['/', '/'],
  ['÷', '/'],
  ['~', 'to'],
  ['～', 'to'],
  ['!', 'not'],
]
