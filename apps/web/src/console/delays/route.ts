/** How late records are entered, by who enters them (requirement 8.4). */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'
import { dayIn, textIn } from '../read-log/route.ts'

export const delaysRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/entry-delays',
  validateSearch: (
    given: Record<string, unknown>,
  ): { from?: string; until?: string; provider?: string; cursor?: string } => ({
    from: dayIn(given.from),
    until: dayIn(given.until),
    provider: textIn(given.provider),
    cursor: textIn(given.cursor),
  }),
  staticData: {
    entry: {
      zh: '录入时效',
      en: 'Delay of entry',
      group: 'subjects',
      about: {
        zh: '各单位从事实发生到录入信用记录用了多久，有多少超过期限',
        en: 'How long each provider took to enter what happened, and how much came late',
      },
      needs: 'entryDelays',
    },
  },
  component: lazyRouteComponent(() => import('./delays-page.tsx'), 'DelaysPage'),
})
