/**
 * Struck-through prices that were never charged, or only for a few days to be struck (requirement 13.1, price fraud). The
 * history of each listing is kept as price tags told it; a claim is held against the prices in force in the weeks before
 * (《明码标价和禁止价格欺诈规定》第16条、第19条).
 */
import type { Figure, TradeEvent } from '#contract'
import { AgeingMap, type AgeingMapState } from '#lib/stream-windows'
import { counted, figure, numbersOf, shopKey, shopName, spanOfDays } from '../evidence.ts'
import { onCounty } from '../measured.ts'
import type {
  Answer,
  Asked,
  Detector,
  Json,
  JsonRecord,
  Model,
  ModelCard,
  Parameters,
  Suspicion,
} from '../model.ts'

const DAY_MS = 86_400_000
/** Price tags kept of one listing, the newest; what was in force before them is forgotten. */
const MAX_TAGS = 24
const MAX_CLAIMS = 100
/** A listing without a change for so long starts anew. */
const LISTING_DAYS = 400
/** A struck price a hair above what was charged is rounding. */
const TOLERANCE = 0.02

const card: ModelCard = {
  code: 'price-claims',
  version: '1.0.0',
  titleZh: '虚构原价',
  titleEn: 'Struck prices never charged',
  method: {
    zh: '保存每个商品的标价历史。出现划线价时，计算此前一段时间内标价不低于划线价的天数；一天未标过为“从未标过”，少于规定天数为“为促销短暂抬价”。历史不足的不判断。',
    en: 'The price tags of each listing are kept. When a price is struck through, the days of the preceding weeks are counted on which the tag stood at or above it: none means never charged, fewer than the required days means raised to be struck. Where too little history is known nothing is said.',
  },
  dataUsed: {
    zh: '商品变更事件：平台、网店、商品、标价、划线价、时间。',
    en: 'Listing events: platform, shop, article, price, struck price, time.',
  },
  lawfulSource: {
    zh: '《价格法》第13条、第14条；《明码标价和禁止价格欺诈规定》第16条、第19条',
    en: 'Price Law, art. 13 and 14; Provisions on Price Tags and Price Fraud, art. 16 and 19',
  },
  limitations: {
    zh: '只看标价，不看实际成交价、优惠券和会员价；划线价若注明为厂家指导价等并无虚构，须人工核实。',
    en: 'It sees price tags, neither prices paid nor coupons nor member prices; a struck price labelled as the maker’s suggestion invents nothing, so a person verifies.',
  },
  owner: '宁晋县信用办',
  behaviours: ['price-fraud'],
  parameters: [
    { name: 'lookbackDays', policyKey: 'detection.price-claims.lookbackDays' },
    { name: 'minDaysCharged', policyKey: 'detection.price-claims.minDaysCharged' },
    { name: 'minHistoryDays', policyKey: 'detection.price-claims.minHistoryDays' },
    { name: 'minExcess', policyKey: 'detection.price-claims.minExcess' },
    { name: 'memoryDays', policyKey: 'detection.price-claims.memoryDays' },
    { name: 'maxListings', policyKey: 'detection.price-claims.maxListings' },
  ],
  measured: [
    { data: onCounty('shops', 13, 0.5), precision: 1, recall: 1, date: '2026-11-24' },
    { data: onCounty('shops', 14, 0.5), precision: 1, recall: 1, date: '2026-11-24' },
  ],
  from: '2020-01-01',
  until: null,
  mode: 'production',
}

type Limits = {
  readonly lookbackDays: number
  readonly minDaysCharged: number
  readonly minHistoryDays: number
  readonly minExcess: number
  readonly memoryDays: number
  readonly maxListings: number
}

type Tag = { readonly atMs: number; readonly priceFen: number }

/** One struck price with all that its figures follow from. */
type Claim = {
  readonly sku: string
  readonly title: string
  readonly atMs: number
  readonly priceFen: number
  readonly struckPriceFen: number
  /** The tags in force since the look back began, oldest first. */
  readonly tags: readonly Tag[]
}

type ShopBook = { claims: Claim[]; key: string }

class PriceClaimsDetector implements Detector {
  readonly #limits: Limits
  readonly #listings: AgeingMap<Tag[]>
  readonly #shops: AgeingMap<ShopBook>
  #told: Suspicion[] = []

