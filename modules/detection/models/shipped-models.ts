/** Every model the product ships, in the order in which they see events. */
import type { Model } from '../model.ts'
import { backedOrders } from './backed-orders.ts'
import { brandLeads } from './brand-leads.ts'
import { denseBlock } from './dense-block.ts'
import { falseTraffic } from './false-traffic.ts'
import { hostileReviews } from './hostile-reviews.ts'
import { massRefunds } from './mass-refunds.ts'
import { oddParcels } from './odd-parcels.ts'
import { orderConcentration } from './order-concentration.ts'
import { paidPraise } from './paid-praise.ts'
import { paymentLoop } from './payment-loop.ts'
import { priceClaims } from './price-claims.ts'
import { reviewCopies } from './review-copies.ts'
import { splitOrders } from './split-orders.ts'

export const shippedModels: readonly Model[] = [
  orderConcentration,
  splitOrders,
  denseBlock,
  paymentLoop,
  backedOrders,
  oddParcels,
  massRefunds,
  hostileReviews,
  reviewCopies,
  paidPraise,
  falseTraffic,
  priceClaims,
  brandLeads,
]
