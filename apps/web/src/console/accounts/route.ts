/** Accounts of people, for the administrator. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

type Search = { organisation?: string; cursor?: string }
const textIn = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

export const accountsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/accounts',
  validateSearch: (search: Record<string, unknown>): Search => ({
    organisation: textIn(search.organisation),
    cursor: textIn(search.cursor),
  }),
  staticData: {
    entry: {
      zh: '人员账号',
      en: 'Accounts',
      group: 'system',
      about: {
        zh: '新建账号，授予角色和辖区，重置密码，停用',
        en: 'Create accounts, grant roles and areas, reset passwords, deactivate',
      },
      needs: 'createAccount',
    },
  },
  component: lazyRouteComponent(() => import('./accounts-page.tsx'), 'AccountsPage'),
})
