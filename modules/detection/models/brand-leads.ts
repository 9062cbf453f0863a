/**
 * Leads to counterfeits (requirement 13.1): a brand sold far below what everyone else asks for it, an article number that
 * the market knows as another brand's or as another article (a GTIN identifies one, GS1 General Specifications), and
 * brands written almost like a known one. A lead is where an inspector buys a sample; cheap is not yet false.
 */
import type { Figure, TradeEvent } from '#contract'
import { containment, damerauLevenshtein, foldText, shingles, skeletonOf } from '#lib/similarity'
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
const MARKET_DAYS = 400
/** Shops whose last price of a brand is remembered. */
const MAX_OFFERS = 64
const MAX_LEADS = 100
const MAX_BRANDS = 20_000
/** Below this, brands that differ by a letter are simply two brands. */
const MIN_BRAND_CHARS = 3
/** Titles of one article share at least this much of the shorter one's pairs of characters. */
const SAME_TITLE = 0.5

const card: ModelCard = {
  code: 'brand-leads',
  version: '1.1.0',
  titleZh: '假冒线索（品牌与价格）',
  titleEn: 'Counterfeit leads from brands and prices',
  method: {
    zh: '记录各品牌在各类目下其他网店的标价。标价低于其他网店最低标价的规定比例、商品条码在市场上属于另一品牌（其他网店未报品牌的，看商品标题是否指同一商品）、品牌名与知名品牌仅差形近字或一字，各计一条线索；同一网店线索达到条数时提示。',
    en: 'The prices other shops ask for a brand in a category are remembered. A price below a set share of the least of them, a GTIN the market knows under another brand (or, where others give no brand, under the title of another article), and a brand name that differs from a known one by a look-alike or one character are leads; told when a shop has several.',
  },
  dataUsed: {
    zh: '商品变更事件：平台、网店、商品、标题、品牌、条码、类目、标价。',
    en: 'Listing events: platform, shop, article, title, brand, GTIN, category, price.',
  },
  lawfulSource: {
    zh: '《产品质量法》第5条；《商标法》第57条；《电子商务法》第13条、第42条',
    en: 'Product Quality Law, art. 5; Trademark Law, art. 57; E-Commerce Law, art. 13 and 42',
  },
  limitations: {
    zh: '清仓、二手、小样和平行进口会低价；品牌少有他店销售时不判断；只是抽检线索，真伪由检验认定。',
    en: 'Clearances, second-hand goods, samples and parallel imports are cheap too; a brand that few shops sell is not judged; it only says where to take a sample, a laboratory says what it is.',
  },
  owner: '宁晋县信用办',
  behaviours: ['counterfeit'],
  parameters: [
    { name: 'floorShare', policyKey: 'detection.brand-leads.floorShare' },
    { name: 'minShops', policyKey: 'detection.brand-leads.minShops' },
    { name: 'minLeads', policyKey: 'detection.brand-leads.minLeads' },
    { name: 'memoryDays', policyKey: 'detection.brand-leads.memoryDays' },
    { name: 'maxShops', policyKey: 'detection.maxShops' },
  ],
  measured: [
    { data: onCounty('shops', 33, 0.1), precision: 1, recall: 1, date: '2026-11-28' },
    { data: onCounty('shops', 36, 0.5), precision: 0.667, recall: 1, date: '2026-11-28' },
  ],
  from: '2020-01-01',
  until: null,
  mode: 'production',
}

type Limits = {
  readonly floorShare: number
  readonly minShops: number
  readonly minLeads: number
  readonly memoryDays: number
  readonly maxShops: number
}

/** A brand in a category as its sellers show it: the last price of each shop. */
type Market = { offers: [shop: string, priceFen: number][] }

/** Why a listing is a lead; each is enough for one. */
type Lead = {
  readonly sku: string
  readonly title: string
  readonly brand: string
  readonly atMs: number
  readonly priceFen: number
  /** The least that other shops ask, and how many they are; null where too few sell it. */
  readonly floorFen: number | null
  readonly otherShops: number
  readonly cheap: boolean
  /** What others list under the same GTIN: its brand, or its title where they give none. */
  readonly gtinOf: string | null
  /** The known brand it is written like. */
  readonly imitates: string | null
}

/** What a GTIN was first listed as, and the shops that list it so. */
type Article = { brand: string | null; title: string; shops: string[] }

type ShopBook = { leads: Lead[]; toldLeads: number; key: string }

class BrandLeadsDetector implements Detector {
  readonly #limits: Limits
  readonly #markets: AgeingMap<Market>
  readonly #gtins: AgeingMap<Article>
  /** By skeleton: brands that enough shops sell. */
  readonly #known: Map<string, string>
  readonly #shops: AgeingMap<ShopBook>
  #told: Suspicion[] = []

