/** Reported fakes, for officers to confirm or reject. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { siteStates } from '#contract'
import { oneOf } from '../cases/search.ts'
import { consoleRoute } from '../frame-route.ts'

export const sitesRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/sites',
  validateSearch: (given: Record<string, unknown>) => ({
    state: oneOf(siteStates, given.state),
    cursor: typeof given.cursor === 'string' ? given.cursor : undefined,
  }),
  staticData: {
    entry: {
      zh: '仿冒网站举报',
      en: 'Reported fakes',
      group: 'work',
      about: {
        zh: '公众举报的仿冒网站：核实后列入警示名单',
        en: 'Sites the public reported: confirm them for the list of warnings, or not',
      },
      needs: 'listSiteReports',
    },
  },
  component: lazyRouteComponent(() => import('./sites-page.tsx'), 'ReportedSitesPage'),
})
