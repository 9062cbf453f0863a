/**
 * Orders nobody wanted: a brushing ring that works in evening sessions, a patient ring that hides
 * among honest purchases and spreads over platforms, and a ring turned against a competitor so that
 * the platform punishes it.
 */

import { CATEGORIES } from '../catalogue.ts'
import { Deck, WeightedDraw } from '../random.ts'
import { orderedCopy, orderedTemplate } from '../review-texts.ts'
import { DAY_MS, HOUR_MS, ORDER_HOURS } from '../rhythm.ts'
import { HONEST_TEXT, type OrderWish, type Placed } from '../year-plan.ts'
import type { Plot, Span } from './plot.ts'
import type { Scheme } from './scheme.ts'

/** When people with other work brush: evenings to past midnight. */
const EVENING_HOURS = [
  30, 12, 4, 0, 0, 0, 0, 0, 0, 2, 2, 2, 6, 6, 2, 2, 2, 2, 4, 20, 40, 60, 70, 60,
]

export function brushingRing(plot: Plot): Scheme {
  const { random, tokens } = plot
  const shops = plot.castShops(plot.size(5, 'shops', 2), { from: 0.2, to: 0.6 })
  const crew = plot.castAccounts(plot.size(60, 'accounts', 8))
  const goal = plot.size(620, 'orders', 36)
  const span = plot.span(62, 0.05, 0.09)
  const organiser = tokens.purses.next()
  const studio = Array.from({ length: Math.ceil(crew.length / 4) }, () => tokens.devices.next())
  const templates = new Map(shops.map(shop => [shop, templatesOf(plot, shop)]))
  const [turns, places] = [new Deck(random, crew), new Deck(random, shops)]
  for (let done = 0; done < goal; ) {
    const shop = places.deal()
    const sessionMs = plot.instant(span, EVENING_HOURS)
    for (let present = random.between(2, 5); present > 0; present--) {
      const buyer = turns.deal()
      const times = random.between(1, 5)
      for (let t = 0; t < times && done < goal; t++, done++) {
        const placed = plot.order({
          atMs: sessionMs + random.below(50 * 60_000),
          shop,
          buyer,
          alone: true,
          ...(random.chance(0.7) && { weightG: random.between(55, 190) }),
          ...(random.chance(0.4) && { device: studio[crew.indexOf(buyer) >> 2] }),
          review: random.chance(0.75)
            ? praise(plot, random.pick(templates.get(shop)!), 5 * 60_000, 3 * HOUR_MS)
            : null,
          handlingMs: random.logNormal(5 * HOUR_MS, 0.4),
        })
        if (random.chance(0.55)) repay(plot, placed, organiser, buyer)
      }
    }
  }
  payOrganiser(plot, shops, organiser, span)
  return plot.record(shops, { purses: [organiser], beneficiaries: idsOf(plot, shops) })
}

/** One order a day and account at most, own devices, honest hours, and as much honest shopping. */
export function camouflagedRing(plot: Plot): Scheme {
  const { random, plan, tokens } = plot
  const shops = castAcrossPlatforms(plot, plot.size(12, 'shops', 3))
  const crew = plot.castAccounts(plot.size(90, 'accounts', 12))
  const goal = plot.size(900, 'orders', 52)
  const span = plot.span(115, 0.3, 0.55)
  const purses = Array.from({ length: 3 }, () => tokens.purses.next())
  const busy = new Set<string>()
  const active = new Set<number>()
  const turns = new Deck(random, crew)
  const places = new Map(crew.map(buyer => [buyer, new Deck(random, shops)]))
  for (let done = 0; done < goal; ) {
    const atMs = plot.instant(span, ORDER_HOURS)
    const buyer = turns.deal()
    const day = `${buyer} ${Math.floor(atMs / DAY_MS)}`
    // A small ring in a short span may have to come twice a day after all.
    if (busy.has(day) && random.chance(0.95)) continue
    busy.add(day)
    active.add(buyer)
    done++
    const placed = plot.order({
      atMs,
      shop: places.get(buyer)!.deal(),
      buyer,
      alone: true,
      ...(random.chance(0.5) && { weightG: random.between(80, 320) }),
      review: random.chance(0.6)
        ? { score: random.chance(0.93) ? 5 : 4, ...honestPace(plot) }
        : null,
    })
    if (random.chance(0.3)) repay(plot, placed, random.pick(purses), buyer)
  }
  const members = [...active]
  const popular = new WeightedDraw(plan.shops.map(shop => shop.popularity))
  for (let i = 0; i < goal * 0.7; i++) {
    const shop = popular.draw(random)
    const atMs = plot.instant(span, ORDER_HOURS)
    const { openedMs, closedMs } = plot.shop(shop)
    if (shops.includes(shop) || openedMs >= atMs || closedMs <= atMs) continue
    plot.camouflage({ atMs, shop, buyer: random.pick(members) })
  }
  for (const purse of purses) payOrganiser(plot, shops, purse, span)
  return plot.record(shops, { purses, beneficiaries: idsOf(plot, shops) })
}

