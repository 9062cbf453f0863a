/**
 * The nine-character organisation code (组织机构代码, GB 11714-1997), in use until 2015 and still the
 * core of every unified social credit code. Written `MA2YJ1XR-9` on certificates.
 */
import { organisationCheck } from './check-characters.ts'
import { cleanCode, type Parsed, refuseCheck, refuseLength } from './refusal.ts'

export interface OrganisationCodeParts {
  body: string
  check: string
}

const NAME = { zh: '组织机构代码', en: 'organisation code' }

export function parseOrganisationCode(text: string): Parsed<OrganisationCodeParts> {
  const value = cleanCode(text)
  if (value.length !== 9) return refuseLength(NAME, value, [9])
  const index = value.search(/[^0-9A-Z]/)
  if (index >= 0) {
    return {
      ok: false,
      code: 'charset',
      position: index + 1,
      actual: value[index]!,
      zh: `第 ${index + 1} 位应为数字或大写字母，实为“${value[index]}”`,
      en: `character ${index + 1} should be a digit or a capital letter, is “${value[index]}”`,
    }
  }
  const body = value.slice(0, 8)
  const expected = organisationCheck(body)
  if (value[8] !== expected) return refuseCheck(9, expected, value[8]!)
  return { ok: true, value, parts: { body, check: expected }, warnings: [] }
}

/** As printed on certificates: `MA2YJ1XR-9`. */
export function formatOrganisationCode(value: string): string {
  return `${value.slice(0, 8)}-${value.slice(8)}`
}
