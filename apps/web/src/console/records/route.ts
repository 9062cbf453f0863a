/** Credit records. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { recordStates } from '#contract'
import { oneOf } from '../cases/search.ts'
import { consoleRoute } from '../frame-route.ts'

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

export const recordsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/records',
  validateSearch: (
    given: Record<string, unknown>,
  ): {
    subject?: string | undefined
    state?: (typeof recordStates)[number] | 'awaiting-review' | undefined
    cursor?: string | undefined
  } => ({
    subject: textOf(given.subject),
    state: oneOf([...recordStates, 'awaiting-review'] as const, given.state),
    cursor: textOf(given.cursor),
  }),
  staticData: {
    entry: {
      zh: '信用记录',
      en: 'Credit records',
      group: 'subjects',
      about: {
        zh: '信用档案与三个期限，复核、更正与撤回',
        en: 'Files with their three clocks: review, correct, withdraw',
      },
      needs: 'listRecords',
    },
  },
  component: lazyRouteComponent(() => import('./records-page.tsx'), 'RecordsPage'),
})
