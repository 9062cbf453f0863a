/**
 * Identifiers of subjects, people, goods, parcels and sites: parse, check, explain, format and
 * mask. Every parser answers `{ ok: true, value, parts, warnings }` or a refusal that names the
 * wrong part.
 */
export { type Area, type AreaStatus, areaOf, areasAsOf, areasUnder } from './area.ts'
export { areaInEnglish, type Pinyin, placeInEnglish } from './area-english.ts'
export { type DomainParts, parseDomain, unicodeLabel } from './domain.ts'
export { type Gs1Prefix, gs1PrefixOf } from './gs1-prefixes.ts'
export { type GtinParts, gtinWith, parseGtin } from './gtin.ts'
export { maskAccount, maskAddress, maskName, maskPhone, maskResidentId } from './mask.ts'
export {
  formatOrganisationCode,
  type OrganisationCodeParts,
  parseOrganisationCode,
} from './organisation-code.ts'
export type {
  Accepted,
  Parsed,
  Refusal,
  RefusalCode,
  RefusalField,
  Warning,
  WarningCode,
} from './refusal.ts'
export {
  parseRegistrationNumber,
  type RegistrationNumberParts,
  registrationNumberWith,
} from './registration-number.ts'
export { parseResidentId, type ResidentIdParts, residentIdWith } from './resident-id.ts'
export { parseShopAddress, type ShopAddressParts } from './shop-address.ts'
export { type SubjectCode, type SubjectCodeKind, subjectCodesIn } from './subject-code.ts'
export { parseTaxNumber, type TaxNumberParts } from './tax-number.ts'
export {
  explainUscc,
  formatUscc,
  parseUscc,
  type UsccExplanation,
  type UsccParts,
  usccWith,
} from './uscc.ts'
export { REGISTRARS, type Registrar } from './uscc-registrars.ts'
export { parseWaybill, type WaybillParts } from './waybill.ts'
