/**
 * The county's merchants and personal sellers with their shops and goods. Firms have valid codes,
 * people valid identity numbers of birth years so long past that no living person bears them; how
 * much a shop sells follows Zipf, what it charges a dated price list.
 */

import { gtinWith, residentIdWith } from '#lib/identifiers'
import { BRANDS, CATEGORIES, GIVEN, inventedWord, SURNAMES } from './catalogue.ts'
import { CITIES, HOME_CITY } from './cities.ts'
import { exampleUscc, HOME_AREA, type Platform, TOWNSHIPS } from './organisations.ts'
import { type Random, WeightedDraw } from './random.ts'
import { DAY_MS, isoDate, localDay } from './rhythm.ts'
import { Ids, type Tokens } from './tokens.ts'

export type MerchantKind = 'company' | 'individual-business' | 'person'

/** Cases in which a person may sell without registration (E-Commerce Law art. 10). */
export type NoRegistrationCase =
  | 'farm-produce'
  | 'handicraft'
  | 'convenience-labour'
  | 'small-trade'

export type Merchant = {
  id: string
  kind: MerchantKind
  name: string
  /** Companies and individual businesses; people sell under their identity number. */
  uscc?: string
  noRegistrationCase?: NoRegistrationCase
  operator: { name: string; residentId: string }
  area: string
  address: string
  /** Tokens known from sign-in, registration and payment: what relations are found by. */
  addressToken: string
  deviceToken: string
  payee: string
  shops: string[]
}

export type Shop = {
  id: string
  platform: string
  merchant: string
  name: string
  url: string
  /** Key of its category. */
  category: string
  /** ISO dates; before the county's first day when the shop is older. */
  openedOn: string
  closedOn?: string
  promiseShipHours?: number
}

export type Price = { fromMs: number; priceFen: number; struckPriceFen?: number }

export type Sku = {
  id: string
  title: string
  weightG: number
  gtin?: string
  brand?: string
  /** By rising time; the first holds from the shop's opening. */
  prices: Price[]
}

/** A shop as the generator runs it: what is public, and how it trades. */
export type RunningShop = {
  shop: Shop
  merchant: Merchant
  /** Indices into platforms, categories, cities and carriers. */
  platform: number
  category: number
  city: number
  carrier: number
  senderNode: string
  openedMs: number
  closedMs: number
  /** Relative number of orders, share in sale days, and how content buyers are. */
  popularity: number
  saleAppeal: number
  quality: number
  loyalty: number
  skus: Sku[]
  /** Visitors bought for some weeks; `eventIds` collects the counts that carry them. */
  boughtTraffic?: BoughtTraffic
}

export type BoughtTraffic = {
  fromMs: number
  untilMs: number
  factor: number
  dwellS: number
  eventIds: string[]
}

export type Makers = {
  random: Random
  platforms: readonly Platform[]
  carriers: readonly { share: number }[]
  tokens: Tokens
  merchants: number
  startMs: number
  endMs: number
}

type MerchantIds = {
  merchants: Ids
  shops: Ids
  skus: Ids
  nodes: Ids
  /** Identity numbers and firms' names given out, so that none is given twice. */
  residents: Set<string>
  names: Set<string>
}

const SHARED_WAREHOUSE_SHARE = 0.07
const OPENED_WITHIN_YEAR = 0.14
const CLOSED_WITHIN_YEAR = 0.03
/** Past so many firms a name may come twice: half of what words and trades can make. */
const FIRM_NAMES = 1200
const FIRST_BIRTH_DAY = Date.parse('1881-01-01') / DAY_MS

export type Market = {
  merchants: Merchant[]
  shops: RunningShop[]
  skuIds: Ids
  newNode: () => string
  openMerchant: (request?: Partial<NewMerchant>) => Merchant
  openShop: (merchant: Merchant, request?: Partial<NewShop>) => RunningShop
}

export type NewMerchant = { kind: MerchantKind; surname: string }

export type NewShop = { platform: number; category: number; openedMs: number; popularity: number }

