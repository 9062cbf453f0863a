/** Who writes in the registry: the actor, the moment, and what is needed to make ids and seal personal fields. */
import type { Actor } from '#contract'
import type { Ids } from '#platform/runtime'
import type { SubjectKeys } from './subject-keys.ts'

export type Said = { readonly actor: Actor; readonly at: Date; readonly ids: Ids }

export type Registrar = Said & {
  readonly keys: SubjectKeys
  /** How long a verification holds (policy `verification.renewal`). */
  readonly renewalMonths: number
  /** For whom it is registered, where that is not the actor's own organisation. */
  readonly registeredBy?: string | null
}
