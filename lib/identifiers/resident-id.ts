/**
 * The citizen identity number (公民身份号码, GB 11643-1999) and the cards that share its form:
 * residence permits of Hong Kong, Macao and Taiwan residents (81, 82, 83) and the foreign
 * permanent resident's card of 2023 (first digit 9). Numbers of 15 digits, issued until 1999, are
 * upgraded to 18.
 */
import { type Area, areaOf } from './area.ts'
import { areaWarnings, refuseArea } from './area-part.ts'
import { mod11Check } from './check-characters.ts'
import {
  cleanCode,
  type Parsed,
  type Refusal,
  refuseCheck,
  refuseLength,
  refuseNonDigit,
  type Warning,
} from './refusal.ts'

export interface ResidentIdParts {
  kind: 'citizen' | 'hong-kong' | 'macao' | 'taiwan' | 'foreign'
  /** A citizen's first registered area; for a foreigner, the province that took the application. */
  area: Area
  /** ISO 3166-1 numeric, on foreigners' cards. */
  nationality?: string
  /** YYYY-MM-DD. */
  birthDate: string
  sequence: string
  gender: 'male' | 'female'
  check: string
  /** The 15-digit number that was given. */
  upgradedFrom?: string
}

const NAME = { zh: '身份证号码', en: 'identity number' }
const EARLIEST_BIRTH = '1800-01-01'

/**
 * Parses 18 or 15 characters. `asOf` (YYYY-MM-DD) refuses births after that day; without it,
 * every real date passes.
 */
export function parseResidentId(
  text: string,
  options: { asOf?: string } = {},
): Parsed<ResidentIdParts> {
  const given = cleanCode(text)
  if (given.length !== 18 && given.length !== 15) return refuseLength(NAME, given, [18, 15])
  const digits = refuseNonDigit(given.length === 18 ? given.slice(0, 17) : given)
  if (digits) return digits
  const value = given.length === 15 ? upgradeResidentId(given) : given
  const kind = kindOf(value)
  const areaCode = kind === 'foreign' ? `${value.slice(1, 3)}0000` : value.slice(0, 6)
  const areaText = kind === 'taiwan' ? '710000' : areaCode
  const refusal =
    refuseArea(areaText, kind === 'foreign' ? 2 : 1) ?? refuseBirth(given, value, options)
  if (refusal) return refusal
  const expected = mod11Check(value.slice(0, 17))
  if (value[17] !== expected) return refuseCheck(18, expected, value[17]!)
  const area = areaOf(areaText)!
  return {
    ok: true,
    value,
    parts: {
      kind,
      area,
      ...(kind === 'foreign' && { nationality: value.slice(3, 6) }),
      birthDate: birthDateOf(value),
      sequence: value.slice(14, 17),
      gender: Number(value[16]) % 2 === 1 ? 'male' : 'female',
      check: expected,
      ...(given !== value && { upgradedFrom: given }),
    },
    warnings: [...areaWarnings(area), ...(given === value ? [] : [LEGACY])],
  }
}

/** A valid number from its parts, for demonstration data and tests; odd sequences are male. */
export function residentIdWith(from: {
  area: string
  birthDate: string
  sequence: number
}): string {
  const sequence = `${from.sequence}`.padStart(3, '0')
  const body17 = `${from.area}${from.birthDate.replaceAll('-', '')}${sequence}`
  const parsed = parseResidentId(`${body17}${mod11Check(body17)}`)
  if (!parsed.ok) throw new RangeError(parsed.en)
  return parsed.value
}

const LEGACY: Warning = {
  code: 'legacy',
  zh: '15 位旧号码，已换算为 18 位',
  en: 'a 15-digit number of the old form, upgraded to 18',
}

/** Old sequences 996–999 were kept for those a hundred years old or more: born in the 1800s. */
function upgradeResidentId(value15: string): string {
  const century = Number(value15.slice(12)) >= 996 ? '18' : '19'
  const body17 = `${value15.slice(0, 6)}${century}${value15.slice(6)}`
  return `${body17}${mod11Check(body17)}`
}

function kindOf(value: string): ResidentIdParts['kind'] {
  if (value[0] === '9') return 'foreign'
  if (value.startsWith('81')) return 'hong-kong'
  if (value.startsWith('82')) return 'macao'
  return value.startsWith('83') ? 'taiwan' : 'citizen'
}

function birthDateOf(value: string): string {
  return `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`
}

function refuseBirth(
  given: string,
  value: string,
  { asOf }: { asOf?: string },
): Refusal | undefined {
  const birthDate = birthDateOf(value)
  const parsed = new Date(`${birthDate}T00:00:00Z`)
  const real = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(birthDate)
  if (real && birthDate >= EARLIEST_BIRTH && (asOf === undefined || birthDate <= asOf)) {
    return undefined
  }
  const last = given.length === 18 ? 14 : 12
  const actual = given.slice(6, last)
  const future = real && asOf !== undefined && birthDate > asOf
  return {
    ok: false,
    code: 'birth-date',
    field: 'birthDate',
    position: 7,
    actual,
    zh: `第 7–${last} 位“${actual}”${future ? '是将来的日期' : '不是真实的出生日期'}`,
    en: `characters 7–${last}, “${actual}”, are ${future ? 'to come' : 'no date of birth'}`,
  }
}
