/**
 * Every address of the site. Pages are fetched when someone goes there, so the entry stays small and nobody on a public
 * page pays for a console. Paths that belong to the server (`/api`, `/log`, `/docs`) are not here.
 */
import { createRouter } from '@tanstack/react-router'
import { consoleTrees } from '../console/routes.tsx'
import { portalTree } from '../portal/routes.tsx'
import { CrashPage, NotFoundPage } from './error-pages.tsx'
import { rootRoute } from './root.tsx'

export const router = createRouter({
  routeTree: rootRoute.addChildren([portalTree, ...consoleTrees]),
  defaultPreload: 'intent',
  scrollRestoration: true,
  // What a page does not know of its address it does not pass on: messengers append words of their own to a shared link.
  search: { strict: true },
  defaultNotFoundComponent: () => <NotFoundPage />,
  defaultErrorComponent: CrashPage,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
