/**
 * What can be wrong with a rule, as one catalogue: each fault has a stable code, its place in the text, and a sentence
 * in Chinese and English that says what was wrong and what to write instead.
 */
import type { Bilingual } from './fields.ts'

const texts = {
  empty: ['没有内容，请写出条件。', 'There is nothing here; write a condition.'],
  'too-long': ['超过 {most} 个字符。', 'Longer than {most} characters.'],
  'too-many': ['条件超过 {most} 个。', 'More than {most} conditions.'],
  'too-deep': ['括号嵌套超过 {most} 层。', 'Nested deeper than {most} levels.'],
  'unknown-sign': ['不认识的符号 {found}。', 'The sign {found} has no meaning here.'],
  'open-text': ['文字缺少结束的引号。', 'The text lacks its closing quotation mark.'],
  expected: ['此处应为{wantedZh}，而不是 {found}。', 'Expected {wantedEn} here, not {found}.'],
  'unknown-field': ['没有名为 {field} 的字段{hintZh}。', 'There is no field {field}{hintEn}.'],
  'not-on-kind': [
    '字段 {field} 不随“{kind}”事件公布，请更换字段或适用的事件。',
    'Events of kind {kind} do not carry the field {field}; choose another field or other kinds.',
  ],
  'wrong-type': [
    '{field} 是{typeZh}，不能与{otherZh}比较或计算。',
    '{field} is a {typeEn}; it cannot be compared or reckoned with a {otherEn}.',
  ],
  'order-of-text': [
    '{field} 是文字，只能用 = ≠ 或“属于”。',
    '{field} is a text; only =, != and in apply.',
  ],
  'unit-missing': [
    '{field} 以{unitZh}计，请写明单位，如 {example}。',
    '{field} is measured in {unitEn}; write the unit, as in {example}.',
  ],
  'unit-wrong': [
    '{field} 以{unitZh}计，不能与{otherZh}比较或计算。',
    '{field} is measured in {unitEn}; it cannot be compared or reckoned with {otherEn}.',
  ],
  'unknown-option': ['{field} 不会是 {found}{hintZh}。', '{field} is never {found}{hintEn}.'],
  'range-empty': ['范围的下限大于上限。', 'The lower end of the range exceeds the upper.'],
  constant: ['比较的两边都是常数，没有字段。', 'Both sides are constants; name a field.'],
  'text-in-arithmetic': [
    '{field} 是文字，不能计算。',
    '{field} is a text; it cannot be reckoned with.',
  ],
  'unknown-kind': ['没有“{kind}”这类事件。', 'There is no kind of event {kind}.'],
  'no-kind': ['请至少选择一类事件。', 'Choose at least one kind of event.'],
  'no-rows': ['决策表没有行。', 'The decision table has no row.'],
  'too-many-rows': ['决策表超过 {most} 行。', 'The decision table has more than {most} rows.'],
  'empty-row': ['这一行没有任何条件。', 'This row has no condition.'],
  'row-shadowed': [
    '这一行与第 {row} 行的条件相同，永远不会命中。',
    'This row has the conditions of row {row}; it can never hit.',
  ],
} as const satisfies Record<string, readonly [zh: string, en: string]>

export type FaultCode = keyof typeof texts

export type Fault = Bilingual & {
  readonly code: FaultCode
  /** Characters of the text it stands in, [start, end). */
  readonly start: number
  readonly end: number
  readonly field: string | null
  /** What to write instead, when one thing is near. */
  readonly suggestion: string | null
  /** Of a decision table: row and column from 0; a column's head has row −1. */
  readonly cell?: { readonly row: number; readonly column: number }
}

export type Span = { readonly start: number; readonly end: number }

export function fault(
  code: FaultCode,
  { start, end }: Span,
  details: Readonly<Record<string, string | number>> = {},
  suggestion: string | null = null,
): Fault {
  const [zh, en] = texts[code]
  const filled = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''))
  const field = typeof details.field === 'string' ? details.field : null
  return { code, start, end, field, suggestion, zh: filled(zh), en: filled(en) }
}

/** Thrown inside the parser, which stops at the first fault; it never leaves the room. */
export class SyntaxFault extends Error {
  readonly fault: Fault

  constructor(of: Fault) {
    super(of.en)
    this.fault = of
  }
}

export const hint = (suggestion: string | null) => ({
  hintZh: suggestion === null ? '' : `，是否指 ${suggestion}`,
  hintEn: suggestion === null ? '' : `; did you mean ${suggestion}`,
})
