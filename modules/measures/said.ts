/** Who decides on lists and measures, when, and under which numbers of law. */
import type { SaidByLaw } from '#modules/cases'

export type Said = SaidByLaw

/** A subject as lists and measures name it; name and code are masked for natural persons. */
export type Party = {
  readonly id: string
  readonly name: string
  readonly code: string | null
  readonly area: string
  readonly verified: boolean
}
