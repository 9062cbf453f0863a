/** One order through all five stages (requirement 2.2): found by platform and number, or come to from where it is named. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

export const ordersRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/orders',
  staticData: {
    entry: {
      zh: '订单全流程',
      en: 'Orders',
      group: 'platform',
      about: {
        zh: '一笔订单从生产、交易、支付到物流、客服的全部记录，各由谁报送',
        en: 'One order from production to service: what happened, and who reported it',
      },
      needs: 'orderTimeline',
    },
  },
  component: lazyRouteComponent(() => import('./orders-page.tsx'), 'OrdersPage'),
})

export const orderRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/orders/$platform/$order',
  component: lazyRouteComponent(() => import('./order-page.tsx'), 'OrderPage'),
})
