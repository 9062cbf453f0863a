/**
 * The public promise: TypeBox schemas and one table of operations. Server, web, command line and tests import it; it
 * imports nothing of theirs.
 */
import { disclosureOperations } from './disclosure.ts'
import { policyOperations } from './policy.ts'
import { subjectOperations } from './subjects.ts'

export const operations = {
  ...policyOperations,
  ...subjectOperations,
  ...disclosureOperations,
}
export type OperationName = keyof typeof operations
export type OperationTable = typeof operations

export { type Actor, anyone, hasRole, type Role, roles } from './actor.ts'
export { authorisation } from './authorisation.ts'
export { type CallInput, type Client, createClient, ProblemError, urlOf } from './client.ts'
export * from './disclosure.ts'
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
export * from './policy.ts'
export { type RefusalCode, type RefusalDetails, refusals, sentenceOf } from './refusals.ts'
export { type Bilingual, limits, type Problem } from './shapes.ts'
export * from './subjects.ts'
