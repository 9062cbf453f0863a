/** Numbers of law and of the county, for those who may enact them. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

export const enactingRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/policies',
  validateSearch: ({ q }: Record<string, unknown>): { q?: string } =>
    typeof q === 'string' && q !== '' ? { q } : {},
  staticData: {
    entry: {
      zh: '政策数值',
      en: 'Policy numbers',
      group: 'system',
      about: {
        zh: '法定期限、门槛等数值：发布新版本，注明依据和起始日',
        en: 'Terms and thresholds of law: enact a version with its basis and first day',
      },
      needs: 'enactPolicy',
    },
  },
  component: lazyRouteComponent(() => import('./policies-page.tsx'), 'EnactingPage'),
})
