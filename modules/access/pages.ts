/** Cursors of this room's lists. They come from outside, so what is inside is checked before a query sees it. */
import { decodeCursor } from '#platform/http'
import { refuse } from '#platform/runtime'

export const pageRows = 50

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The id that a page begins after. */
export function afterId(cursor: string | undefined): string | undefined {
  const [id] = decodeCursor(cursor, 1) ?? []
  return id === undefined ? undefined : checkedId(id)
}

/** The entry of a log that a page goes on before. */
export function beforeEntry(cursor: string | undefined): { at: Date; id: string } | undefined {
  const [ms, id] = decodeCursor(cursor, 2) ?? []
  if (ms === undefined) return undefined
  const at = new Date(ms)
  if (Number.isNaN(at.getTime())) refuseCursor()
  return { at, id: checkedId(id) }
}

const checkedId = (id: string | number | undefined): string =>
  typeof id === 'string' && uuid.test(id) ? id : refuseCursor()

const refuseCursor = (): never =>
  refuse('request.invalid', {}, [
    {
      field: 'cursor',
      rule: 'cursor',
      zh: '游标无效，请从第一页开始。',
      en: 'The cursor is invalid; start from the first page.',
    },
  ])
