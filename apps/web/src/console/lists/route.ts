/** Lists and measures, for the offices that enter and lift. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { entryStates } from '#contract'
import { oneOf } from '../cases/search.ts'
import { consoleRoute } from '../frame-route.ts'

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

export const listsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/lists',
  validateSearch: (given: Record<string, unknown>) => ({
    list: textOf(given.list),
    state: oneOf(entryStates, given.state),
    cursor: textOf(given.cursor),
  }),
  staticData: {
    entry: {
      zh: '名单',
      en: 'Lists',
      group: 'work',
      about: {
        zh: '各类名单的依据、条目、审定与移出',
        en: 'Lists with their basis: entries, decisions on candidates, removal',
      },
      needs: 'listEntries',
    },
  },
  component: lazyRouteComponent(() => import('./lists-page.tsx'), 'ListsPage'),
})

/** For whoever nominates without reading the lists' own desk. */
export const nominationsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/nominations',
  staticData: {
    entry: {
      zh: '推荐名单',
      en: 'Nominations',
      group: 'work',
      about: {
        zh: '推荐守信激励名单、行业名单的候选主体',
        en: 'Nominate for the red list and the lists of the trade',
      },
      needs: 'nominateSubject',
      unless: 'listEntries',
    },
  },
  component: lazyRouteComponent(() => import('./nominations-page.tsx'), 'NominationsPage'),
})

export const measuresRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/measures',
  validateSearch: (given: Record<string, unknown>) => ({
    state: oneOf(['in-force', 'lifted', 'ended'] as const, given.state),
    cursor: textOf(given.cursor),
  }),
  staticData: {
    entry: {
      zh: '措施',
      en: 'Measures',
      group: 'work',
      about: {
        zh: '惩戒与激励措施的执行反馈与解除',
        en: 'Constraints and incentives: feedback and lifting',
      },
      needs: 'listMeasures',
    },
  },
  component: lazyRouteComponent(() => import('./measures-page.tsx'), 'MeasuresPage'),
})
