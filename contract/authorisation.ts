/**
 * The authorisation table, role × operation, as data. An operation without a row does not start (checked by the type
 * below and again when the server is composed). `everyone` includes callers who are not signed in.
 */

import { type Role, roles } from './actor.ts'
import type { OperationName } from './index.ts'

const everyone: readonly Role[] = roles
const signedIn: readonly Role[] = roles.filter(role => role !== 'public')
const government: readonly Role[] = ['credit-office', 'regulator', 'township']
const decides: readonly Role[] = ['credit-office', 'regulator']
const registers: readonly Role[] = [
  'credit-office',
  'regulator',
  'platform',
  'carrier',
  'payment-institution',
  'administrator',
]
const administrators: readonly Role[] = ['administrator']

export const authorisation: Readonly<Record<OperationName, readonly Role[]>> = {
  // policy
  listPolicies: everyone,
  policyHistory: everyone,
  enactPolicy: ['credit-office', 'administrator'],
  // subjects
  listSubjectKinds: everyone,
  explainCode: everyone,
  registerSubject: registers,
  registerSubjects: registers,
  findSubjects: [...government, 'platform', 'carrier', 'payment-institution', 'auditor'],
  readSubject: [...government, 'platform', 'carrier', 'payment-institution', 'auditor'],
  subjectHistory: [...government, 'auditor'],
  amendSubject: registers,
  identifySubject: registers,
  verifySubject: registers,
  openShop: [...decides, 'platform'],
  closeShop: [...decides, 'platform'],
  checkListing: [...government, 'platform'],
  mergeSubjects: decides,
  listMerges: [...government, 'auditor'],
  splitSubjects: decides,
  eraseSubject: ['credit-office'],
  listIdentifierExceptions: [...decides, 'auditor'],
  decideIdentifierException: ['credit-office'],
  // disclosure
  searchPublic: everyone,
  publicSubject: everyone,
  publicLists: everyone,
  publicListEntries: everyone,
  publicCounters: everyone,
}

/** Named groups, for rows that several rooms share. */
export const groups = { everyone, signedIn, government, decides, administrators }
