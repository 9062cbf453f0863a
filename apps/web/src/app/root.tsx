/** The root of all addresses. What leads nowhere or breaks is still shown within the public frame. */
import { createRootRoute } from '@tanstack/react-router'
import { PortalFrame } from '../portal/frame/portal-frame.tsx'
import { CrashPage, NotFoundPage } from './error-pages.tsx'

export const rootRoute = createRootRoute({
  notFoundComponent: () => (
    <PortalFrame>
      <NotFoundPage />
    </PortalFrame>
  ),
  errorComponent: ({ error }) => (
    <PortalFrame>
      <CrashPage error={error} />
    </PortalFrame>
  ),
})
