/**
 * Money that comes back to where it started, praise that is paid for, and bad reviews that are
 * taken back for money: the schemes that a purse or a text gives away.
 */

import { CATEGORIES } from '../catalogue.ts'
import {
  extortionMessage,
  extortionReview,
  orderedCopy,
  orderedTemplate,
  withdrawnReview,
} from '../review-texts.ts'
import { DAY_MS, HOUR_MS, ORDER_HOURS } from '../rhythm.ts'
import { pictureHash } from '../year-plan.ts'
import type { Plot } from './plot.ts'
import type { Scheme } from './scheme.ts'

/** Buyer → seller → two purses → the same buyer, within days of each order. */
export function selfFundingLoop(plot: Plot): Scheme {
  const { random, tokens } = plot
  const shops = plot.castShops(2, { from: 0.2, to: 0.7 })
  const crew = plot.castAccounts(plot.size(20, 'accounts', 6))
  const goal = plot.size(210, 'orders', 30)
  const span = plot.span(55, 0.35, 0.7)
  const first = [tokens.purses.next(), tokens.purses.next()]
  const second = [tokens.purses.next(), tokens.purses.next()]
  for (let done = 0; done < goal; done++) {
    const shop = random.pick(shops)
    const buyer = random.pick(crew)
    const atMs = plot.instant(span, ORDER_HOURS)
    const placed = plot.order({
      atMs,
      shop,
      buyer,
      quantity: random.between(1, 4),
      review: random.chance(0.5) ? { score: 5 } : null,
    })
    const amountFen = plot.amountFen(placed)
    const [one, two] = [random.pick(first), random.pick(second)]
    let hopMs = atMs + (0.6 + random.unit() * 2) * DAY_MS
    plot.transfer(
      hopMs,
      plot.shop(shop).merchant.payee,
      one,
      amountFen * (0.97 + random.unit() * 0.03),
    )
    hopMs += (0.5 + random.unit() * 12) * HOUR_MS
    plot.transfer(hopMs, one, two, amountFen * (0.96 + random.unit() * 0.03))
    hopMs += (0.5 + random.unit() * 18) * HOUR_MS
    plot.transfer(hopMs, two, plot.payerOf(buyer), amountFen * (0.95 + random.unit() * 0.03))
  }
  return plot.record(shops, { purses: [...first, ...second] })
}

/** A few accounts that buy cheap, praise nothing, ask for money, and take it back when paid. */
export function extortionGroup(plot: Plot): Scheme {
  const { random, plan } = plot
  const crew = plot.castAccounts(plot.size(5, 'accounts', 3))
  const goal = plot.size(80, 'orders', 18)
  const span = plot.span(85, 0.25, 0.65)
  const victims = new Set<number>()
  for (let done = 0; done < goal; ) {
    const shop = random.below(plan.shops.length)
    const atMs = plot.instant(span, ORDER_HOURS)
    const running = plot.shop(shop)
    if (running.openedMs > atMs || running.closedMs < plan.endMs || running.popularity === 0)
      continue
    done++
    victims.add(shop)
    const buyer = random.pick(crew)
    const category = CATEGORIES[running.category]!
    const yields = random.chance(0.55)
    const text = extortionReview(random, category)
    const topic = 'complaint'
    const placed = plot.order({
      atMs,
      shop,
      buyer,
      sku: cheapestOf(plot, shop),
      quantity: 1,
      review: {
        score: random.chance(0.9) ? 1 : 2,
        delayMs: (0.5 + random.unit() * 8) * HOUR_MS,
        text,
      },
      inquiry: { delayMs: (3 + random.unit() * 4) * DAY_MS, topic, text: extortionMessage(random) },
      answer: null,
      refund: random.chance(0.5)
        ? { delayMs: (1 + random.unit() * 3) * DAY_MS, reason: 'quality' }
        : null,
      ...(yields && {
        follow: { delayMs: (3 + random.unit() * 4) * DAY_MS, text: withdrawnReview(random) },
      }),
    })
    if (yields && placed.reviewMs !== null) {
      const paidMs = placed.reviewMs + (1 + random.unit() * 2) * DAY_MS
      const payee = plot.payerOf(buyer)
      plot.transfer(paidMs, running.merchant.payee, payee, random.pick([100, 200, 300, 500]) * 100)
    }
  }
  const ids = [...victims].map(shop => plot.shop(shop).shop.id)
  return plot.record([], { victims: ids })
}

/** Real customers of a few shops send in the text and the pictures of the card in the parcel. */
export function paidPraise(plot: Plot): Scheme {
  const { random } = plot
  const shops = plot.castShops(plot.size(3, 'shops', 2), { from: 0.1, to: 0.5 })
  const goal = plot.size(240, 'orders', 32)
  const span = plot.span(38, 0.2, 0.75)
  const campaigns = shops.map(shop => ({
    shop,
    templates: Array.from({ length: 2 }, () =>
      orderedTemplate(random, CATEGORIES[plot.shop(shop).category]!),
    ),
    pictures: Array.from({ length: 6 }, () => pictureHash(random)),
  }))
  const customers = plot.castAccounts(Math.ceil(goal * 0.95))
  for (let done = 0; done < goal; done++) {
    const { shop, templates, pictures } = random.pick(campaigns)
    const buyer = done < customers.length ? customers[done]! : random.pick(customers)
    const text = orderedCopy(random, random.pick(templates))
    const shown = random.chance(0.75) ? random.sample(pictures, random.between(1, 2)) : []
    const delayMs = (1 + random.unit() * 30) * HOUR_MS
    const placed = plot.order({
      atMs: plot.instant(span, ORDER_HOURS),
      shop,
      buyer,
      review: { score: 5, delayMs, text, pictures: shown },
    })
    if (placed.reviewMs === null || !random.chance(0.85)) continue
    const atMs = placed.reviewMs + (0.2 + random.unit() * 2) * DAY_MS
    const rewardFen = random.pick([200, 300, 500])
    plot.transfer(atMs, plot.shop(shop).merchant.payee, plot.payerOf(buyer), rewardFen)
  }
  return plot.record(shops)
}

function cheapestOf(plot: Plot, shop: number): number {
  const prices = plot.shop(shop).skus.map(sku => sku.prices[0]!.priceFen)
  return prices.indexOf(Math.min(...prices))
}
