/**
 * Visitors that machines make (requirements 4.6, 20.2): far more of them per order than the shop is used to, gone within
 * seconds. Judged by median and median absolute deviation (Rousseeuw & Croux 1993), which a few bought weeks cannot move,
 * and only when both signs hold in several counts. How many look before one buys differs by trade, so there the shop's
 * own past outweighs the market as it grows longer (credibility, Bühlmann 1967); people stay alike everywhere, so a stay
 * must be short beside both.
 */
import type { Figure, TradeEvent } from '#contract'
import { AgeingMap, type AgeingMapState } from '#lib/stream-windows'
import { figure, numbersOf, shopKey, shopName, spanOfDays } from '../evidence.ts'
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
/** Counts of other shops and of its own that one is compared with. */
const PEERS = 1_000
const OWN = 26
/** Fewer say nothing of what is usual. */
const MIN_PEERS = 40
const MIN_OWN = 4
/** So many counts of its own weigh as much as the whole market. */
const EVEN_OWN = 4
/** What is usual among peers changes slowly: it is looked at every so many counts. */
const COUNTS_PER_LOOK = 20
const MAX_WEEKS = 60

const card: ModelCard = {
  code: 'false-traffic',
  version: '1.1.0',
  titleZh: '虚假流量',
  titleEn: 'False traffic',
  method: {
    zh: '每次流量统计计算访客与订单之比和停留时间中位数，以稳健统计量（中位数、绝对中位差）衡量：访客与订单之比同本店常态比较，本店以往统计越多，其他网店所占权重越小；停留时间须同时明显短于其他网店和本店以往。访客与订单之比异常高且停留异常短，累计达到次数时提示。',
    en: 'Each count of traffic gives visitors per order and the median stay, judged by median and median absolute deviation: visitors per order beside what is usual for the shop, where other shops weigh the less the longer its own past; stays beside other shops and its own past both. Told when visitors per order are unusually many and stays unusually short in several counts.',
  },
  dataUsed: {
    zh: '流量统计事件（浏览、访客、点赞、关注、停留中位数）与同期订单数。不读访客身份。',
    en: 'Counts of traffic (views, visitors, likes, follows, median stay) and the orders meanwhile. Nobody’s identity is read.',
  },
  lawfulSource: {
    zh: '《反不正当竞争法》第9条；《网络反不正当竞争暂行规定》第9条；平台依《电子商务法》第25条报送',
    en: 'Anti-Unfair Competition Law, art. 9; Interim Provisions on Online Unfair Competition, art. 9; as platforms report under E-Commerce Law, art. 25',
  },
  limitations: {
    zh: '误点的广告、热门话题也会带来短停留访客；竞争对手可能为其购买流量；模拟停留的机器查不出。',
    en: 'A mistaken advertisement or a fashionable topic brings hasty visitors too; a rival may have bought them; machines that linger pass it.',
  },
  owner: '宁晋县信用办',
  behaviours: ['false-traffic'],
  parameters: [
    { name: 'minDeviation', policyKey: 'detection.false-traffic.minDeviation' },
    { name: 'minVisitors', policyKey: 'detection.false-traffic.minVisitors' },
    { name: 'minCounts', policyKey: 'detection.false-traffic.minCounts' },
    { name: 'windowDays', policyKey: 'detection.false-traffic.windowDays' },
    { name: 'maxShops', policyKey: 'detection.maxShops' },
  ],
  measured: [
    { data: onCounty('shops', 33, 0.1), precision: 1, recall: 1, date: '2026-11-28' },
    { data: onCounty('shops', 36, 0.5), precision: 1, recall: 1, date: '2026-11-28' },
  ],
  from: '2020-01-01',
  until: null,
  mode: 'production',
}

type Limits = {
  readonly minDeviation: number
  readonly minVisitors: number
  readonly minCounts: number
  readonly windowDays: number
  readonly maxShops: number
}

/** One count as logarithms, which make ratios of small and large shops comparable. */
type Count = { readonly perOrder: number; readonly stay: number }

type Usual = { readonly median: number; readonly spread: number }

/** A count out of proportion, with what it was compared with. */
type Odd = {
  readonly atMs: number
  readonly visitors: number
  readonly orders: number
  readonly likes: number
  readonly follows: number
  readonly stayS: number
  /** Deviations from what is usual, in robust standard deviations. */
  readonly perOrderZ: number
  readonly stayZ: number
}

type ShopBook = { own: Count[]; orders: number; odd: Odd[]; toldCounts: number; key: string }

class FalseTrafficDetector implements Detector {
  readonly #limits: Limits
  readonly #shops: AgeingMap<ShopBook>
  /** A ring of the last counts of all shops. */
  readonly #peers: Count[]
  #next: number
  /** Of the peers at the last look; none while they are too few. */
  #usual: Readonly<Record<keyof Count, Usual>> | undefined
  #told: Suspicion[] = []

