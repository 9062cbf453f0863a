/**
 * The public addresses. Search parameters are read leniently: a stranger's link may carry anything, and a page must
 * still open.
 */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../app/root.tsx'
import { PortalFrame } from './frame/portal-frame.tsx'
import { readSearch } from './search/search-query.ts'

const portalRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'portal',
  component: PortalFrame,
})

const front = createRoute({
  getParentRoute: () => portalRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./front/front-page.tsx'), 'FrontPage'),
})

const search = createRoute({
  getParentRoute: () => portalRoute,
  path: '/search',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./search/search-page.tsx'), 'SearchPage'),
})

const subject = createRoute({
  getParentRoute: () => portalRoute,
  path: '/subjects/$id',
  component: lazyRouteComponent(() => import('./subject/subject-page.tsx'), 'SubjectPage'),
})

const listEntry = createRoute({
  getParentRoute: () => portalRoute,
  path: '/lists/$listType/$entryId',
  component: lazyRouteComponent(() => import('./lists/list-entry-page.tsx'), 'ListEntryPage'),
})

const lists = createRoute({
  getParentRoute: () => portalRoute,
  path: '/lists',
  component: lazyRouteComponent(() => import('./lists/lists-page.tsx'), 'ListsPage'),
})

const list = createRoute({
  getParentRoute: () => portalRoute,
  path: '/lists/$listType',
  validateSearch: readCursor,
  component: lazyRouteComponent(() => import('./lists/list-page.tsx'), 'ListPage'),
})

const policies = createRoute({
  getParentRoute: () => portalRoute,
  path: '/policies',
  validateSearch: (search: Record<string, unknown>): { on?: string; q?: string } => ({
    on: /^\d{4}-\d\d-\d\d$/.test(String(search.on)) ? String(search.on) : undefined,
    q: textIn(search.q),
  }),
  component: lazyRouteComponent(() => import('./policies/policies-page.tsx'), 'PoliciesPage'),
})

const policy = createRoute({
  getParentRoute: () => portalRoute,
  path: '/policies/$key',
  component: lazyRouteComponent(() => import('./policies/policy-page.tsx'), 'PolicyPage'),
})

const log = createRoute({
  getParentRoute: () => portalRoute,
  path: '/transparency',
  component: lazyRouteComponent(() => import('./log/log-page.tsx'), 'LogPage'),
})

const sites = createRoute({
  getParentRoute: () => portalRoute,
  path: '/sites',
  validateSearch: readCursor,
  component: lazyRouteComponent(() => import('./sites/sites-page.tsx'), 'SitesPage'),
})

const about = createRoute({
  getParentRoute: () => portalRoute,
  path: '/about',
  component: lazyRouteComponent(() => import('./pages/about-page.tsx'), 'AboutPage'),
})

const openData = createRoute({
  getParentRoute: () => portalRoute,
  path: '/open-data',
  component: lazyRouteComponent(() => import('./pages/open-data-page.tsx'), 'OpenDataPage'),
})

const accessibility = createRoute({
  getParentRoute: () => portalRoute,
  path: '/accessibility',
  component: lazyRouteComponent(
    () => import('./pages/accessibility-page.tsx'),
    'AccessibilityPage',
  ),
})

export const portalTree = portalRoute.addChildren([
  front,
  search,
  subject,
  listEntry,
  lists,
  list,
  policies,
  policy,
  log,
  sites,
  about,
  openData,
  accessibility,
])

function readCursor(search: Record<string, unknown>): { cursor?: string } {
  return { cursor: textIn(search.cursor) }
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
