/** Codes that fail their own check though they were issued: the register of exceptions (GB 32100 errata). */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { oneOf } from '../cases/search.ts'
import { consoleRoute } from '../frame-route.ts'

export const exceptionStates = ['pending', 'approved', 'rejected'] as const

export const exceptionsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/code-exceptions',
  validateSearch: (given: Record<string, unknown>) => ({
    state: oneOf(exceptionStates, given.state),
    cursor: typeof given.cursor === 'string' ? given.cursor : undefined,
  }),
  staticData: {
    entry: {
      zh: '例外代码',
      en: 'Code exceptions',
      group: 'subjects',
      about: {
        zh: '校验不通过但确系赋码机关核发的代码：登记与审核',
        en: 'Codes that fail their check though an authority issued them: register and review',
      },
      needs: 'listIdentifierExceptions',
    },
  },
  component: lazyRouteComponent(() => import('./exceptions-page.tsx'), 'ExceptionsPage'),
})
