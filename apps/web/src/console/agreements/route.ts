/** Agreements on the exchange of signals with agencies, platforms and associations. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

export const agreementsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/agreements',
  validateSearch: ({ cursor }: Record<string, unknown>): { cursor?: string } =>
    typeof cursor === 'string' ? { cursor } : {},
  staticData: {
    entry: {
      zh: '数据交换协议',
      en: 'Exchange agreements',
      group: 'platform',
      about: {
        zh: '与信用服务机构、平台、协会的协议：签署、撤销、交换记录',
        en: 'Agreements with agencies, platforms and associations: signatures, revocation, exchanges',
      },
      needs: 'listAgreements',
    },
  },
  component: lazyRouteComponent(() => import('./agreements-page.tsx'), 'AgreementsPage'),
})
