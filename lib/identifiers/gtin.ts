/**
 * Global Trade Item Numbers (商品条码, GB 12904 / GS1 General Specifications): GTIN-8, -12, -13 and
 * -14 with their check digit and the GS1 prefix that licensed them. All four are one number
 * space: compare by `gtin14`.
 */
import { gs1Check } from './check-characters.ts'
import { type Gs1Prefix, gs1PrefixOf } from './gs1-prefixes.ts'
import {
  cleanCode,
  type Parsed,
  refuseCheck,
  refuseLength,
  refuseNonDigit,
  type Warning,
} from './refusal.ts'

export interface GtinParts {
  format: 'GTIN-8' | 'GTIN-12' | 'GTIN-13' | 'GTIN-14'
  /** Left-padded to 14 digits: the form to store and compare. */
  gtin14: string
  /** GTIN-14 only: packaging level 1–8, 9 for variable measure, 0 for the unit itself. */
  indicator?: string
  prefix?: Gs1Prefix
  check: string
}

const NAME = { zh: '商品条码', en: 'GTIN' }
const LENGTHS = [8, 12, 13, 14] as const

export function parseGtin(text: string): Parsed<GtinParts> {
  const value = cleanCode(text)
  const length = LENGTHS.find(candidate => candidate === value.length)
  if (length === undefined) return refuseLength(NAME, value, LENGTHS)
  const letters = refuseNonDigit(value)
  if (letters) return letters
  const expected = gs1Check(value.slice(0, -1))
  if (value.at(-1) !== expected) return refuseCheck(value.length, expected, value.at(-1)!)
  const gtin14 = value.padStart(14, '0')
  // A GTIN-8 has prefixes of its own, in its first three digits; elsewhere they follow the
  // indicator.
  const prefix = gs1PrefixOf(length === 8 ? value.slice(0, 3) : gtin14.slice(1, 4))
  return {
    ok: true,
    value,
    parts: {
      format: `GTIN-${length}`,
      gtin14,
      ...(length === 14 && { indicator: value[0]! }),
      ...(prefix && { prefix }),
      check: expected,
    },
    warnings: prefixWarnings(prefix),
  }
}

/** Adds the check digit to 7, 11, 12 or 13 digits. Throws on any other body. */
export function gtinWith(body: string): string {
  const parsed = parseGtin(`${body}${gs1Check(body)}`)
  if (!parsed.ok) throw new RangeError(parsed.en)
  return parsed.value
}

function prefixWarnings(prefix: Gs1Prefix | undefined): Warning[] {
  if (!prefix) {
    return [
      {
        code: 'prefix-unassigned',
        zh: 'GS1 尚未分配这一前缀',
        en: 'GS1 has not assigned this prefix',
      },
    ]
  }
  if (prefix.use !== 'restricted') return []
  return [
    {
      code: 'restricted-circulation',
      zh: '店内或企业内部码，不能唯一标识商品',
      en: 'a restricted-circulation number, which does not identify the product outside one shop',
    },
  ]
}
