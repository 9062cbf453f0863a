/** Rules that staff write: the list, one rule with its versions, and the editor. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

export const rulesRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/rules',
  staticData: {
    entry: {
      zh: '监测规则',
      en: 'Staff rules',
      group: 'platform',
      about: {
        zh: '编写、试跑、复核启用监测规则，查某店为何未命中',
        en: 'Write, test and activate rules; ask why a rule did not hit',
      },
      needs: 'listRules',
    },
  },
  validateSearch: ({ cursor }: Record<string, unknown>): { cursor?: string } => ({
    ...(typeof cursor === 'string' && { cursor }),
  }),
  component: lazyRouteComponent(() => import('./rules-page.tsx'), 'RulesPage'),
})

export const newRuleRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/rules/new',
  component: lazyRouteComponent(() => import('./new-rule-page.tsx'), 'NewRulePage'),
})

export const ruleRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/rules/$code',
  component: lazyRouteComponent(() => import('./rule-page.tsx'), 'RulePage'),
})
