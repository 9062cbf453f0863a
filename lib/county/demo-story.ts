/**
 * The facts needed to play one chain to its end — ring, alert, case, hearing, decision, list,
 * constraint, public page, repair — with the plain brushing ring and the seller who gained most
 * from it. Dates are placed so that the whole chain fits into the county's year.
 */

import type { County } from './county.ts'
import type { Merchant, Shop } from './merchants.ts'
import { isoDate, localDay } from './rhythm.ts'
import type { Scheme } from './schemes/scheme.ts'

export type DemoStory = {
  ring: Scheme
  seller: Merchant
  shop: Shop
  /** Orders the ring placed with the seller's shop, first to last. */
  sellerOrders: string[]
  /** By when a detector should have alerted: the instant of the ring's order at 25 %. */
  alertDueAt: string
  /** ISO dates of the procedure, local time. */
  dates: {
    caseOpened: string
    priorNotice: string
    hearing: string
    decision: string
    delivery: string
    listing: string
    repairRequest: string
  }
}

/** Days after the ring's last order; repair after the three months a general record is shown. */
const DAYS_AFTER = {
  caseOpened: 3,
  priorNotice: 12,
  hearing: 24,
  decision: 38,
  delivery: 41,
  listing: 42,
  repairRequest: 138,
}

/**
 * Throws when the county was made without a brushing ring. Reads the event stream up to the ring's
 * last order. `onWorkingDay` moves an ISO date off a holiday; without it dates may fall on one.
 */
export function demoStory(
  county: County,
  onWorkingDay: (date: string) => string = date => date,
): DemoStory {
  const ring = county.truth.find(scheme => scheme.kind === 'brushing-ring')
  if (!ring) throw new RangeError('this county has no brushing ring')
  const members = new Set(ring.orders)
  const placed: { order: string; shop: string; occurredAt: string }[] = []
  for (const event of county.events()) {
    if (event.kind !== 'order.placed' || !members.has(event.order)) continue
    placed.push(event)
    if (placed.length === members.size) break
  }
  const shopId = mostFrequent(placed.map(({ shop }) => shop))
  const shop = county.shops.find(({ id }) => id === shopId)!
  const last = localDay(Date.parse(placed.at(-1)!.occurredAt))
  const dates = Object.fromEntries(
    Object.entries(DAYS_AFTER).map(([step, days]) => [step, onWorkingDay(isoDate(last + days))]),
  ) as DemoStory['dates']
  return {
    ring,
    seller: county.merchants.find(({ id }) => id === shop.merchant)!,
    shop,
    sellerOrders: placed.filter(order => order.shop === shopId).map(({ order }) => order),
    alertDueAt: placed[Math.floor(placed.length / 4)]!.occurredAt,
    dates,
  }
}

function mostFrequent(values: string[]): string {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}