  constructor(limits: Limits, state?: Json) {
    this.#limits = limits
    const kept = state as JsonRecord | undefined
    const map = <V>(name: string, spanDays: number, maxKeys: number) =>
      new AgeingMap<V>(
        { spanMs: spanDays * DAY_MS, maxKeys },
        kept?.[name] as unknown as AgeingMapState<V> | undefined,
      )
    this.#markets = map('markets', MARKET_DAYS, MAX_BRANDS)
    this.#gtins = map('gtins', MARKET_DAYS, limits.maxShops)
    this.#shops = map('shops', limits.memoryDays, limits.maxShops)
    this.#known = new Map((kept?.known ?? []) as unknown as [string, string][])
  }

  observe(event: TradeEvent, atMs: number): void {
    if (event.kind !== 'listing.changed') return
    const shop = shopName(event)
    const { sku, title, brand, gtin, category = '', priceFen } = event
    const gtinOf =
      gtin === undefined
        ? null
        : this.#otherUnder(gtin, { brand: brand ?? null, title, shops: [shop] }, atMs)
    if (brand === undefined) return
    const name = `${brand} ${category}`
    const market = this.#markets.get(name) ?? { offers: [] }
    const others = market.offers.filter(([seller]) => seller !== shop)
    const floorFen = others.length < this.#limits.minShops ? null : floorOf(others)
    const cheap = floorFen !== null && priceFen < this.#limits.floorShare * floorFen
    const imitates = this.#imitated(brand, market.offers.length)
    if (cheap || gtinOf !== null || imitates !== null) {
      const compared = { floorFen, otherShops: others.length, cheap, gtinOf, imitates }
      this.#lead(shop, { sku, title, brand, atMs, priceFen, ...compared })
    }
    // What is suspiciously cheap does not become what the brand costs.
    if (!cheap) {
      market.offers = [...others, [shop, priceFen] satisfies Market['offers'][number]].slice(
        -MAX_OFFERS,
      )
      this.#markets.set(name, market, atMs)
      if (market.offers.length === this.#limits.minShops) this.#learn(brand)
    }
  }

  /** Nothing waits for the hour: a listing is judged when it is shown. */
  advance(): void {}

  drain(): Suspicion[] {
    const told = this.#told
    this.#told = []
    return told
  }

  state(): Json {
    return {
      markets: this.#markets.exportState() as unknown as Json,
      gtins: this.#gtins.exportState() as unknown as Json,
      shops: this.#shops.exportState() as unknown as Json,
      known: [...this.#known] as unknown as Json,
    }
  }

  whyNot({ shop }: Asked): Answer {
    const leads = (shop && this.#shops.get(shopName(shop)))?.leads ?? []
    const figures = figuresOf(leads, this.#limits)
    const suspected = figures.every(({ met }) => met)
    return {
      seen: leads.length > 0,
      suspected,
      figures,
      sentence: suspected
        ? { zh: '品牌与价格线索达到条数。', en: 'Leads of brands and prices reach their number.' }
        : { zh: '品牌与价格线索未达到条数。', en: 'There are too few leads of brands and prices.' },
    }
  }

  losses(): Readonly<Record<string, number>> {
    return { forgottenBrands: this.#markets.evictedKeys, forgottenShops: this.#shops.evictedKeys }
  }

  /** What other shops list under the number, when that is another article; remembers what it was first listed as. */
  #otherUnder(gtin: string, listed: Article, atMs: number): string | null {
    const known = this.#gtins.get(gtin)
    const [shop] = listed.shops as [string]
    if (known && !sameArticle(known, listed))
      return known.shops.includes(shop) ? null : (known.brand ?? known.title)
    const { brand, title, shops } = known ?? listed
    const seen = shops.includes(shop) ? shops : [...shops, shop].slice(0, MAX_OFFERS)
    this.#gtins.set(gtin, { brand: brand ?? listed.brand, title, shops: seen }, atMs)
    return null
  }

  #learn(brand: string): void {
    if (this.#known.size < MAX_BRANDS) this.#known.set(spelt(brand), brand)
  }

  /** A known brand written with look-alikes, or but for one character; null for one that shops sell as its own. */
  #imitated(brand: string, sellers: number): string | null {
    const written = spelt(brand)
    const same = this.#known.get(written)
    if (same !== undefined) return same === brand ? null : same
    if (sellers >= this.#limits.minShops || [...written].length < MIN_BRAND_CHARS) return null
    for (const [spelling, known] of this.#known) {
      if (Math.abs(spelling.length - written.length) > 1) continue
      if ([...spelling].length < MIN_BRAND_CHARS) continue
      if (damerauLevenshtein(written, spelling, 1) <= 1) return known
    }
    return null
  }

  #lead(shop: string, lead: Lead): void {
    const book = this.#shops.get(shop) ?? {
      leads: [],
      toldLeads: 0,
      key: `brand ${shop} ${lead.atMs}`,
    }
    book.leads = [...book.leads.filter(({ sku }) => sku !== lead.sku), lead].slice(-MAX_LEADS)
    this.#shops.set(shop, book, lead.atMs)
    if (book.leads.length < this.#limits.minLeads || book.leads.length <= book.toldLeads) return
    book.toldLeads = book.leads.length
    this.#told.push(suspicionOf(shop, book, lead.atMs, this.#limits))
  }
}

/** By their brands; where one gives none, by whether the titles may speak of the same thing. */
function sameArticle(a: Article, b: Article): boolean {
  if (a.brand !== null && b.brand !== null) return a.brand === b.brand
  if (a.brand === b.brand) return true
  const [named, unnamed] = a.brand === null ? [b, a] : [a, b]
  const title = foldText(unnamed.title)
  if (title.includes(foldText(named.brand!))) return true
  return containment(shingles(title, 2), shingles(foldText(named.title), 2)) >= SAME_TITLE
}

const spelt = (brand: string): string => skeletonOf(foldText(brand).replaceAll(' ', ''))

/** Brands sell dear and cheap goods, so only what lies below all that honest sellers ask is telling. */
const floorOf = (offers: Market['offers']): number =>
  Math.min(...offers.map(([, priceFen]) => priceFen))

function figuresOf(leads: readonly Lead[], limits: Limits): Figure[] {
  const cheap = leads.filter(lead => lead.cheap)
  const shares = cheap.map(({ priceFen, floorFen }) => priceFen / floorFen!)
  return [
    figure({
      name: 'leads',
      zh: '有线索的商品',
      en: 'articles with a lead',
      value: leads.length,
      atLeast: limits.minLeads,
      unit: 'count',
    }),
    figure({
      name: 'cheap',
      zh: '远低于市场的品牌商品',
      en: 'brand articles far below the market',
      value: cheap.length,
      unit: 'count',
    }),
    figure({
      name: 'lowestShare',
      zh: '标价占他店最低价（最低）',
      en: 'price as a share of the least others ask, the lowest',
      value: shares.length === 0 ? 1 : Math.round(Math.min(...shares) * 100) / 100,
      unit: 'share',
    }),
    figure({
      name: 'foreignNumbers',
      zh: '条码属于其他品牌或其他商品',
      en: 'GTINs known under another brand or article',
      value: leads.filter(({ gtinOf }) => gtinOf !== null).length,
      unit: 'count',
    }),
    figure({
      name: 'imitations',
      zh: '品牌名与知名品牌近似',
      en: 'brands written like a known one',
      value: leads.filter(({ imitates }) => imitates !== null).length,
      unit: 'count',
    }),
    figure({
      name: 'brands',
      zh: '涉及品牌',
      en: 'brands concerned',
      value: new Set(leads.map(({ brand }) => brand)).size,
      unit: 'count',
    }),
  ]
}

function suspicionOf(
  shop: string,
  { leads, key }: ShopBook,
  atMs: number,
  limits: Limits,
): Suspicion {
  const times = leads.map(lead => lead.atMs)
  const window = { fromMs: Math.min(...times), untilMs: Math.max(...times) }
  const days = spanOfDays(window.fromMs, window.untilMs)
  const cheap = leads.filter(lead => lead.cheap).length
  const numbers = leads.filter(({ gtinOf }) => gtinOf !== null).length
  const imitations = leads.filter(({ imitates }) => imitates !== null).length
  const brands = new Set(leads.map(({ brand }) => brand)).size
  return {
    behaviour: 'counterfeit',
    shops: [shopKey(shop)],
    victims: [],
    accounts: [],
    severity: leads.length >= 5 ? 'high' : leads.length >= 3 ? 'medium' : 'low',
    confidence: Math.round((1 - 0.7 ** leads.length) * 100) / 100,
    window,
    raisedMs: atMs,
    key,
    evidence: {
      figures: figuresOf(leads, limits),
      graph: {
        nodes: [{ id: shop, kind: 'shop', label: shop, role: 'core' }],
        edges: [],
        omittedNodes: 0,
        omittedEdges: 0,
      },
    },
    inputs: { leads: [...leads] } as unknown as JsonRecord,
    sentence: {
      zh: `${days.zh}，该店 ${brands} 个品牌的 ${leads.length} 种商品存在疑点：${cheap} 种标价低于其他网店最低价的 ${Math.round(limits.floorShare * 100)}%，${numbers} 种条码在市场上属于其他品牌或其他商品，${imitations} 种品牌名与知名品牌近似；建议抽样检验，须人工核实。`,
      en: `${days.en}: ${leads.length} articles of ${counted(brands, 'brand')} raise questions: ${cheap} cost less than ${Math.round(limits.floorShare * 100)}% of the least other shops ask, ${numbers} bear a GTIN known under another brand or article, ${imitations} bear a brand written like a known one. A sample should be taken; a person must verify.`,
    },
  }
}

const limitsOf = (parameters: Parameters): Limits =>
  numbersOf(parameters, ['floorShare', 'minShops', 'minLeads', 'memoryDays', 'maxShops'])

export const brandLeads: Model = {
  card,
  create: (parameters, state) => new BrandLeadsDetector(limitsOf(parameters), state),
  recompute: (inputs, parameters) =>
    figuresOf(inputs.leads as unknown as Lead[], limitsOf(parameters)),
}
