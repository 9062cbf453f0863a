/** One's own account: password, one-time codes, sessions. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

export const accountRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/account',
  staticData: {
    entry: {
      zh: '账号与安全',
      en: 'Account and security',
      group: 'own',
      about: {
        zh: '修改密码，启用动态口令，查看和结束登录',
        en: 'Change your password, turn on one-time codes, see and end sessions',
      },
      needs: 'listSessions',
    },
  },
  component: lazyRouteComponent(() => import('./account-page.tsx'), 'AccountPage'),
})
