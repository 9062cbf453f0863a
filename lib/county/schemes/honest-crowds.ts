/**
 * Crowds that look like trouble and are not: a shop's anniversary sale on a day no calendar knows,
 * and a village that buys together to one address. A detector that alerts on these is wrong.
 */

import { HOME_CITY } from '../cities.ts'
import { priceAt, rounded } from '../merchants.ts'
import { WeightedDraw } from '../random.ts'
import { DAY_MS, HOUR_MS, SALE_HOURS } from '../rhythm.ts'
import type { Plot } from './plot.ts'
import type { Scheme } from './scheme.ts'

export function honestSaleBurst(plot: Plot): Scheme {
  const { random, plan } = plot
  const [shop] = plot.castShops(1, { from: 0.01, to: 0.12 })
  const { fromMs } = plot.span(1, 0.25, 0.8)
  const span = { fromMs, untilMs: fromMs + DAY_MS }
  for (const sku of plot.shop(shop!).skus) {
    const usual = priceAt(sku, fromMs).priceFen
    const priceFen = rounded(usual * 0.7)
    if (priceFen >= usual || priceAt(sku, fromMs - 30 * DAY_MS).priceFen !== usual) continue
    const cut = { fromMs: fromMs - 15 * 60_000, priceFen, struckPriceFen: usual }
    sku.prices.push(cut, { fromMs: span.untilMs + HOUR_MS, priceFen: usual })
    sku.prices.sort((a, b) => a.fromMs - b.fromMs)
  }
  const active = new WeightedDraw(plan.buyers.map(buyer => buyer.activity))
  const goal = plot.size(420, 'orders', 30)
  for (let done = 0; done < goal; done++) {
    const atMs = plot.instant(span, SALE_HOURS)
    plot.order({ atMs, shop: shop!, buyer: active.draw(random), refund: undefined })
  }
  return plot.record([shop!])
}

export function honestGroupBuy(plot: Plot): Scheme {
  const { random, plan, tokens } = plot
  const [shop] = plot.castShops(1, { from: 0.02, to: 0.4 })
  const { fromMs } = plot.span(2, 0.3, 0.8)
  const span = { fromMs, untilMs: fromMs + 2 * DAY_MS }
  const pickUp = tokens.addresses.next()
  const nearby = (buyer: number) => plan.buyers[buyer]!.city === HOME_CITY
  const villagers = plot.castAccounts(plot.size(62, 'accounts', 8), nearby)
  for (const buyer of villagers) {
    const atMs = plot.instant(span, SALE_HOURS)
    const common = { shop: shop!, buyer, receiverCity: HOME_CITY, address: pickUp }
    plot.order({ atMs, ...common, refund: undefined })
    if (random.chance(0.12)) {
      plot.order({ atMs: atMs + random.below(HOUR_MS), ...common, refund: undefined })
    }
  }
  return plot.record([shop!])
}
