/** Alerts: the queue, and one alert with its evidence. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'
import { readAlertSearch } from './alert-search.ts'

export const alertsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/alerts',
  staticData: {
    entry: {
      zh: '预警',
      en: 'Alerts',
      group: 'work',
      about: {
        zh: '监测模型发现的嫌疑：签收、核查证据、听取商家说明、移交或办结',
        en: 'What the models suspect: acknowledge, weigh the evidence, hear the merchant, hand over or close',
      },
      needs: 'listAlerts',
    },
  },
  validateSearch: readAlertSearch,
  component: lazyRouteComponent(() => import('./alerts-page.tsx'), 'AlertsPage'),
})

export const alertRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/alerts/$alertId',
  component: lazyRouteComponent(() => import('./alert-page.tsx'), 'AlertPage'),
})
