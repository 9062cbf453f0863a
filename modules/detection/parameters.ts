/**
 * The parameters of a model on a day: each is a dated policy, so that what a model judged by can be told years later,
 * and a number changes by enacting a version instead of a line of code (invariant 3).
 */
import { type Policies, shippedRules } from '#modules/policy'
import type { Json, Model, ModelCard, Parameters } from './model.ts'

/** Throws when a parameter has no policy in force on the day. */
export const parametersOf = (
  { parameters }: ModelCard,
  policies: Policies,
  on: string,
): Parameters =>
  Object.fromEntries(
    parameters.map(({ name, policyKey }) => [name, policies.value<Json>(policyKey, on)]),
  )

/** As they ship, without a database: for measurements and tests. */
export function shippedParameters({ card }: Model, on: string): Parameters {
  const inForce = new Map(
    shippedRules()
      .filter(({ from, until }) => from <= on && (until === undefined || on <= until))
      .map(({ key, value }) => [key, value as Json]),
  )
  return Object.fromEntries(
    card.parameters.map(({ name, policyKey }) => {
      const value = inForce.get(policyKey)
      if (value === undefined) throw new Error(`no shipped policy ${policyKey} on ${on}`)
      return [name, value]
    }),
  )
}