  constructor(limits: Limits, state?: Json) {
    this.#limits = limits
    const kept = state as JsonRecord | undefined
    this.#shops = new AgeingMap(
      { spanMs: 2 * limits.windowDays * DAY_MS, maxKeys: limits.maxShops },
      kept?.shops as unknown as AgeingMapState<ShopBook> | undefined,
    )
    this.#peers = structuredClone(kept?.peers ?? []) as unknown as Count[]
    this.#next = (kept?.next as number | undefined) ?? 0
    this.#usual = (kept?.usual ?? undefined) as Readonly<Record<keyof Count, Usual>> | undefined
  }

  observe(event: TradeEvent, atMs: number): void {
    if (event.kind === 'order.placed') {
      const shop = shopName(event)
      const book = this.#book(shop)
      book.orders++
      this.#shops.set(shop, book, atMs)
    } else if (event.kind === 'traffic.counted') this.#counted(event, atMs)
  }

  /** Nothing waits for the hour: a count is judged when it comes. */
  advance(): void {}

  drain(): Suspicion[] {
    const told = this.#told
    this.#told = []
    return told
  }

  state(): Json {
    return {
      shops: this.#shops.exportState() as unknown as Json,
      peers: this.#peers as unknown as Json,
      next: this.#next,
      usual: this.#usual ?? null,
    }
  }

  whyNot({ shop }: Asked): Answer {
    const book = shop && this.#shops.get(shopName(shop))
    const figures = figuresOf(book?.odd ?? [], this.#limits)
    const suspected = figures.every(({ met }) => met)
    return {
      seen: (book?.own.length ?? 0) > 0,
      suspected,
      figures,
      sentence: suspected
        ? {
            zh: '多次流量统计与订单、停留不成比例。',
            en: 'Several counts are out of proportion to orders and stays.',
          }
        : {
            zh: '流量与订单、停留没有异常到门槛。',
            en: 'Traffic is not out of proportion up to the thresholds.',
          },
    }
  }

  losses(): Readonly<Record<string, number>> {
    return { forgottenShops: this.#shops.evictedKeys }
  }

  #book(shop: string): ShopBook {
    return this.#shops.get(shop) ?? { own: [], orders: 0, odd: [], toldCounts: 0, key: '' }
  }

  #counted(event: Extract<TradeEvent, { kind: 'traffic.counted' }>, atMs: number): void {
    const shop = shopName(event)
    const book = this.#book(shop)
    const { visitors, likes, follows, medianDwellS: stayS } = event
    const { orders } = book
    book.orders = 0
    const count = {
      perOrder: Math.log((visitors + 1) / (orders + 1)),
      stay: Math.log(stayS + 1),
    }
    const perOrderZ = this.#moreThanUsual(book.own, count)
    const stayZ = this.#shorterThanUsual(book.own, count)
    const { minDeviation, minVisitors, minCounts, windowDays } = this.#limits
    book.odd = book.odd.filter(odd => odd.atMs >= atMs - windowDays * DAY_MS)
    if (book.odd.length === 0) Object.assign(book, { toldCounts: 0, key: '' })
    if (visitors >= minVisitors && perOrderZ >= minDeviation && stayZ >= minDeviation) {
      const z = { perOrderZ: rounded(perOrderZ), stayZ: rounded(stayZ) }
      book.odd.push({ atMs, visitors, orders, likes, follows, stayS, ...z })
      if (book.odd.length > MAX_WEEKS) book.odd.shift()
      if (book.odd.length >= minCounts) this.#tell(shop, book, atMs)
    } else {
      // Only what is in proportion becomes what is usual.
      book.own.push(count)
      if (book.own.length > OWN) book.own.shift()
      this.#learn(count)
    }
    this.#shops.set(shop, book, atMs)
  }

  /** Visitors per order above what is usual for this shop, in robust standard deviations. */
  #moreThanUsual(own: readonly Count[], { perOrder }: Count): number {
    if (!this.#usual) return 0
    const { median, spread } = credible(own, this.#usual.perOrder)
    return (perOrder - median) / spread
  }

  /** Stays below what is usual, in robust standard deviations, of peers and of its own past; the nearer of the two. */
  #shorterThanUsual(own: readonly Count[], { stay }: Count): number {
    if (!this.#usual) return 0
    const among = [this.#usual.stay, ...(own.length >= MIN_OWN ? [usualOf(own, 'stay')] : [])]
    return Math.min(...among.map(({ median, spread }) => (median - stay) / spread))
  }

  #learn(count: Count): void {
    this.#peers[this.#next] = count
    this.#next = (this.#next + 1) % PEERS
    if (this.#peers.length < MIN_PEERS || this.#next % COUNTS_PER_LOOK !== 0) return
    this.#usual = {
      perOrder: usualOf(this.#peers, 'perOrder'),
      stay: usualOf(this.#peers, 'stay'),
    }
  }

  #tell(shop: string, book: ShopBook, atMs: number): void {
    if (book.odd.length <= book.toldCounts) return
    book.toldCounts = book.odd.length
    if (book.key === '') book.key = `traffic ${shop} ${book.odd[0]!.atMs}`
    this.#told.push(suspicionOf(shop, book, atMs, this.#limits))
  }
}

const rounded = (z: number): number => Math.round(Math.min(99, z) * 10) / 10

/** Median and 1.4826 MAD, which is σ for a normal sample; a constant sample has σ 0.1. */
function usualOf(counts: readonly Count[], sign: keyof Count): Usual {
  const sample = counts.map(each => each[sign])
  const median = medianOf(sample)
  const spread = 1.4826 * medianOf(sample.map(each => Math.abs(each - median)))
  return { median, spread: Math.max(0.1, spread) }
}

/** Visitors per order that a shop with these counts of its own may expect in a market. */
function credible(counts: readonly Count[], market: Usual): Usual {
  if (counts.length === 0) return market
  const own = usualOf(counts, 'perOrder')
  const weight = counts.length / (counts.length + EVEN_OWN)
  const blend = (a: number, b: number) => weight * a + (1 - weight) * b
  return {
    median: blend(own.median, market.median),
    spread: Math.sqrt(blend(own.spread ** 2, market.spread ** 2)),
  }
}

function medianOf(sample: readonly number[]): number {
  const sorted = Float64Array.from(sample).sort()
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

function figuresOf(odd: readonly Odd[], limits: Limits): Figure[] {
  const least = (of: (each: Odd) => number) => (odd.length === 0 ? 0 : Math.min(...odd.map(of)))
  const sum = (of: (each: Odd) => number) => odd.reduce((total, each) => total + of(each), 0)
  return [
    figure({
      name: 'counts',
      zh: '异常统计次数',
      en: 'counts out of proportion',
      value: odd.length,
      atLeast: limits.minCounts,
      unit: 'count',
    }),
    figure({
      name: 'visitors',
      zh: '每次访客（最少）',
      en: 'visitors in a count, the fewest',
      value: least(each => each.visitors),
      atLeast: limits.minVisitors,
      unit: 'count',
    }),
    figure({
      name: 'perOrderZ',
      zh: '访客÷订单偏离常态（倍标准差，最小）',
      en: 'visitors per order above usual, σ, the least',
      value: least(each => each.perOrderZ),
      atLeast: limits.minDeviation,
      unit: 'score',
    }),
    figure({
      name: 'stayZ',
      zh: '停留短于常态（倍标准差，最小）',
      en: 'stays below usual, σ, the least',
      value: least(each => each.stayZ),
      atLeast: limits.minDeviation,
      unit: 'score',
    }),
    figure({
      name: 'orders',
      zh: '同期订单',
      en: 'orders meanwhile',
      value: sum(each => each.orders),
      unit: 'count',
    }),
    figure({
      name: 'likesAndFollows',
      zh: '同期点赞与关注',
      en: 'likes and follows meanwhile',
      value: sum(each => each.likes + each.follows),
      unit: 'count',
    }),
  ]
}

function suspicionOf(
  shop: string,
  { odd, key }: ShopBook,
  atMs: number,
  limits: Limits,
): Suspicion {
  const window = { fromMs: odd[0]!.atMs, untilMs: odd.at(-1)!.atMs }
  const days = spanOfDays(window.fromMs, window.untilMs)
  const visitors = odd.reduce((sum, each) => sum + each.visitors, 0)
  const orders = odd.reduce((sum, each) => sum + each.orders, 0)
  const stayS = Math.max(...odd.map(each => each.stayS))
  return {
    behaviour: 'false-traffic',
    shops: [shopKey(shop)],
    victims: [],
    accounts: [],
    severity: odd.length >= 6 ? 'high' : odd.length >= 4 ? 'medium' : 'low',
    confidence: Math.round((1 - 0.6 ** odd.length) * 100) / 100,
    window,
    raisedMs: atMs,
    key,
    evidence: {
      figures: figuresOf(odd, limits),
      graph: {
        nodes: [{ id: shop, kind: 'shop', label: shop, role: 'core' }],
        edges: [],
        omittedNodes: 0,
        omittedEdges: 0,
      },
    },
    inputs: { odd: [...odd] } as unknown as JsonRecord,
    sentence: {
      zh: `${days.zh}，该店 ${odd.length} 次流量统计共 ${visitors} 名访客，同期仅 ${orders} 笔订单，停留时间中位数不超过 ${stayS} 秒，与本店以往和其他网店明显不成比例，疑有虚假流量，须人工核实。`,
      en: `${days.en}: ${odd.length} counts show ${visitors} visitors against ${orders} orders, with median stays of at most ${stayS} s, out of proportion to the shop’s past and to other shops. False traffic is suspected; a person must verify.`,
    },
  }
}

const limitsOf = (parameters: Parameters): Limits =>
  numbersOf(parameters, ['minDeviation', 'minVisitors', 'minCounts', 'windowDays', 'maxShops'])

export const falseTraffic: Model = {
  card,
  create: (parameters, state) => new FalseTrafficDetector(limitsOf(parameters), state),
  recompute: (inputs, parameters) =>
    figuresOf(inputs.odd as unknown as Odd[], limitsOf(parameters)),
}
