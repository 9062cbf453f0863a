/** API clients: the machines of organisations, for the administrator. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

export const clientsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/clients',
  validateSearch: (search: Record<string, unknown>): { cursor?: string } => ({
    cursor: typeof search.cursor === 'string' ? search.cursor : undefined,
  }),
  staticData: {
    entry: {
      zh: '接口客户端',
      en: 'API clients',
      group: 'system',
      about: {
        zh: '为机构的系统发放接口密钥，轮换和吊销',
        en: 'Give the systems of organisations a secret, rotate and revoke it',
      },
      needs: 'createClient',
    },
  },
  component: lazyRouteComponent(() => import('./clients-page.tsx'), 'ClientsPage'),
})
