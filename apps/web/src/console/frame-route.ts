/** The frame of the console: whoever is not signed in is asked to, and led back to where they wanted to go. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { rootRoute } from '../app/root.tsx'
import { whoAmI } from './me.ts'

export const consoleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console',
  beforeLoad: async ({ location }) => {
    const me = await whoAmI()
    if (me.accountId === null)
      throw redirect({ to: '/console/sign-in', search: { next: location.href } })
    if (me.mustChangePassword) throw redirect({ to: '/console/password' })
  },
  component: lazyRouteComponent(() => import('./console-frame.tsx'), 'ConsoleFrame'),
})