  constructor(limits: Limits, state?: Json) {
    this.#limits = limits
    const kept = state as JsonRecord | undefined
    this.#listings = new AgeingMap(
      { spanMs: LISTING_DAYS * DAY_MS, maxKeys: limits.maxListings },
      kept?.listings as unknown as AgeingMapState<Tag[]> | undefined,
    )
    this.#shops = new AgeingMap(
      { spanMs: limits.memoryDays * DAY_MS, maxKeys: limits.maxListings },
      kept?.shops as unknown as AgeingMapState<ShopBook> | undefined,
    )
  }

  observe(event: TradeEvent, atMs: number): void {
    if (event.kind !== 'listing.changed') return
    const shop = shopName(event)
    const { sku, title, priceFen, struckPriceFen } = event
    const listing = `${shop} ${sku}`
    const tags = this.#listings.get(listing) ?? []
    if (struckPriceFen !== undefined && struckPriceFen > priceFen)
      this.#claimed(shop, {
        sku,
        title,
        atMs,
        priceFen,
        struckPriceFen,
        tags: this.#before(tags, atMs),
      })
    tags.push({ atMs, priceFen })
    if (tags.length > MAX_TAGS) tags.shift()
    this.#listings.set(listing, tags, atMs)
  }

  /** Nothing waits for the hour: a claim is judged when it is made. */
  advance(): void {}

  drain(): Suspicion[] {
    const told = this.#told
    this.#told = []
    return told
  }

  state(): Json {
    return {
      listings: this.#listings.exportState() as unknown as Json,
      shops: this.#shops.exportState() as unknown as Json,
    }
  }

  whyNot({ shop }: Asked): Answer {
    const claims = (shop && this.#shops.get(shopName(shop)))?.claims ?? []
    return {
      seen: claims.length > 0,
      suspected: claims.length > 0,
      figures: figuresOf(claims, this.#limits),
      sentence:
        claims.length > 0
          ? {
              zh: '有划线价在此前未按规定天数标过。',
              en: 'A struck price was not charged for the required days.',
            }
          : {
              zh: '没有未曾标过的划线价。',
              en: 'No struck price stands that was not charged before.',
            },
    }
  }

  losses(): Readonly<Record<string, number>> {
    return { forgottenListings: this.#listings.evictedKeys }
  }

  /** The tag in force when the look back began, and those since. */
  #before(tags: readonly Tag[], atMs: number): Tag[] {
    const fromMs = atMs - this.#limits.lookbackDays * DAY_MS
    const first = tags.findLastIndex(tag => tag.atMs <= fromMs)
    return tags.slice(Math.max(0, first)).filter(tag => tag.atMs < atMs)
  }

  #claimed(shop: string, claim: Claim): void {
    if (!invented(claim, this.#limits)) return
    const book = this.#shops.get(shop) ?? { claims: [], key: `price ${shop} ${claim.atMs}` }
    book.claims.push(claim)
    if (book.claims.length > MAX_CLAIMS) book.claims.shift()
    this.#shops.set(shop, book, claim.atMs)
    this.#told.push(suspicionOf(shop, book, claim.atMs, this.#limits))
  }
}

/** The price that stood longest is what the struck one is measured by. */
function usualFen({ tags, atMs }: Claim, { lookbackDays }: Limits): number {
  const days = new Map<number, number>()
  for (const [priceFen, held] of heldDays(tags, atMs, lookbackDays))
    days.set(priceFen, (days.get(priceFen) ?? 0) + held)
  return [...days].reduce((best, next) => (next[1] > best[1] ? next : best), [0, -1])[0]
}

/** Each tag's price with the days it stood within the look back. */
function heldDays(tags: readonly Tag[], atMs: number, lookbackDays: number): [number, number][] {
  const fromMs = atMs - lookbackDays * DAY_MS
  return tags.map((tag, i) => {
    const untilMs = tags[i + 1]?.atMs ?? atMs
    return [tag.priceFen, Math.max(0, untilMs - Math.max(fromMs, tag.atMs)) / DAY_MS]
  })
}

function daysCharged({ tags, atMs, struckPriceFen }: Claim, { lookbackDays }: Limits): number {
  const floor = struckPriceFen * (1 - TOLERANCE)
  return heldDays(tags, atMs, lookbackDays).reduce(
    (sum, [priceFen, days]) => sum + (priceFen >= floor ? days : 0),
    0,
  )
}

function invented(claim: Claim, limits: Limits): boolean {
  const historyDays = (claim.atMs - (claim.tags[0]?.atMs ?? claim.atMs)) / DAY_MS
  if (historyDays < limits.minHistoryDays) return false
  if (claim.struckPriceFen < usualFen(claim, limits) * (1 + limits.minExcess)) return false
  return daysCharged(claim, limits) < limits.minDaysCharged
}

function figuresOf(claims: readonly Claim[], limits: Limits): Figure[] {
  const days = claims.map(claim => daysCharged(claim, limits))
  const excess = claims.map(
    claim => claim.struckPriceFen / Math.max(1, usualFen(claim, limits)) - 1,
  )
  const most = (values: readonly number[]) => (values.length === 0 ? 0 : Math.max(...values))
  return [
    figure({
      name: 'claims',
      zh: '划线价依据不足的商品次数',
      en: 'struck prices without ground',
      value: claims.length,
      atLeast: 1,
      unit: 'count',
    }),
    figure({
      name: 'daysCharged',
      zh: '此前标过划线价的天数（最多）',
      en: 'days on which the struck price had stood, the most',
      value: Math.round(most(days) * 10) / 10,
      atMost: limits.minDaysCharged,
      unit: 'day',
    }),
    figure({
      name: 'neverCharged',
      zh: '从未标过的划线价',
      en: 'struck prices never charged',
      value: days.filter(each => each === 0).length,
      unit: 'count',
    }),
    figure({
      name: 'excess',
      zh: '划线价高出常用标价（最多）',
      en: 'struck price above the usual one, the most',
      value: Math.round(most(excess) * 100) / 100,
      unit: 'share',
    }),
  ]
}

function suspicionOf(
  shop: string,
  { claims, key }: ShopBook,
  atMs: number,
  limits: Limits,
): Suspicion {
  const window = { fromMs: claims[0]!.atMs, untilMs: claims.at(-1)!.atMs }
  const days = spanOfDays(window.fromMs, window.untilMs)
  const goods = new Set(claims.map(({ sku }) => sku)).size
  const worst = claims.reduce((a, b) =>
    b.struckPriceFen / b.priceFen > a.struckPriceFen / a.priceFen ? b : a,
  )
  const yuan = (fen: number) => (fen / 100).toFixed(2)
  const usual = yuan(usualFen(worst, limits))
  return {
    behaviour: 'price-fraud',
    shops: [shopKey(shop)],
    victims: [],
    accounts: [],
    severity: goods >= 6 ? 'high' : goods >= 3 ? 'medium' : 'low',
    confidence: Math.round((1 - 0.5 ** (claims.length + 1)) * 100) / 100,
    window,
    raisedMs: atMs,
    key,
    evidence: {
      figures: figuresOf(claims, limits),
      graph: {
        nodes: [{ id: shop, kind: 'shop', label: shop, role: 'core' }],
        edges: [],
        omittedNodes: 0,
        omittedEdges: 0,
      },
    },
    inputs: { claims: [...claims] } as unknown as JsonRecord,
    sentence: {
      zh: `${days.zh}，该店 ${goods} 种商品的划线价在此前 ${limits.lookbackDays} 天内标示不足 ${limits.minDaysCharged} 天；如“${worst.title}”划线 ${yuan(worst.struckPriceFen)} 元，此前通常标价 ${usual} 元，疑为虚构原价，须人工核实。`,
      en: `${days.en}: struck prices of ${counted(goods, 'article')} had stood for less than ${limits.minDaysCharged} of the ${limits.lookbackDays} days before; “${worst.title}” strikes ¥${yuan(worst.struckPriceFen)} where ¥${usual} was usual. An invented price is suspected; a person must verify.`,
    },
  }
}

const limitsOf = (parameters: Parameters): Limits =>
  numbersOf(parameters, [
    'lookbackDays',
    'minDaysCharged',
    'minHistoryDays',
    'minExcess',
    'memoryDays',
    'maxListings',
  ])

export const priceClaims: Model = {
  card,
  create: (parameters, state) => new PriceClaimsDetector(limitsOf(parameters), state),
  recompute: (inputs, parameters) =>
    figuresOf(inputs.claims as unknown as Claim[], limitsOf(parameters)),
}
