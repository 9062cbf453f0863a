/**
 * The 15-digit business registration number (工商注册号, GS 15-2006), replaced by the unified social
 * credit code from 2015 on and still found on old papers: six digits of the first registrar's area,
 * eight of sequence whose first digit tells the kind of business, one check digit (MOD 11,10).
 */
import { type Area, areaOf } from './area.ts'
import { areaWarnings, refuseArea } from './area-part.ts'
import { mod1110Check } from './check-characters.ts'
import { cleanCode, type Parsed, refuseCheck, refuseLength, refuseNonDigit } from './refusal.ts'

export interface RegistrationNumberParts {
  area: Area
  business: 'domestic' | 'foreign-invested' | 'individual'
  sequence: string
  check: string
}

const NAME = { zh: '工商注册号', en: 'business registration number' }

export function parseRegistrationNumber(text: string): Parsed<RegistrationNumberParts> {
  const value = cleanCode(text)
  if (value.length !== 15) return refuseLength(NAME, value, [15])
  const refusal = refuseNonDigit(value) ?? refuseArea(value.slice(0, 6), 1)
  if (refusal) return refusal
  const expected = mod1110Check(value.slice(0, 14))
  if (value[14] !== expected) return refuseCheck(15, expected, value[14]!)
  const area = areaOf(value.slice(0, 6))!
  const kind = Number(value[6])
  return {
    ok: true,
    value,
    parts: {
      area,
      business: kind <= 3 ? 'domestic' : kind <= 5 ? 'foreign-invested' : 'individual',
      sequence: value.slice(6, 14),
      check: expected,
    },
    warnings: areaWarnings(area),
  }
}

/** A valid number from an area and eight digits of sequence, for demonstration data and tests. */
export function registrationNumberWith(from: { area: string; sequence: string }): string {
  const body = `${from.area}${from.sequence}`
  const parsed = parseRegistrationNumber(`${body}${mod1110Check(body)}`)
  if (!parsed.ok) throw new RangeError(parsed.en)
  return parsed.value
}
