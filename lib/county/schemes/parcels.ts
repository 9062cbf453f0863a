/**
 * Parcels that only look like deliveries: waybills bought from a pool that many unrelated shops
 * share, weighing next to nothing and sent from one place; and gifts mailed by proxy to addresses
 * that are not the buyers', all of one weight.
 */

import { CITIES, HOME_CITY } from '../cities.ts'
import { HOUR_MS, ORDER_HOURS } from '../rhythm.ts'
import type { Plot } from './plot.ts'
import type { Scheme } from './scheme.ts'

export function emptyParcelPool(plot: Plot): Scheme {
  const { random, plan, market } = plot
  const shops = plot.castShops(plot.size(24, 'shops', 6))
  const crew = plot.castAccounts(plot.size(180, 'accounts', 20))
  const goal = plot.size(420, 'orders', 40)
  const span = plot.span(90, 0.12, 0.6)
  const node = market.newNode()
  const city = otherCity(plot)
  const carrier = random.below(plan.carriers.length)
  for (let done = 0; done < goal; done++) {
    plot.order({
      atMs: plot.instant(span, ORDER_HOURS),
      shop: random.pick(shops),
      buyer: done < crew.length ? crew[done]! : random.pick(crew),
      alone: true,
      senderNode: node,
      senderCity: city,
      carrier,
      weightG: Math.max(3, Math.round(random.logNormal(22, 0.5))),
      handlingMs: (0.5 + random.unit() * 4) * HOUR_MS,
      transitMs: (14 + random.unit() * 18) * HOUR_MS,
      undelivered: random.chance(0.85),
      review: random.chance(0.6) ? { score: 5 } : null,
    })
  }
  return plot.record(shops, { nodes: [node] })
}

export function proxiedMailing(plot: Plot): Scheme {
  const { random, plan, market } = plot
  const shops = plot.castShops(plot.size(14, 'shops', 4))
  const crew = plot.castAccounts(plot.size(120, 'accounts', 14))
  const goal = plot.size(310, 'orders', 32)
  const span = plot.span(85, 0.2, 0.65)
  const node = market.newNode()
  const city = otherCity(plot)
  const giftG = random.between(60, 140)
  for (let done = 0; done < goal; done++) {
    const buyer = done < crew.length ? crew[done]! : random.pick(crew)
    plot.order({
      atMs: plot.instant(span, ORDER_HOURS),
      shop: random.pick(shops),
      buyer,
      alone: true,
      senderNode: node,
      senderCity: city,
      receiverCity: plan.buyers[buyer]!.city,
      ...(random.chance(0.65) && { parcelCity: random.below(CITIES.length) }),
      weightG: giftG + random.between(-2, 2),
      review: random.chance(0.55) ? { score: 5 } : null,
    })
  }
  return plot.record(shops, { nodes: [node] })
}

function otherCity({ random }: Plot): number {
  return (HOME_CITY + 1 + random.below(CITIES.length - 1)) % CITIES.length
}
