/** Subjects as staff see them: the register of the area, one subject, registering, and who should register. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { subjectKinds } from '#contract'
import { consoleRoute } from '../frame-route.ts'

const textIn = (value: unknown) => {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined
}

export type SubjectSearch = {
  q?: string
  kind?: (typeof subjectKinds)[number]
  area?: string
  cursor?: string
}

const readSearch = (search: Record<string, unknown>): SubjectSearch => ({
  q: textIn(search.q)?.slice(0, 100),
  kind: subjectKinds.find(kind => kind === search.kind),
  area: textIn(search.area),
  cursor: textIn(search.cursor),
})

export const subjectsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/subjects',
  validateSearch: readSearch,
  staticData: {
    entry: {
      zh: '主体',
      en: 'Subjects',
      group: 'subjects',
      about: {
        zh: '按代码、名称或网店查询主体，查看档案，登记新主体',
        en: 'Find subjects by code, name or shop, read their files, register new ones',
      },
      needs: 'findSubjects',
    },
  },
  component: lazyRouteComponent(() => import('./subjects-page.tsx'), 'SubjectsPage'),
})

export const shouldRegisterRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/should-register',
  validateSearch: readSearch,
  staticData: {
    entry: {
      zh: '应当登记的卖家',
      en: 'Should register',
      group: 'subjects',
      about: {
        zh: '年销售额超过零星小额上限、应当办理市场主体登记的个人卖家',
        en: 'Personal sellers whose yearly sales passed the ceiling of petty trade',
      },
      needs: 'findSubjects',
    },
  },
  component: lazyRouteComponent(() => import('./should-register-page.tsx'), 'ShouldRegisterPage'),
})

export const registerRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/subjects/new',
  staticData: {
    entry: {
      zh: '登记主体',
      en: 'Register',
      group: 'subjects',
      about: {
        zh: '登记一个主体，代码当场核对；也可以批量登记',
        en: 'Register a subject, its codes checked as you type; or many at once',
      },
      needs: 'registerSubject',
    },
  },
  component: lazyRouteComponent(() => import('./register-page.tsx'), 'RegisterPage'),
})

export const subjectRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/subjects/$id',
  component: lazyRouteComponent(() => import('./subject-page.tsx'), 'SubjectPage'),
})

export const erasureRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/subjects/$id/erasure',
  component: lazyRouteComponent(() => import('./erasure-page.tsx'), 'ErasurePage'),
})
