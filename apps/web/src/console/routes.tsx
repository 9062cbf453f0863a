/**
 * The addresses of the console. A page is a folder with `route.ts` (address, entry, lazy component) and the page
 * itself; it joins the console by one line in `pages`.
 */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../app/root.tsx'
import { accountRoute } from './account/route.ts'
import { accountsRoute } from './accounts/route.ts'
import { agreementsRoute } from './agreements/route.ts'
import { alertRoute, alertsRoute } from './alerts/route.ts'
import { caseRoute, casesRoute, openCaseRoute, ownCasesRoute } from './cases/route.ts'
import { clientsRoute } from './clients/route.ts'
import { complaintRoute } from './complaints/route.ts'
import { delaysRoute } from './delays/route.ts'
import { exceptionsRoute } from './exceptions/route.ts'
import { feedRoute } from './feed/route.ts'
import { consoleRoute } from './frame-route.ts'
import { listsRoute, measuresRoute, nominationsRoute } from './lists/route.ts'
import {
  backtestRoute,
  backtestsRoute,
  modelRoute,
  modelsRoute,
  whyNotRoute,
} from './models/route.ts'
import { monitorRoute } from './monitor/route.ts'
import { orderRoute, ordersRoute } from './orders/route.ts'
import { organisationsRoute } from './organisations/route.ts'
import { ownCreditRoute } from './own/route.ts'
import { enactingRoute } from './policies/route.ts'
import { quarantineRoute } from './quarantine/route.ts'
import { auditRoute, readLogRoute } from './read-log/route.ts'
import { recordsRoute } from './records/route.ts'
import { relationsRoute } from './relations/route.ts'
import { newRuleRoute, ruleRoute, rulesRoute } from './rules/route.ts'
import { sitesRoute } from './sites/route.ts'
import { startRoute } from './start/route.ts'
import {
  erasureRoute,
  registerRoute,
  shouldRegisterRoute,
  subjectRoute,
  subjectsRoute,
} from './subjects/route.ts'
import { warningsRoute } from './warnings/route.ts'
import { workRoute } from './work/route.ts'

const pages = [
  startRoute,
  workRoute,
  casesRoute,
  openCaseRoute,
  caseRoute,
  ownCasesRoute,
  ownCreditRoute,
  complaintRoute,
  sitesRoute,
  listsRoute,
  measuresRoute,
  nominationsRoute,
  feedRoute,
  recordsRoute,
  delaysRoute,
  alertsRoute,
  alertRoute,
  warningsRoute,
  monitorRoute,
  ordersRoute,
  orderRoute,
  modelsRoute,
  modelRoute,
  backtestsRoute,
  backtestRoute,
  whyNotRoute,
  relationsRoute,
  rulesRoute,
  newRuleRoute,
  ruleRoute,
  accountRoute,
  subjectsRoute,
  registerRoute,
  subjectRoute,
  erasureRoute,
  shouldRegisterRoute,
  exceptionsRoute,
  quarantineRoute,
  agreementsRoute,
  organisationsRoute,
  accountsRoute,
  clientsRoute,
  enactingRoute,
  readLogRoute,
  auditRoute,
]

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/sign-in',
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } =>
    typeof next === 'string' && next.startsWith('/console') ? { next } : {},
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
})

const passwordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/console/password',
  component: lazyRouteComponent(() => import('./sign-in/password-page.tsx'), 'PasswordPage'),
})

export const consoleTrees = [signInRoute, passwordRoute, consoleRoute.addChildren(pages)] as const