export function makeMarket(makers: Makers): Market {
  const { random, platforms, startMs, endMs } = makers
  const ids = merchantIds(random.stream('ids'))
  const market: Market = {
    merchants: [],
    shops: [],
    skuIds: ids.skus,
    newNode: () => ids.nodes.next(),
    openMerchant: (request = {}) => {
      const merchant = makeMerchant(makers, ids, request)
      market.merchants.push(merchant)
      return merchant
    },
    openShop: (merchant, request = {}) => {
      const shop = makeShop(makers, draws, ids, merchant, request)
      market.shops.push(shop)
      merchant.shops.push(shop.shop.id)
      return shop
    },
  }
  const draws: ShopDraws = {
    platforms: new WeightedDraw(platforms.map(platform => platform.share)),
    categories: new WeightedDraw(CATEGORIES.map(category => category.shops)),
    carriers: new WeightedDraw(makers.carriers.map(carrier => carrier.share)),
    cities: new WeightedDraw(CITIES.map((city, i) => (i === HOME_CITY ? 700 : city.buyers))),
    warehouses: Array.from({ length: Math.max(1, Math.round(makers.merchants / 120)) }, () => ({
      node: ids.nodes.next(),
      city: random.below(CITIES.length),
    })),
  }
  const span = endMs - startMs
  for (let i = 0; i < makers.merchants; i++) {
    const merchant = market.openMerchant()
    const shops = random.chance(0.82) ? 1 : random.chance(0.75) ? 2 : 3
    for (let s = 0; s < shops; s++) market.openShop(merchant)
  }
  for (const shop of market.shops) {
    if (random.chance(OPENED_WITHIN_YEAR)) openLater(shop, startMs + random.unit() * span * 0.85)
    if (random.chance(CLOSED_WITHIN_YEAR)) {
      const from = Math.max(startMs, shop.openedMs)
      closeShop(shop, from + (0.5 + random.unit() / 2) * (endMs - from))
    }
  }
  rankByZipf(random, market.shops)
  return market
}

export function closeShop(shop: RunningShop, atMs: number): void {
  shop.closedMs = atMs
  shop.shop.closedOn = isoDate(localDay(atMs))
}

export function openLater(shop: RunningShop, atMs: number): void {
  shop.openedMs = atMs
  shop.shop.openedOn = isoDate(localDay(atMs))
  for (const sku of shop.skus) sku.prices[0]!.fromMs = atMs
}

export function makeSku(random: Random, ids: Ids, shop: { category: number; level: number }): Sku {
  const category = CATEGORIES[shop.category]!
  const branded = !category.makers && random.chance(0.6)
  const brand = branded ? random.pick(BRANDS) : undefined
  const product = random.pick(category.products)
  const priceFen = rounded(
    random.logNormal(category.priceFen, category.priceSigma / 2) * shop.level,
  )
  const coded = branded || (category.makers && random.chance(0.5))
  return {
    id: ids.next(),
    title: `${brand ?? `示例${inventedWord(random.below(400))}`} ${product}`,
    weightG: Math.max(15, Math.round(random.logNormal(category.weightG, category.weightSigma))),
    ...(coded && { gtin: exampleGtin(random) }),
    ...(brand && { brand }),
    prices: [{ fromMs: Number.NEGATIVE_INFINITY, priceFen }],
  }
}

/** A GTIN under prefix 952, which GS1 keeps for demonstrations and examples. */
export function exampleGtin(random: Random): string {
  return gtinWith(`952${`${random.below(1_000_000_000)}`.padStart(9, '0')}`)
}

/** Prices as shops write them: whole yuan, ten fen below a yuan when small. */
export function rounded(fen: number): number {
  return fen < 2000 ? Math.max(100, Math.round(fen / 10) * 10) : Math.round(fen / 100) * 100
}

export function priceAt(sku: Sku, atMs: number): Price {
  return sku.prices.findLast(price => price.fromMs <= atMs) ?? sku.prices[0]!
}

function merchantIds(random: Random): MerchantIds {
  return {
    merchants: new Ids('m', random),
    shops: new Ids('h', random),
    skus: new Ids('k', random),
    nodes: new Ids('n', random),
    residents: new Set(),
    names: new Set(),
  }
}

