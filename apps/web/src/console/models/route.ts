/** Detection models: their cards, backtests, and the question why something is not suspected. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

export const modelsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/models',
  staticData: {
    entry: {
      zh: '监测模型',
      en: 'Detection models',
      group: 'platform',
      about: {
        zh: '各模型的说明卡：数据、方法、局限、参数、实测效果',
        en: 'The card of each model: data, method, limitations, parameters, measured figures',
      },
      needs: 'listModels',
    },
  },
  component: lazyRouteComponent(() => import('./models-page.tsx'), 'ModelsPage'),
})

export const modelRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/models/$code',
  component: lazyRouteComponent(() => import('./model-page.tsx'), 'ModelPage'),
})

export const backtestsRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/backtests',
  staticData: {
    entry: {
      zh: '模型回测',
      en: 'Backtests',
      group: 'platform',
      about: {
        zh: '用历史数据试算模型，比较两个版本或两组参数',
        en: 'Try a model on a past period; compare two versions or two sets of parameters',
      },
      needs: 'listBacktests',
    },
  },
  validateSearch: ({
    model,
    cursor,
  }: Record<string, unknown>): { model?: string; cursor?: string } => ({
    ...(typeof model === 'string' && { model }),
    ...(typeof cursor === 'string' && { cursor }),
  }),
  component: lazyRouteComponent(() => import('./backtests-page.tsx'), 'BacktestsPage'),
})

export const backtestRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/backtests/$id',
  component: lazyRouteComponent(() => import('./backtest-page.tsx'), 'BacktestPage'),
})

export type WhyNotSearch = { model?: string; platform?: string; shop?: string; account?: string }

export const whyNotRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/why-not',
  staticData: {
    entry: {
      zh: '为何没有预警',
      en: 'Why not?',
      group: 'platform',
      about: {
        zh: '查一家网店或一个账号：各模型的门槛哪些没有达到',
        en: 'Ask about a shop or an account: which thresholds of which model are not met',
      },
      needs: 'whyNotSuspected',
    },
  },
  validateSearch: (search: Record<string, unknown>): WhyNotSearch => {
    const text = (value: unknown) =>
      typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
    return {
      model: text(search.model),
      platform: text(search.platform),
      shop: text(search.shop),
      account: text(search.account),
    }
  },
  component: lazyRouteComponent(() => import('./why-not-page.tsx'), 'WhyNotPage'),
})
