/** A merchant's warnings about its own shops. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

export const warningsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/warnings',
  staticData: {
    entry: {
      zh: '本店风险预警',
      en: 'Warnings about my shops',
      group: 'work',
      about: {
        zh: '您的网店为何被提示风险，如何说明',
        en: 'Why your shops were flagged, and how to explain',
      },
      needs: 'listWarnings',
    },
  },
  validateSearch: ({ cursor }: Record<string, unknown>): { cursor?: string } =>
    typeof cursor === 'string' ? { cursor } : {},
  component: lazyRouteComponent(() => import('./warnings-page.tsx'), 'WarningsPage'),
})
