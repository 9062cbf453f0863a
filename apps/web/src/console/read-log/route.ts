/** Who read what for which purpose, and what was done to accounts: for the auditor. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

export const textIn = (value: unknown) =>
  typeof value === 'string' && value !== '' ? value : undefined
export const dayIn = (value: unknown) =>
  /^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : undefined

type Search = { about?: string; from?: string; until?: string; cursor?: string }
const readSearch = (search: Record<string, unknown>): Search => ({
  about: textIn(search.about),
  from: dayIn(search.from),
  until: dayIn(search.until),
  cursor: textIn(search.cursor),
})

export const readLogRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/reads',
  validateSearch: readSearch,
  staticData: {
    entry: {
      zh: '查询日志',
      en: 'Read log',
      group: 'system',
      about: {
        zh: '谁在何时为何用途查询了哪些非公开信息',
        en: 'Who read which non-public facts, when and for what purpose',
      },
      needs: 'listReads',
    },
  },
  component: lazyRouteComponent(() => import('./read-log-page.tsx'), 'ReadLogPage'),
})

export const auditRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/audit',
  validateSearch: readSearch,
  staticData: {
    entry: {
      zh: '账号与权限日志',
      en: 'Audit log',
      group: 'system',
      about: {
        zh: '谁对机构、账号和接口客户端做了什么',
        en: 'What was done to organisations, accounts and clients, and by whom',
      },
      needs: 'listAudit',
    },
  },
  component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
})
