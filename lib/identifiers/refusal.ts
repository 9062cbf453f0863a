/**
 * The answer every identifier parser gives: the canonical value with its parts, or a refusal that
 * names the part that is wrong. Callers route by `code` (an issued code that fails its check goes
 * to the exception register, clause 0.3), and show `zh` and `en` as they stand.
 */

/** Every reason for which an identifier can be refused. */
export type RefusalCode =
  | 'empty'
  | 'length'
  | 'charset'
  | 'format'
  | 'registrar'
  | 'category'
  | 'area'
  | 'birth-date'
  | 'check-character'
  | 'scheme'
  | 'credentials'

export type RefusalField =
  | 'registrar'
  | 'category'
  | 'area'
  | 'organisation'
  | 'birthDate'
  | 'check'
  | 'scheme'
  | 'host'

/** `position` counts characters from 1 in the cleaned text. */
export interface Refusal {
  ok: false
  code: RefusalCode
  field?: RefusalField
  position?: number
  expected?: string
  actual?: string
  zh: string
  en: string
}

/** What is odd about an accepted identifier without making it wrong. */
export type WarningCode =
  | 'area-former'
  | 'area-unknown'
  | 'organisation-check'
  | 'legacy'
  | 'prefix-unassigned'
  | 'restricted-circulation'

export interface Warning {
  code: WarningCode
  zh: string
  en: string
}

export interface Accepted<Parts> {
  ok: true
  value: string
  parts: Parts
  warnings: Warning[]
}

export type Parsed<Parts> = Accepted<Parts> | Refusal

/** Longest text any parser looks at; more is refused before it is touched. */
const MAX_INPUT_LENGTH = 2048

/** Full-width to half-width, upper case, without the spaces and dashes people copy along. */
export function cleanCode(text: string): string {
  if (text.length > MAX_INPUT_LENGTH) return text.slice(0, MAX_INPUT_LENGTH)
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200f\ufeff\-‐-―]/g, '')
    .toUpperCase()
}

export function refuseLength(name: Bilingual, text: string, lengths: readonly number[]): Refusal {
  if (text === '') {
    return {
      ok: false,
      code: 'empty',
      zh: `请填写${name.zh}`,
      en: `${name.en} is missing`,
    }
  }
  const actual = `${[...text].length}`
  return {
    ok: false,
    code: 'length',
    expected: lengths.join('/'),
    actual,
    zh: `${name.zh}应为 ${lengths.join('、')} 位，实为 ${actual} 位`,
    en: `${name.en} should have ${lengths.join(' or ')} characters, has ${actual}`,
  }
}

export function refuseCheck(position: number, expected: string, actual: string): Refusal {
  return {
    ok: false,
    code: 'check-character',
    field: 'check',
    position,
    expected,
    actual,
    zh: `校验码应为 ${expected}，实为 ${actual}`,
    en: `check character should be ${expected}, is ${actual}`,
  }
}

/** Refuses the first character that is not a digit, or nothing. */
export function refuseNonDigit(text: string, offset = 0): Refusal | undefined {
  const index = text.search(/\D/)
  if (index < 0) return undefined
  const actual = text[index]!
  const position = offset + index + 1
  return {
    ok: false,
    code: 'charset',
    position,
    actual,
    zh: `第 ${position} 位应为数字，实为“${actual}”`,
    en: `character ${position} should be a digit, is “${actual}”`,
  }
}

export interface Bilingual {
  zh: string
  en: string
}
