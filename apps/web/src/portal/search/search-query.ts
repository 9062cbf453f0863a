/** What is searched for, as it stands in the address: a text and, where wanted, a kind of subject. */
import { subjectKinds } from '#contract'

export type SearchQuery = {
  q?: string
  kind?: (typeof subjectKinds)[number]
  cursor?: string
}

/** Reads whatever a link carries; what makes no sense is left out. A code of digits may arrive as a number. */
export function readSearch(search: Record<string, unknown>): SearchQuery {
  return {
    q: textIn(search.q)?.slice(0, 100),
    kind: subjectKinds.find(kind => kind === search.kind),
    cursor: textIn(search.cursor),
  }
}

function textIn(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined
}
