/** The pages of cases: the office's list, one case for whoever may see it, and a party's own. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'
import { caseSearch } from './search.ts'

export const casesRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/cases',
  validateSearch: caseSearch,
  staticData: {
    entry: {
      zh: '案件',
      en: 'Cases',
      group: 'work',
      about: {
        zh: '查处、投诉、异议与修复，按期限排列',
        en: 'Findings, complaints, objections and repairs by their terms',
      },
      needs: 'listCases',
    },
  },
  component: lazyRouteComponent(() => import('./cases-page.tsx'), 'CasesPage'),
})

export const openCaseRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/cases/new',
  component: lazyRouteComponent(() => import('./open-page.tsx'), 'OpenCasePage'),
})

export const caseRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/cases/$id',
  component: lazyRouteComponent(() => import('./case-page.tsx'), 'CasePage'),
})

export const ownCasesRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/own/cases',
  validateSearch: ({ cursor }: Record<string, unknown>): { cursor?: string } =>
    typeof cursor === 'string' ? { cursor } : {},
  staticData: {
    entry: {
      zh: '与我有关的案件',
      en: 'Cases that concern me',
      group: 'work',
      about: {
        zh: '收到的告知书和决定，陈述申辩、听证与签收',
        en: 'Notices and decisions served on you: state, defend, be heard',
      },
      needs: 'listMyCases',
    },
  },
  component: lazyRouteComponent(() => import('./own-cases-page.tsx'), 'OwnCasesPage'),
})
