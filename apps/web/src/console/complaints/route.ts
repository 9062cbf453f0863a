/** Filing a complaint or a report; what comes of it is read among the cases. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

export const complaintRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/complaints/new',
  staticData: {
    entry: {
      zh: '投诉举报登记',
      en: 'File a complaint',
      group: 'work',
      about: {
        zh: '登记投诉、举报；两者兼有的分案办理',
        en: 'File a complaint, a report, or both as two linked cases',
      },
      needs: 'fileComplaint',
    },
  },
  component: lazyRouteComponent(() => import('./complaint-page.tsx'), 'ComplaintPage'),
})
