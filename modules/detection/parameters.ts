/**
 * The parameters of a model on a day: each is a dated policy, so that what a model judged by can be told years later,
 * and a number changes by enacting a version instead of a line of code (invariant 3).
 */
import type { AlertSuspicion, Figure } from '#contract'
import { canonicalize } from '#lib/canonical'
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

/**
 * Where the parameters of a suspicion came from: the policy version of the day, where it held the value that was used,
 * and the figure whose threshold the parameter set. A figure `orders` is judged by `orders`, `minOrders` or `maxOrders`.
 */
export function sourcesOf(
  { parameters }: ModelCard,
  kept: { readonly parameters: Parameters; readonly figures: readonly Figure[] },
  policies: Policies,
  on: string,
): AlertSuspicion['sources'] {
  return parameters.flatMap(({ name, policyKey }) => {
    const used = kept.parameters[name]
    // A parameter that a later version of the model brought was not asked then.
    if (used === undefined) return []
    const { title_zh: zh, title_en: en, value, version } = policies.rule(policyKey, on)
    const policyVersion = canonicalize(value) === canonicalize(used) ? version : null
    const figure = kept.figures.find(
      candidate => candidate.threshold !== null && parametersFor(candidate.name).includes(name),
    )
    return [{ parameter: name, policyKey, policyVersion, zh, en, figure: figure?.name ?? null }]
  })
}

function parametersFor(figure: string): readonly string[] {
  const capital = figure[0]!.toUpperCase() + figure.slice(1)
  return [figure, `min${capital}`, `max${capital}`]
}

/**
 * As they ship, without a database: for measurements and tests, which ask what will be judged from now on, whatever days
 * their events bear. Each number in its newest edition, the one that none has followed.
 */
export function shippedParameters({ card }: Model): Parameters {
  const newest = new Map(
    shippedRules()
      .filter(({ until }) => until === undefined)
      .map(({ key, value }) => [key, value as Json]),
  )
  return Object.fromEntries(
    card.parameters.map(({ name, policyKey }) => {
      const value = newest.get(policyKey)
      if (value === undefined) throw new Error(`no shipped policy ${policyKey}`)
      return [name, value]
    }),
  )
}
