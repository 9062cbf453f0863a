/** The start page of the console. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

export const startRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/',
  staticData: {
    entry: {
      zh: '首页',
      en: 'Start',
      group: 'work',
      about: { zh: '您的身份可以办理的事项', en: 'What your role may do' },
      needs: 'me',
    },
  },
  component: lazyRouteComponent(() => import('./start-page.tsx'), 'StartPage'),
})
