/** Cursor pages: an opaque base64url of the last row's sort key, so that paging survives inserts and never counts. */
import { refuse } from '#platform/runtime'

export type Cursor = readonly (string | number)[]

export const encodeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url')

/** Reads a cursor made by `encodeCursor`; it comes from outside, so its length and types are checked. */
export function decodeCursor(text: string | undefined, parts: number): Cursor | undefined {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (Array.isArray(value) && value.length === parts && value.every(isPart))
      return value as Cursor
  } catch {
    // Falls through to the refusal: what does not parse is as wrong as what has other parts.
  }
  return refuse('request.invalid', {}, [
    {
      field: 'cursor',
      rule: 'cursor',
      zh: '游标无效，请从第一页开始。',
      en: 'The cursor is invalid; start from the first page.',
    },
  ])
}

const isPart = (part: unknown) => typeof part === 'string' || typeof part === 'number'

/** Cuts `limit + 1` rows into a page; `keyOf` gives the sort key of the last row shown. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => Cursor,
  itemOf: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return { items: shown.map(itemOf), next: last === undefined ? null : encodeCursor(keyOf(last)) }
}
