/**
 * Leads that no ring of accounts gives away: visitors that machines make, brands sold far below
 * what brands cost, struck prices nobody ever paid, and an operator who comes back under a
 * relative's name.
 */

import { BRANDS, CATEGORIES } from '../catalogue.ts'
import { closeShop, makeSku, openLater, type RunningShop, rounded } from '../merchants.ts'
import { countedShops } from '../ordinary-trade.ts'
import { DAY_MS, ORDER_HOURS } from '../rhythm.ts'
import type { Plot } from './plot.ts'
import type { Scheme } from './scheme.ts'

export function falseTraffic(plot: Plot): Scheme {
  const { random, plan } = plot
  const counted = new Set(countedShops(plan).map(shop => plan.shops[shop]))
  const shops = plot.castShops(plot.size(4, 'shops', 1), {
    from: 0,
    to: 0.15,
    test: shop => counted.has(shop),
  })
  const span = plot.span(60, 0.2, 0.7)
  const eventIds: string[] = []
  for (const shop of shops) {
    plot.shop(shop).boughtTraffic = {
      ...span,
      factor: 7 + random.unit() * 16,
      dwellS: random.between(1, 3),
      eventIds,
    }
  }
  return plot.record(shops, { span, eventIds })
}

/** A new shop with many brands at a fraction of their floor, under other makers' numbers. */
export function counterfeitLead(plot: Plot): Scheme {
  const { random, plan, market } = plot
  const span = plot.span(75, 0.3, 0.6)
  const shops = Array.from({ length: plot.size(2, 'shops', 1) }, () => {
    const merchant = market.openMerchant({ kind: random.pick(['person', 'individual-business']) })
    const trade = random.pick(['cosmetics', 'digital'])
    const category = CATEGORIES.findIndex(({ key }) => key === trade)
    const running = market.openShop(merchant, { category, popularity: 0 })
    openLater(running, span.fromMs - (3 + random.unit() * 12) * DAY_MS)
    running.skus = random.sample(BRANDS, 6).map(brand => counterfeitSku(plot, running, brand))
    running.quality = 0.2
    return plan.shops.indexOf(running)
  })
  const goal = plot.size(190, 'orders', 24)
  for (let done = 0; done < goal; done++) {
    const shop = random.pick(shops)
    const { skus } = plot.shop(shop)
    plot.order({
      atMs: plot.instant(span, ORDER_HOURS),
      shop,
      buyer: random.below(plan.buyers.length),
      sku: random.below(skus.length),
      ...(random.chance(0.45) && { review: { score: random.pick([1, 1, 1, 2, 3, 5]) } }),
      refund: random.chance(0.13)
        ? { delayMs: (1 + random.unit() * 4) * DAY_MS, reason: 'counterfeit' }
        : null,
    })
  }
  const skus = shops.flatMap(shop => plot.shop(shop).skus.map(sku => sku.id))
  return plot.record(shops, { skus, faultless: true })
}

function counterfeitSku(plot: Plot, shop: RunningShop, brand: string) {
  const { random, market } = plot
  const genuine = market.shops
    .filter(other => other.category === shop.category && other !== shop)
    .flatMap(other => other.skus)
  const ofBrand = genuine.filter(sku => sku.brand === brand)
  const others = genuine.filter(sku => sku.gtin && sku.brand !== brand)
  const category = CATEGORIES[shop.category]!
  const floorFen = ofBrand.reduce(
    (least, sku) => Math.min(least, ...sku.prices.map(price => price.priceFen)),
    category.priceFen,
  )
  const sku = makeSku(random, market.skuIds, { category: shop.category, level: 1 })
  sku.brand = brand
  sku.title = `${brand} ${random.pick(category.products)}`
  if (others.length > 0) sku.gtin = random.pick(others).gtin!
  sku.prices = [
    { fromMs: shop.openedMs, priceFen: rounded(floorFen * (0.15 + random.unit() * 0.2)) },
  ]
  return sku
}

/** The struck price was never charged: neither in the month before nor ever. */
export function priceFraud(plot: Plot): Scheme {
  const { random } = plot
  const shops = plot.castShops(plot.size(4, 'shops', 2), { from: 0, to: 0.5 })
  const span = plot.span(70, 0.15, 0.75)
  const skus: string[] = []
  for (const shop of shops) {
    for (const sku of plot.shop(shop).skus.slice(0, 3)) {
      const fromMs = Math.floor(span.fromMs + random.unit() * (span.untilMs - span.fromMs) * 0.8)
      const untilMs = fromMs + Math.round((3 + random.unit() * 9) * DAY_MS)
      const usual = sku.prices[0]!.priceFen
      const struckPriceFen = rounded(usual * (1.7 + random.unit() * 1.6))
      const priceFen = random.chance(0.5) ? usual : rounded(usual * 0.95)
      sku.prices = [
        sku.prices[0]!,
        { fromMs, priceFen, struckPriceFen },
        { fromMs: untilMs, priceFen: usual },
      ]
      skus.push(sku.id)
    }
  }
  return plot.record(shops, { skus, span })
}

/** A shop of bad repute closes; weeks later a relative opens one with the same hands behind it. */
export function rebornOperator(plot: Plot): Scheme {
  const { random, plan, market } = plot
  // Of an operator with a second shop nothing would have ended.
  const onlyShop = ({ merchant }: RunningShop) => merchant.shops.length === 1
  const [old] = plot.castShops(1, { from: 0.1, to: 0.5, test: onlyShop })
  const before = plot.shop(old!)
  const closedMs = plot.span(1, 0.3, 0.5).fromMs
  const openedMs = closedMs + Math.round((10 + random.unit() * 25) * DAY_MS)
  before.quality = 0.25
  closeShop(before, closedMs)
  const surname = before.merchant.operator.name.slice(0, 1)
  const kind = random.pick(['person', 'individual-business'] as const)
  const relative = market.openMerchant({ kind, surname })
  const after = market.openShop(relative, {
    category: before.category,
    platform: (before.platform + 1) % plan.platforms.length,
    popularity: before.popularity * 0.8,
  })
  openLater(after, openedMs)
  after.senderNode = before.senderNode
  after.city = before.city
  after.quality = 0.4
  const merchants = [before.merchant.id, relative.id]
  const node = before.senderNode
  const links: Scheme['links'] = [{ as: 'sender-node', token: node, merchants }]
  const shared = random.sample(['device', 'address', 'payee'] as const, 2)
  for (const as of shared) {
    const field = ({ device: 'deviceToken', address: 'addressToken', payee: 'payee' } as const)[as]
    relative[field] = before.merchant[field]
    links.push({ as, token: relative[field], merchants })
  }
  const shops = [old!, plan.shops.indexOf(after)]
  return plot.record(shops, { links, span: { fromMs: closedMs, untilMs: openedMs } })
}
