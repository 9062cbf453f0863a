/**
 * The public promise: TypeBox schemas and one table of operations. Server, web, command line and tests import it; it
 * imports nothing of theirs.
 */
import { accessOperations } from './access.ts'
import { caseOperations } from './cases.ts'
import { alertOperations } from './detection.ts'
import { modelOperations } from './detection-models.ts'
import { ruleOperations } from './detection-rules.ts'
import { disclosureOperations } from './disclosure.ts'
import { evaluationOperations } from './evaluation.ts'
import { exchangeOperations } from './exchange.ts'
import { measureOperations } from './measures.ts'
import { policyOperations } from './policy.ts'
import { recordOperations } from './records.ts'
import { relationOperations } from './relations.ts'
import { reputationOperations } from './reputation.ts'
import { siteOperations } from './sites.ts'
import { subjectOperations } from './subjects.ts'
import { tradeOperations } from './trade.ts'
import { transparencyOperations } from './transparency.ts'
import { workOperations } from './work.ts'

export const operations = {
  ...accessOperations,
  ...policyOperations,
  ...transparencyOperations,
  ...subjectOperations,
  ...recordOperations,
  ...evaluationOperations,
  ...tradeOperations,
  ...reputationOperations,
  ...alertOperations,
  ...modelOperations,
  ...ruleOperations,
  ...relationOperations,
  ...siteOperations,
  ...caseOperations,
  ...workOperations,
  ...measureOperations,
  ...exchangeOperations,
  ...disclosureOperations,
}
export type OperationName = keyof typeof operations
export type OperationTable = typeof operations

export * from './access.ts'
export { type Actor, anyone, hasRole, type Role, roles } from './actor.ts'
export { authorisation } from './authorisation.ts'
export * from './behaviours.ts'
export * from './cases.ts'
export { type CallInput, type Client, createClient, ProblemError, urlOf } from './client.ts'
export * from './detection.ts'
export * from './detection-models.ts'
export * from './detection-rules.ts'
export * from './disclosure.ts'
export * from './evaluation.ts'
export * from './exchange.ts'
export * from './measures.ts'
export { openapi } from './openapi.ts'
export {
  type AnswerOf,
  type BodyOf,
  type Method,
  type Operation,
  type Operations,
  operation,
  type ParamsOf,
  type QueryOf,
} from './operation.ts'
export {
  type OrganisationKind,
  organisationCodePattern,
  organisationKinds,
  roleNames,
  rolesOfOrganisation,
  rolesWithoutOrganisation,
} from './organisations.ts'
export * from './policy.ts'
export * from './records.ts'
export { type RefusalCode, type RefusalDetails, refusals, sentenceOf } from './refusals.ts'
export * from './relations.ts'
export * from './reputation.ts'
export { areaPatterns, type Bilingual, limits, type Problem } from './shapes.ts'
export * from './sites.ts'
export * from './subjects.ts'
export * from './trade.ts'
export * from './transparency.ts'
export * from './work.ts'
