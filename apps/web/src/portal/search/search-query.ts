/**
 * What is searched for, as it stands in the address. `by` is how the reader meant it: it chooses the hint and keeps the
 * tab; the server recognises codes, names and shop addresses by itself.
 */
import { subjectKinds } from '#contract'

export const searchWays = ['code', 'name', 'shop'] as const
export type SearchWay = (typeof searchWays)[number]

export type SearchQuery = {
  q?: string
  by?: SearchWay
  kind?: (typeof subjectKinds)[number]
  cursor?: string
}

/** Reads whatever a link carries; what makes no sense is left out. A code of digits may arrive as a number. */
export function readSearch(search: Record<string, unknown>): SearchQuery {
  return {
    q: textIn(search.q)?.slice(0, 100),
    by: searchWays.find(way => way === search.by),
    kind: subjectKinds.find(kind => kind === search.kind),
    cursor: textIn(search.cursor),
  }
}

function textIn(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined
}
