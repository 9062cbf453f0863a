/** What a recipient is told of measures: platforms, carriers, payment institutions, banks, associations. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

export const feedRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/feed',
  staticData: {
    entry: {
      zh: '收到的措施',
      en: 'Measures received',
      group: 'work',
      about: {
        zh: '推送给本单位的措施：签收、执行反馈、解除；新会员入驻核查',
        en: 'Measures sent to you: receive, report, see them lifted; check who wants to join',
      },
      needs: 'readMeasureFeed',
      unless: 'listMeasures',
    },
  },
  component: lazyRouteComponent(() => import('./feed-page.tsx'), 'FeedPage'),
})
