/**
 * Taxpayer numbers (纳税人识别号). Since 2015 an organisation's is its unified social credit code;
 * before that 15 characters (area and organisation code), and for persons the identity number,
 * alone or with two digits of sequence (17 and 20). The form tells which older identifier of the
 * subject it carries.
 */
import { type Area, areaOf } from './area.ts'
import { areaWarnings, refuseArea } from './area-part.ts'
import { parseOrganisationCode } from './organisation-code.ts'
import { cleanCode, type Parsed, refuseLength, refuseNonDigit } from './refusal.ts'
import { parseResidentId } from './resident-id.ts'
import { parseUscc } from './uscc.ts'

export type TaxNumberParts =
  | { form: 'uscc'; uscc: string }
  | { form: 'organisation'; area: Area; organisation: string }
  | { form: 'person'; residentId: string; sequence?: string }

const NAME = { zh: '纳税人识别号', en: 'tax number' }

export function parseTaxNumber(text: string): Parsed<TaxNumberParts> {
  const value = cleanCode(text)
  switch (value.length) {
    case 15:
      return parseOrganisationForm(value)
    case 17:
    case 20:
      return parsePersonForm(value, value.slice(-2))
    case 18: {
      const uscc = parseUscc(value)
      if (uscc.ok) return { ...uscc, parts: { form: 'uscc', uscc: value } }
      const person = parsePersonForm(value)
      return person.ok ? person : uscc
    }
    default:
      return refuseLength(NAME, value, [15, 17, 18, 20])
  }
}

function parseOrganisationForm(value: string): Parsed<TaxNumberParts> {
  const refusal = refuseArea(value.slice(0, 6), 1)
  if (refusal) return refusal
  const organisation = parseOrganisationCode(value.slice(6))
  if (!organisation.ok) {
    const position = organisation.position && organisation.position + 6
    return { ...organisation, field: 'organisation', ...(position && { position }) }
  }
  const area = areaOf(value.slice(0, 6))!
  return {
    ok: true,
    value,
    parts: { form: 'organisation', area, organisation: organisation.value },
    warnings: areaWarnings(area),
  }
}

function parsePersonForm(value: string, sequence?: string): Parsed<TaxNumberParts> {
  const person = sequence === undefined ? value : value.slice(0, -2)
  const parsed = parseResidentId(person)
  if (!parsed.ok) return parsed
  const letters = sequence === undefined ? undefined : refuseNonDigit(sequence, person.length)
  if (letters) return letters
  return {
    ok: true,
    value,
    parts: { form: 'person', residentId: parsed.value, ...(sequence && { sequence }) },
    warnings: parsed.warnings,
  }
}
