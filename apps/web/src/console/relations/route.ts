/** The relation graph around a subject; reached from the subject and from an alert. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

export const relationsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/subjects/$id/relations',
  validateSearch: ({ hops }: Record<string, unknown>): { hops?: 1 | 2 } =>
    hops === 2 ? { hops: 2 } : {},
  component: lazyRouteComponent(() => import('./relations-page.tsx'), 'RelationsPage'),
})
