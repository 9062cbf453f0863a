/**
 * Plants the schemes asked for, each on its own stream of chance, before the ordinary year is
 * drawn around them.
 */

import type { Random } from '../random.ts'
import { honestGroupBuy, honestSaleBurst } from './honest-crowds.ts'
import { counterfeitLead, falseTraffic, priceFraud, rebornOperator } from './leads.ts'
import { extortionGroup, paidPraise, selfFundingLoop } from './money-and-reviews.ts'
import { emptyParcelPool, proxiedMailing } from './parcels.ts'
import { Plot, type Stage } from './plot.ts'
import { brushingRing, camouflagedRing, reverseBrushing } from './rings.ts'
import { SCHEME_KINDS, type Scheme, type SchemeKind } from './scheme.ts'

/** How many of each kind; what is not named is planted once. */
export type SchemeCounts = Partial<Record<SchemeKind, number>>

const PLANTERS: Readonly<Record<SchemeKind, (plot: Plot) => Scheme>> = {
  'brushing-ring': brushingRing,
  'camouflaged-ring': camouflagedRing,
  'reverse-brushing': reverseBrushing,
  'empty-parcel-pool': emptyParcelPool,
  'self-funding-loop': selfFundingLoop,
  'extortion-group': extortionGroup,
  'paid-praise': paidPraise,
  'proxied-mailing': proxiedMailing,
  'false-traffic': falseTraffic,
  'counterfeit-lead': counterfeitLead,
  'price-fraud': priceFraud,
  'reborn-operator': rebornOperator,
  'honest-sale-burst': honestSaleBurst,
  'honest-group-buy': honestGroupBuy,
}

/** Those that close shops or set prices come first, so that every order meets what then holds. */
const FIRST: readonly SchemeKind[] = [
  'reborn-operator',
  'counterfeit-lead',
  'price-fraud',
  'honest-sale-burst',
]

export function plantSchemes(stage: Stage, counts: SchemeCounts, random: Random): Scheme[] {
  const planted = new Map<SchemeKind, Scheme[]>()
  for (const kind of new Set([...FIRST, ...SCHEME_KINDS])) {
    const plots = Array.from({ length: counts[kind] ?? 1 }, (_, i) => {
      const id = `${kind}-${i + 1}`
      return new Plot(stage, kind, id, random.stream(id))
    })
    planted.set(kind, plots.map(PLANTERS[kind]))
  }
  return SCHEME_KINDS.flatMap(kind => planted.get(kind)!)
}
