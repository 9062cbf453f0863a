/** The live monitor of the flow of trade. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

export const monitorRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/monitor',
  staticData: {
    entry: {
      zh: '实时监测',
      en: 'Live monitor',
      group: 'platform',
      about: {
        zh: '事件速率、各模型的延迟、各类预警走势',
        en: 'Event rate, lag of each model, alerts by type over time',
      },
      needs: 'detectionMonitor',
    },
  },
  validateSearch: ({ hours }: Record<string, unknown>): { hours?: number } =>
    typeof hours === 'number' && [24, 168, 720, 8760].includes(hours) ? { hours } : {},
  component: lazyRouteComponent(() => import('./monitor-page.tsx'), 'MonitorPage'),
})
