/** A party's own credit: lists, measures and records about it, with the ways to object and to be restored. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

export const ownCreditRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/own/credit',
  staticData: {
    entry: {
      zh: '我的信用',
      en: 'My credit file',
      group: 'work',
      about: {
        zh: '关于您的名单、措施和记录；提出异议、申请修复',
        en: 'Lists, measures and records about you; object, apply for repair',
      },
      needs: 'listMyMeasures',
    },
  },
  component: lazyRouteComponent(() => import('./credit-page.tsx'), 'OwnCreditPage'),
})
