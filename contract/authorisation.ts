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
const administrators: readonly Role[] = ['administrator']

export const authorisation: Readonly<Record<OperationName, readonly Role[]>> = {
  // policy
  listPolicies: everyone,
  policyHistory: everyone,
  enactPolicy: ['credit-office', 'administrator'],
}

/** Named groups, for rows that several rooms share. */
export const groups = { everyone, signedIn, government, decides, administrators }
