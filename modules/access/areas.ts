/**
 * Areas as prefixes. GB/T 2260 fills a province or prefecture up with zeros and GB/T 10114 adds three digits for a
 * township; without the zeros, "lies in" is "begins with", in memory and in SQL alike.
 */
import type { Actor } from '#contract'
import { areaOf } from '#lib/identifiers'
import { refuse } from '#platform/runtime'

/** `130500` → `1305`; `100000` (the whole country) → empty text. Refuses what no province begins with. */
export function areaPrefix(code: string): string {
  const prefix =
    code.length > 6 ? code.replace(/(000)+$/, '') : code.replace(/^((?:\d\d)*?)(?:00)*$/, '$1')
  if (prefix === '' || prefix === '10') return ''
  if (!areaOf(prefix.slice(0, 6).padEnd(6, '0'))) refuse('access.area-unknown', { area: code })
  return prefix
}

/** Whether a place lies in one of the areas (prefixes). */
export const liesIn = (areas: readonly string[], place: string): boolean =>
  areas.some(area => place.startsWith(area))

/** For writers: refuses a matter outside the actor's areas. */
export function requireArea(actor: Actor, place: string): void {
  if (!liesIn(actor.areas, place)) refuse('access.area-outside', { area: place })
}
