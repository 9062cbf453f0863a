/** The work queue. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { type WorkKind, workKinds } from '#contract'
import { oneOf } from '../cases/search.ts'
import { consoleRoute } from '../frame-route.ts'

export const workScopes = ['ready', 'mine', 'overdue'] as const
export type WorkSearch = {
  readonly kind?: WorkKind
  readonly scope?: (typeof workScopes)[number]
  readonly cursor?: string
}

export const workRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/work',
  validateSearch: (given: Record<string, unknown>): WorkSearch => {
    const kind = oneOf(workKinds, given.kind)
    const scope = oneOf(workScopes, given.scope)
    return {
      ...(kind ? { kind } : {}),
      ...(scope ? { scope } : {}),
      ...(typeof given.cursor === 'string' ? { cursor: given.cursor } : {}),
    }
  },
  staticData: {
    entry: {
      zh: '待办',
      en: 'Work queue',
      group: 'work',
      about: {
        zh: '待签收的预警、待办理的案件，最急的在前',
        en: 'Alerts and cases that wait, the most urgent first',
      },
      needs: 'listWork',
    },
  },
  component: lazyRouteComponent(() => import('./work-page.tsx'), 'WorkPage'),
})
