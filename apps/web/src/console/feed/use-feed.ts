/** The whole feed of the reader's organisation, read forward as a program would, told as measures instead of changes. */
import { useQuery } from '@tanstack/react-query'
import type { FeedItem } from '#contract'
import { call, keyOf } from '../../app/api.ts'

/** As many changes as one answer holds, and as many answers as a page asks for: older ones are for programs. */
const perAnswer = 100
const mostAnswers = 30

export type Told = {
  /** The change that imposed it. */
  readonly imposed: FeedItem
  readonly lifted: FeedItem | null
}

async function readFeed(): Promise<{ told: Told[]; whole: boolean }> {
  const items: FeedItem[] = []
  let after = 0
  let whole = false
  for (let i = 0; i < mostAnswers && !whole; i++) {
    const page = await call('readMeasureFeed', { query: { after, limit: perAnswer } })
    items.push(...page.items)
    after = page.next
    whole = page.items.length < perAnswer
  }
  return { told: toldBy(items), whole }
}

/** One line per measure, the one that changed last first. */
function toldBy(items: readonly FeedItem[]): Told[] {
  const told = new Map<string, Told>()
  for (const item of items) {
    const before = told.get(item.measureId)
    told.delete(item.measureId)
    told.set(item.measureId, {
      imposed: before?.imposed ?? item,
      lifted: item.change === 'lifted' ? item : null,
    })
  }
  return [...told.values()].reverse()
}

export const useFeed = () =>
  useQuery({ queryKey: keyOf('readMeasureFeed'), queryFn: readFeed, staleTime: 0 })