/** Sudden praise and mass refunds at an honest shop, paid for by its rival through a broker. */
export function reverseBrushing(plot: Plot): Scheme {
  const { random, tokens } = plot
  const [victim] = plot.castShops(1, { from: 0.02, to: 0.3 })
  const sameTrade = plot.shop(victim!).category
  const rivals = {
    from: 0,
    to: 0.6,
    test: (shop: { category: number }) => shop.category === sameTrade,
  }
  const [rival] = castRival(plot, rivals)
  const crew = plot.castAccounts(plot.size(32, 'accounts', 8))
  const goal = plot.size(230, 'orders', 30)
  const span = plot.span(6, 0.45, 0.7)
  const broker = tokens.purses.next()
  const templates = templatesOf(plot, victim!)
  const turns = new Deck(random, crew)
  for (let done = 0; done < goal; done++) {
    const buyer = turns.deal()
    const placed = plot.order({
      atMs: plot.instant(span, ORDER_HOURS),
      shop: victim!,
      buyer,
      alone: true,
      handlingMs: random.logNormal(8 * HOUR_MS, 0.4),
      review: random.chance(0.8) ? praise(plot, random.pick(templates), 60_000, HOUR_MS) : null,
      refund: random.chance(0.7)
        ? { delayMs: (1 + random.unit() * 6) * DAY_MS, reason: 'not-wanted', fromPayment: true }
        : null,
    })
    if (random.chance(0.35)) {
      const beforeMs = span.fromMs - random.unit() * 2 * DAY_MS
      plot.transfer(beforeMs, broker, plot.payerOf(buyer), plot.amountFen(placed) + 500)
    }
  }
  for (let i = 0; i < 3; i++) {
    const beforeMs = span.fromMs - (2 + random.unit()) * DAY_MS
    plot.transfer(
      beforeMs,
      plot.shop(rival!).merchant.payee,
      broker,
      random.logNormal(800_000, 0.3),
    )
  }
  return plot.record([], {
    merchants: [plot.shop(rival!).merchant.id],
    victims: idsOf(plot, [victim!]),
    beneficiaries: idsOf(plot, [rival!]),
    purses: [broker],
  })
}

function castRival(
  plot: Plot,
  rivals: { test: (shop: { category: number }) => boolean },
): number[] {
  try {
    return plot.castShops(1, rivals)
  } catch {
    return plot.castShops(1)
  }
}

function castAcrossPlatforms(plot: Plot, count: number): number[] {
  const shops: number[] = []
  for (let i = 0; i < count; i++) {
    const platform = i % plot.plan.platforms.length
    try {
      shops.push(...plot.castShops(1, { test: shop => shop.platform === platform }))
    } catch {
      shops.push(...plot.castShops(1))
    }
  }
  return shops
}

function templatesOf(plot: Plot, shop: number): string[][] {
  const category = CATEGORIES[plot.shop(shop).category]!
  return Array.from({ length: 3 }, () => orderedTemplate(plot.random, category))
}

function praise(
  { random }: Plot,
  template: readonly string[],
  leastMs: number,
  spreadMs: number,
): OrderWish['review'] {
  const delayMs = leastMs + random.unit() * spreadMs
  return {
    score: 5,
    delayMs,
    text: random.chance(0.8) ? orderedCopy(random, template) : HONEST_TEXT,
  }
}

function honestPace({ random }: Plot) {
  return random.chance(0.5) ? { delayMs: HOUR_MS + random.unit() * 20 * HOUR_MS } : {}
}

/** The price and a commission go back to the account some days later. */
function repay(plot: Plot, placed: Placed, purse: string, buyer: number): void {
  const { random } = plot
  const fromMs = placed.reviewMs ?? placed.signedMs
  if (fromMs === null) return
  const commissionFen = random.between(3, 9) * 100
  const atMs = fromMs + (0.1 + random.unit() * 2.5) * DAY_MS
  plot.transfer(atMs, purse, plot.payerOf(buyer), plot.amountFen(placed) + commissionFen)
}

/** Shops pay the organiser by the week. */
function payOrganiser(plot: Plot, shops: readonly number[], purse: string, span: Span): void {
  for (let atMs = span.fromMs; atMs < span.untilMs; atMs += 7 * DAY_MS) {
    for (const shop of shops) {
      if (plot.random.chance(0.4)) continue
      const amountFen = plot.random.logNormal(150_000, 0.5)
      const dayMs = atMs + plot.random.unit() * DAY_MS
      plot.transfer(dayMs, plot.shop(shop).merchant.payee, purse, amountFen)
    }
  }
}

function idsOf(plot: Plot, shops: readonly number[]): string[] {
  return shops.map(shop => plot.shop(shop).shop.id)
}