function makeMerchant(
  { random, tokens }: Makers,
  ids: MerchantIds,
  request: Partial<NewMerchant>,
): Merchant {
  const draw = random.unit()
  const kind =
    request.kind ?? (draw < 0.36 ? 'company' : draw < 0.68 ? 'individual-business' : 'person')
  const operator = makePerson(random, ids.residents, request.surname)
  const category = kind === 'company' ? '1' : '2'
  const cases = ['farm-produce', 'handicraft', 'convenience-labour', 'small-trade'] as const
  return {
    id: ids.merchants.next(),
    kind,
    name: kind === 'person' ? operator.name : firmName(random, ids.names, kind, operator.name),
    ...(kind === 'person'
      ? { noRegistrationCase: random.pick(cases) }
      : { uscc: exampleUscc(random, { registrar: '9', category }) }),
    operator,
    ...homeIn(random),
    addressToken: tokens.addresses.next(),
    deviceToken: tokens.devices.next(),
    payee: tokens.purses.next(),
    shops: [],
  }
}

function homeIn(random: Random) {
  const { area, zh } = random.pick(TOWNSHIPS)
  return { area, address: `示例县${zh}镇示例路${random.between(1, 399)}号` }
}

/** A registrar lets no two firms of a county have one name. */
function firmName(random: Random, taken: Set<string>, kind: MerchantKind, owner: string): string {
  for (;;) {
    const trade = random.pick(['商贸', '电子商务', '百货', '农产品', '工艺品', '科技'])
    const word = inventedWord(random.below(400))
    const name = `示例${word}${trade}${kind === 'company' ? '有限公司' : `店(${owner})`}`
    // A county far larger than the word list must still come to an end.
    if (taken.has(name) && taken.size < FIRM_NAMES) continue
    taken.add(name)
    return name
  }
}

/** 示 stands where a generation's character would: an example person, and no living one's number. */
function makePerson(random: Random, taken: Set<string>, surname = random.pick(SURNAMES)) {
  for (;;) {
    const birthDate = isoDate(FIRST_BIRTH_DAY + random.below(7000))
    const sequence = random.between(1, 999)
    const residentId = residentIdWith({ area: HOME_AREA, birthDate, sequence })
    if (taken.has(residentId)) continue
    taken.add(residentId)
    return { name: `${surname}示${random.pick(GIVEN)}`, residentId }
  }
}

type ShopDraws = {
  platforms: WeightedDraw
  categories: WeightedDraw
  carriers: WeightedDraw
  cities: WeightedDraw
  warehouses: { node: string; city: number }[]
}

function makeShop(
  { random, platforms, startMs }: Makers,
  draws: ShopDraws,
  ids: MerchantIds,
  merchant: Merchant,
  request: Partial<NewShop>,
): RunningShop {
  const platform = request.platform ?? draws.platforms.draw(random)
  const category = request.category ?? draws.categories.draw(random)
  const { code, domain } = platforms[platform]!
  const id = ids.shops.next()
  const warehouse = random.chance(SHARED_WAREHOUSE_SHARE) ? random.pick(draws.warehouses) : null
  const promise = random.pick([24, 48, 48, 72, undefined])
  const level = random.logNormal(1, CATEGORIES[category]!.priceSigma)
  const openedMs = request.openedMs ?? startMs - random.between(30, 2000) * DAY_MS
  const skus = 1 + Math.floor(random.logNormal(2, 0.7))
  return {
    shop: {
      id,
      platform: code,
      merchant: merchant.id,
      name: `示例${inventedWord(random.below(400))}${CATEGORIES[category]!.zh}店`,
      url: `https://${domain}/shop/${id}`,
      category: CATEGORIES[category]!.key,
      openedOn: isoDate(localDay(openedMs)),
      ...(promise && { promiseShipHours: promise }),
    },
    merchant,
    platform,
    category,
    city: warehouse?.city ?? draws.cities.draw(random),
    carrier: draws.carriers.draw(random),
    senderNode: warehouse?.node ?? ids.nodes.next(),
    openedMs,
    closedMs: Number.POSITIVE_INFINITY,
    popularity: request.popularity ?? 0,
    saleAppeal: random.chance(0.3) ? 0.2 : random.logNormal(1, 0.5),
    quality: 1 - random.unit() ** 3 * 0.3,
    loyalty: 0.08 + random.unit() * 0.3,
    skus: Array.from({ length: skus }, () => makeSku(random, ids.skus, { category, level })),
  }
}

/** The r-th shop sells in proportion to (r + 8)^−0.9: a long tail, a head that is not absurd. */
function rankByZipf(random: Random, shops: RunningShop[]): void {
  random.shuffle([...shops]).forEach((shop, rank) => {
    shop.popularity = (rank + 8) ** -0.9
  })
}
