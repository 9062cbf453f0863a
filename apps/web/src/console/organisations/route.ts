/** Organisations: the tenants of the installation, for its administrator. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { organisationKinds } from '#contract'
import { consoleRoute } from '../frame-route.ts'

type Search = { kind?: (typeof organisationKinds)[number]; q?: string; cursor?: string }

export const organisationsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/organisations',
  validateSearch: (search: Record<string, unknown>): Search => ({
    kind: organisationKinds.find(kind => kind === search.kind),
    q: typeof search.q === 'string' && search.q !== '' ? search.q : undefined,
    cursor: typeof search.cursor === 'string' ? search.cursor : undefined,
  }),
  staticData: {
    entry: {
      zh: '机构',
      en: 'Organisations',
      group: 'system',
      about: {
        zh: '新建机构，变更名称和辖区，停用或恢复',
        en: 'Create organisations, rename them, set their area, suspend or restore them',
      },
      needs: 'createOrganisation',
    },
  },
  component: lazyRouteComponent(() => import('./organisations-page.tsx'), 'OrganisationsPage'),
})
