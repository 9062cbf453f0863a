/**
 * The unified social credit code (统一社会信用代码, GB 32100-2015): registrar, category, area of the
 * registrar, organisation code (GB 11714), check character. Parsed from left to right, so that a
 * refusal names the first part that cannot be right. A handful of issued codes fail their own
 * check (for example 91350203M0001QAY9B); they are refused with `check-character` and the caller
 * sends them to the exception register.
 */
import { type Area, areaOf } from './area.ts'
import { areaWarnings, refuseArea } from './area-part.ts'
import { mod31Check, organisationCheck, USCC_ALPHABET } from './check-characters.ts'
import {
  type Bilingual,
  cleanCode,
  type Parsed,
  type Refusal,
  refuseCheck,
  refuseLength,
  type Warning,
} from './refusal.ts'
import { REGISTRARS } from './uscc-registrars.ts'

export interface UsccParts {
  registrar: string
  category: string
  area: Area
  /** Nine characters: the organisation code of GB 11714 without its hyphen. */
  organisation: string
  check: string
}

const NAME = { zh: '统一社会信用代码', en: 'unified social credit code' }

/** Parses 18 characters; full-width forms, lower case, spaces and hyphens are forgiven. */
export function parseUscc(text: string): Parsed<UsccParts> {
  const value = cleanCode(text)
  if (value.length !== 18) return refuseLength(NAME, value, [18])
  const refusal =
    refuseAlphabet(value) ?? refuseRegistrar(value) ?? refuseArea(value.slice(2, 8), 3)
  if (refusal) return refusal
  const expected = mod31Check(value.slice(0, 17))
  if (value[17] !== expected) return refuseCheck(18, expected, value[17]!)
  const parts = {
    registrar: value[0]!,
    category: value[1]!,
    area: areaOf(value.slice(2, 8))!,
    organisation: value.slice(8, 17),
    check: expected,
  }
  return {
    ok: true,
    value,
    parts,
    warnings: [...areaWarnings(parts.area), ...organisationWarnings(parts.organisation)],
  }
}

export interface UsccExplanation extends Bilingual {
  value: string
  registrar: Bilingual & { code: string }
  category: Bilingual & { code: string }
  area: Area
  organisation: { code: string; checkHolds: boolean }
  check: string
  warnings: Warning[]
}

/** Says in words what a code says: who registered it, what kind of subject it is, and where. */
export function explainUscc(text: string): ({ ok: true } & UsccExplanation) | Refusal {
  const parsed = parseUscc(text)
  if (!parsed.ok) return parsed
  const { value, parts, warnings } = parsed
  const registrar = REGISTRARS[parts.registrar]!
  const category = registrar.categories[parts.category]!
  const { area, organisation, check } = parts
  return {
    ok: true,
    value,
    registrar: { code: parts.registrar, zh: registrar.zh, en: registrar.en },
    category: { code: parts.category, zh: category.zh, en: category.en },
    area,
    organisation: {
      code: `${organisation.slice(0, 8)}-${organisation[8]}`,
      checkHolds: organisation[8] === organisationCheck(organisation.slice(0, 8)),
    },
    check,
    warnings,
    zh: `${registrar.zh}部门登记的${category.zh}，登记机关所在地：${area.zh}（${area.code}）`,
    en: `${category.en} registered with ${registrar.en}, registrar’s area: ${area.en} (${area.zh})`,
  }
}

/** Groups a code for reading: `91 350200 MA2YJ1XR9 G`. */
export function formatUscc(value: string): string {
  return [value.slice(0, 2), value.slice(2, 8), value.slice(8, 17), value.slice(17)].join(' ')
}

/**
 * A valid code from its parts; `body` is the eight characters of the organisation code before its
 * check. Throws when the parts cannot form one. For demonstration data and tests: real codes are
 * only issued.
 */
export function usccWith(from: {
  registrar: string
  category: string
  area: string
  body: string
}): string {
  const organisation = `${from.body}${organisationCheck(from.body)}`
  const body17 = `${from.registrar}${from.category}${from.area}${organisation}`
  const parsed = parseUscc(`${body17}${mod31Check(body17)}`)
  if (!parsed.ok) throw new RangeError(parsed.en)
  return parsed.value
}

/** Letters that GB 32100 leaves out, with the digit each is mistaken for. */
const MISTAKEN_LETTERS: Readonly<Record<string, string>> = { I: '1', O: '0', S: '5', V: '', Z: '2' }

function refuseAlphabet(value: string): Refusal | undefined {
  const index = [...value].findIndex(character => !USCC_ALPHABET.includes(character))
  if (index < 0) return undefined
  const actual = value[index]!
  const position = index + 1
  const digit = MISTAKEN_LETTERS[actual]
  if (digit === undefined) {
    return {
      ok: false,
      code: 'charset',
      position,
      actual,
      zh: `第 ${position} 位的“${actual}”不是数字或大写字母`,
      en: `character ${position}, “${actual}”, is neither a digit nor a capital letter`,
    }
  }
  const [hintZh, hintEn] =
    digit === '' ? ['', ''] : [`，是否为数字 ${digit}？`, `; is it the digit ${digit}?`]
  return {
    ok: false,
    code: 'charset',
    position,
    actual,
    ...(digit && { expected: digit }),
    zh: `第 ${position} 位不能是字母 ${actual}（代码不使用 I、O、S、V、Z）${hintZh}`,
    en: `character ${position} cannot be the letter ${actual} (I, O, S, V, Z are unused)${hintEn}`,
  }
}

function refuseRegistrar(value: string): Refusal | undefined {
  const registrar = REGISTRARS[value[0]!]
  if (!registrar) {
    return {
      ok: false,
      code: 'registrar',
      field: 'registrar',
      position: 1,
      actual: value[0]!,
      expected: Object.keys(REGISTRARS).join(''),
      zh: `第 1 位“${value[0]}”不是登记管理部门代码`,
      en: `character 1, “${value[0]}”, is not the code of a registrar`,
    }
  }
  if (registrar.categories[value[1]!]) return undefined
  return {
    ok: false,
    code: 'category',
    field: 'category',
    position: 2,
    actual: value[1]!,
    expected: Object.keys(registrar.categories).join(''),
    zh: `第 2 位“${value[1]}”不是“${registrar.zh}”部门的机构类别代码`,
    en: `character 2, “${value[1]}”, is not a category of registrar “${registrar.en}”`,
  }
}

/**
 * Only a warning: organisation codes were issued by hand for decades, and some fail their own
 * check.
 */
function organisationWarnings(organisation: string): Warning[] {
  const expected = organisationCheck(organisation.slice(0, 8))
  if (organisation[8] === expected) return []
  return [
    {
      code: 'organisation-check',
      zh: `主体标识码的校验码应为 ${expected}，实为 ${organisation[8]}`,
      en: `the organisation code’s own check should be ${expected}, is ${organisation[8]}`,
    },
  ]
}
