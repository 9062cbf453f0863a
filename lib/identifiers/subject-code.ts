/**
 * One search box for every code of a subject (一户一码, clause 0.2): tells which identifiers a text
 * can be. Fifteen digits may be a registration number, a tax number and an old identity number at
 * once, so the answer is a list, strongest first, and empty when the text is none of them.
 */
import { parseOrganisationCode } from './organisation-code.ts'
import type { Warning } from './refusal.ts'
import { parseRegistrationNumber } from './registration-number.ts'
import { parseResidentId } from './resident-id.ts'
import { parseTaxNumber } from './tax-number.ts'
import { parseUscc } from './uscc.ts'

export type SubjectCodeKind =
  | 'uscc'
  | 'residentId'
  | 'registrationNumber'
  | 'organisationCode'
  | 'taxNumber'

export interface SubjectCode {
  kind: SubjectCodeKind
  value: string
  warnings: Warning[]
}

export function subjectCodesIn(text: string): SubjectCode[] {
  const parsers = [
    ['uscc', parseUscc],
    ['residentId', parseResidentId],
    ['registrationNumber', parseRegistrationNumber],
    ['organisationCode', parseOrganisationCode],
    ['taxNumber', parseTaxNumber],
  ] as const
  return parsers.flatMap(([kind, parse]) => {
    const parsed = parse(text)
    return parsed.ok ? [{ kind, value: parsed.value, warnings: parsed.warnings }] : []
  })
}
