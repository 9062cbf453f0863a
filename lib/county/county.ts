/**
 * The demonstration county: a year of trade on its platforms, invented from a seed, with schemes
 * planted in it whose truth is known. A pure function, so that a demonstration, a test and a
 * measurement of detectors speak of the same orders, and anyone can make more from other seeds.
 */

import { type Buyer, makeBuyers } from './buyers.ts'
import { CATEGORIES } from './catalogue.ts'
import { CITIES } from './cities.ts'
import { eventsOf } from './event-stream.ts'
import { type Market, type Merchant, makeMarket, type Shop } from './merchants.ts'
import { placeOrdinaryOrders, scheduleSales, tellOrdinaryFacts } from './ordinary-trade.ts'
import {
  type Carrier,
  makeCarriers,
  makeInstitutions,
  makeOrganisations,
  makePlatforms,
  type Organisation,
  type PaymentInstitution,
  type Platform,
} from './organisations.ts'
import { Random } from './random.ts'
import { DAY_MS } from './rhythm.ts'
import { plantSchemes, type SchemeCounts } from './schemes/planting.ts'
import { scaleOf } from './schemes/plot.ts'
import type { Scheme } from './schemes/scheme.ts'
import { Ids, makeTokens } from './tokens.ts'
import type { TradeEvent } from './trade-event.ts'
import { YearPlan } from './year-plan.ts'

export type CountyOptions = {
  seed: string | number
  platforms: number
  merchants: number
  buyers: number
  orders: number
  /** RFC 3339 instant at which the year begins. */
  startAt: string
  days: number
  schemes: SchemeCounts
}

export type CountyBuyer = {
  token: string
  city: string
  address: string
  device: string
  payer: string
}

export type County = {
  options: CountyOptions
  startAt: string
  endAt: string
  organisations: Organisation[]
  platforms: Platform[]
  carriers: Carrier[]
  institutions: PaymentInstitution[]
  merchants: Merchant[]
  shops: Shop[]
  buyers: CountyBuyer[]
  /** Events of the year, known before any is rendered. */
  eventCount: number
  /** All events in time order; each call begins anew and yields the same. */
  events: () => Iterable<TradeEvent>
  truth: Scheme[]
}

export const COUNTY_DEFAULTS: CountyOptions = {
  seed: 'ningjin',
  platforms: 6,
  merchants: 2000,
  buyers: 30_000,
  orders: 200_000,
  startAt: '2025-11-01T00:00:00.000+08:00',
  days: 365,
  schemes: {},
}

/** Throws a RangeError when the sizes are too small to plant what is asked for. */
export function generateCounty(given: Partial<CountyOptions> = {}): County {
  const options = { ...COUNTY_DEFAULTS, ...given }
  assertSizes(options)
  const seed = String(options.seed)
  const random = new Random(seed)
  const startMs = Date.parse(options.startAt)
  const endMs = startMs + options.days * DAY_MS
  const platforms = makePlatforms(random.stream('platforms'), options.platforms)
  const carriers = makeCarriers(random.stream('carriers'))
  const institutions = makeInstitutions(random.stream('institutions'))
  const tokens = makeTokens(random.stream('tokens'))
  const market = makeMarket({
    random: random.stream('market'),
    tokens,
    platforms,
    carriers,
    merchants: options.merchants,
    startMs,
    endMs,
  })
  const scale = { ...options, platforms: platforms.length, categories: CATEGORIES.length }
  const buyers = makeBuyers(random.stream('buyers'), scale, institutions, tokens)
  const plan = new YearPlan({
    startMs,
    endMs,
    shops: market.shops,
    buyers,
    carriers,
    platforms,
    orderIds: new Ids('', random.stream('orders')),
    looseIds: new Ids('e', random.stream('events')),
  })
  const truth = plantAndTrade({ plan, market, institutions, tokens, options, random })
  return {
    options,
    startAt: new Date(startMs).toISOString(),
    endAt: new Date(endMs).toISOString(),
    organisations: makeOrganisations(random.stream('organisations')),
    platforms,
    carriers,
    institutions,
    merchants: market.merchants,
    shops: market.shops.map(({ shop }) => shop),
    buyers: buyers.map(buyer => shownBuyer(buyer)),
    eventCount: plan.whenMs.length,
    events: () => ({ [Symbol.iterator]: () => eventsOf(plan, institutions, seed) }),
    truth,
  }
}

function plantAndTrade(of: {
  plan: YearPlan
  market: Market
  institutions: PaymentInstitution[]
  tokens: ReturnType<typeof makeTokens>
  options: CountyOptions
  random: Random
}): Scheme[] {
  const { plan, market, institutions, tokens, options, random } = of
  scheduleSales(plan, random.stream('sales'))
  const ranking = [...market.shops.keys()].sort(
    (a, b) => market.shops[b]!.popularity - market.shops[a]!.popularity || a - b,
  )
  const stage = {
    plan,
    market,
    institutions,
    tokens,
    scale: scaleOf(options.orders),
    takenShops: new Set<number>(),
    takenBuyers: new Set<number>(),
    ranking,
  }
  const truth = plantSchemes(stage, options.schemes, random.stream('schemes'))
  const rest = options.orders - plan.orders
  if (rest < options.orders / 2) throw new RangeError('the schemes leave too little honest trade')
  placeOrdinaryOrders(plan, rest, random.stream('ordinary'))
  tellOrdinaryFacts(plan, market, institutions, random.stream('facts'))
  return truth
}

function shownBuyer({ token, city, address, device, payer }: Buyer): CountyBuyer {
  return { token, city: CITIES[city]!.code, address, device, payer }
}

function assertSizes(options: CountyOptions): void {
  const least = { platforms: 1, merchants: 30, buyers: 300, orders: 1000, days: 60 }
  for (const [name, floor] of Object.entries(least)) {
    const size = options[name as keyof typeof least]
    if (!Number.isInteger(size) || size < floor) {
      throw new RangeError(`a county needs at least ${floor} ${name}, not ${size}`)
    }
  }
  if (Number.isNaN(Date.parse(options.startAt))) {
    throw new RangeError(`startAt is not an instant: ${options.startAt}`)
  }
}
