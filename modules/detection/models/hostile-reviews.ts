/**
 * Accounts that live on bad reviews (requirement 20.2): they praise nothing, strike many shops that have nothing in
 * common, ask for money afterwards and take the word back when paid. Each sign is a weight of evidence in nats (naive
 * Bayes, after Good 1950), so that no single sign condemns: an angry customer writes one bad review and is refunded.
 */
import type { Figure, GraphEdge, GraphNode, TradeEvent } from '#contract'
import { AgeingMap, type AgeingMapState } from '#lib/stream-windows'
import {
  answerOf,
  boundedGraph,
  counted,
  figure,
  numberOf,
  orderName,
  shopKey,
  shopName,
  spanOfDays,
} from '../evidence.ts'
import { onCounty } from '../measured.ts'
import type {
  Asked,
  Detector,
  Json,
  JsonRecord,
  Model,
  ModelCard,
  Parameters,
  Suspicion,
} from '../model.ts'
import { PaymentBook } from './payment-book.ts'
import { type Told, untold, worthTelling } from './telling.ts'

const DAY_MS = 86_400_000
const MAX_REVIEWS = 100
const BAD_SCORE = 2

const card: ModelCard = {
  code: 'hostile-reviews',
  version: '1.0.0',
  titleZh: '恶意差评与勒索',
  titleEn: 'Hostile reviews and extortion',
  method: {
    zh: '对每个买家账号时间窗内的评价逐条累计证据权重：差评、好评（反证）、差评后收到该店转账、差评后再发起咨询投诉、差评后追评、退款；达到权重与受害网店数门槛即生成线索，受害网店列为受害方。',
    en: 'Sums weights of evidence over an account’s reviews in the window: bad ones, good ones (against), money from the shop after a bad review, a service request after it, a follow-up, a refund. Enough weight against enough shops is suspected; those shops are the victims.',
  },
  dataUsed: {
    zh: '评价分值与追评时间（不读正文）、咨询时间、退款、支付机构按协议报送的转账。',
    en: 'Scores and times of reviews and follow-ups (not their text), times of service requests, refunds, transfers reported under agreement.',
  },
  lawfulSource: {
    zh: '《反不正当竞争法》第12条、第13条；《电子商务法》第39条；与支付机构的数据协议',
    en: 'Anti-Unfair Competition Law, art. 12 and 13; E-Commerce Law, art. 39; data agreements with payment institutions',
  },
  limitations: {
    zh: '维权消费者可能连遇劣质商家，职业打假与敲诈须由人依事实区分；多账号轮流出手时每个账号证据偏少。差评本身不是违法。',
    en: 'A consumer may meet several bad sellers, and only a person tells a claimant from an extortioner; many accounts taking turns leave little evidence each. A bad review is lawful.',
  },
  owner: '宁晋县信用办',
  behaviours: ['malicious-review', 'extortion'],
  parameters: [
    { name: 'windowDays', policyKey: 'detection.hostile-reviews.windowDays' },
    { name: 'gainDays', policyKey: 'detection.hostile-reviews.gainDays' },
    { name: 'weights', policyKey: 'detection.hostile-reviews.weights' },
    { name: 'minEvidence', policyKey: 'detection.hostile-reviews.minEvidence' },
    { name: 'minVictims', policyKey: 'detection.hostile-reviews.minVictims' },
    { name: 'maxAccounts', policyKey: 'detection.hostile-reviews.maxAccounts' },
    { name: 'maxPurses', policyKey: 'detection.maxPurses' },
  ],
  measured: [
    { data: onCounty('extortion group', 31, 0.1), precision: 1, recall: 1, date: '2026-11-24' },
    { data: onCounty('extortion group', 32, 0.3), precision: 1, recall: 1, date: '2026-11-24' },
  ],
  from: '2020-01-01',
  until: null,
  mode: 'production',
}

const signs = ['paid', 'asked', 'followed', 'refunded'] as const
type Sign = (typeof signs)[number]

type Limits = {
  readonly windowDays: number
  /** Days after a bad review in which a sign belongs to it. */
  readonly gainDays: number
  /** Nats of a bad review, of a good one (negative), and of each sign. */
  readonly weights: Readonly<Record<'bad' | 'good' | Sign, number>>
  readonly minEvidence: number
  readonly minVictims: number
  readonly maxAccounts: number
  readonly maxPurses: number
}

type Review = {
  readonly order: string
  readonly shop: string
  readonly bad: boolean
  readonly atMs: number
  signs: { sign: Sign; atMs: number; amountFen: number | null }[]
}

type Account = { readonly account: string; reviews: Review[]; told: Told }

class HostileReviewsDetector implements Detector {
  readonly #limits: Limits
  readonly #book: PaymentBook
  readonly #accounts: AgeingMap<Account>
  /** Orders with a bad review, and who wrote it. */
  readonly #struck: AgeingMap<string>
  readonly #changed = new Set<string>()
  #told: Suspicion[] = []

  constructor(limits: Limits, state?: Json) {
    this.#limits = limits
    const kept = state as JsonRecord | undefined
    const { windowDays, gainDays, maxAccounts, maxPurses } = limits
    const map = <V>(name: string, days: number) =>
      new AgeingMap<V>(
        { spanMs: days * DAY_MS, maxKeys: maxAccounts },
        kept?.[name] as unknown as AgeingMapState<V> | undefined,
      )
    // Goods travel and are reviewed before anybody pays for silence.
    this.#book = new PaymentBook({ spanMs: 3 * gainDays * DAY_MS, maxPurses }, kept?.book)
    this.#accounts = map('accounts', windowDays)
    this.#struck = map('struck', gainDays)
    for (const account of (kept?.changed ?? []) as string[]) this.#changed.add(account)
  }

  observe(event: TradeEvent, atMs: number): void {
    switch (event.kind) {
      case 'review.posted':
        if (event.by === 'buyer') this.#reviewed(event, atMs)
        return
      case 'review.followed':
        this.#sign(event, 'followed', { atMs, amountFen: null })
        return
      case 'service.opened':
        this.#sign(event, 'asked', { atMs, amountFen: null })
        return
      case 'payment.refunded':
        this.#sign(event, 'refunded', { atMs, amountFen: event.amountFen })
        return
      case 'funds.moved':
        for (const paid of this.#book.paidBy(event.payee)) {
          const [platform] = paid.shop.split(' ')
          const at = { platform: platform!, order: paid.order }
          if (paid.payee === event.payer) {
            const { amountFen } = event
            if (this.#sign(at, 'paid', { atMs, amountFen })) return
          }
        }
        return
      default:
        this.#book.observe(event, atMs)
    }
  }

  advance(nowMs: number): void {
    for (const name of this.#changed) {
      const account = this.#accounts.get(name)
      const often = account?.reviews.filter(({ bad }) => bad).length
      const enough = often !== undefined && often >= this.#limits.minVictims
      const reviews = enough ? this.#live(account!, nowMs) : []
      if (account && figuresOf({ reviews }, this.#limits).every(({ met }) => met)) {
        const size = reviews.filter(({ bad }) => bad).length
        if (!worthTelling(size, account.told, nowMs)) continue
        this.#accounts.set(name, { ...account, told: { size, atMs: nowMs } }, nowMs)
        this.#told.push(suspicionOf(name, reviews, nowMs, this.#limits))
      }
      this.#changed.delete(name)
    }
  }

  drain(): Suspicion[] {
    const told = this.#told
    this.#told = []
    return told
  }

  state(): Json {
    return {
      book: this.#book.state(),
      accounts: this.#accounts.exportState(),
      struck: this.#struck.exportState(),
      changed: [...this.#changed],
    } as unknown as Json
  }

  losses() {
    return { ...this.#book.losses, forgottenAccounts: this.#accounts.evictedKeys }
  }

  whyNot({ account: name }: Asked) {
    const account = name === undefined ? undefined : this.#accounts.get(name)
    const newestMs = account?.reviews.at(-1)?.atMs ?? 0
    const reviews = account ? this.#live(account, newestMs) : []
    return answerOf(reviews.length > 0, figuresOf({ reviews }, this.#limits))
  }

  #reviewed(event: TradeEvent & { kind: 'review.posted' }, atMs: number): void {
    const { order, buyer, score } = event
    const bad = score <= BAD_SCORE
    const account = this.#accounts.get(buyer) ?? { account: buyer, reviews: [], told: untold }
    const review = { order, shop: shopName(event), bad, atMs, signs: [] }
    const reviews = [...account.reviews.slice(1 - MAX_REVIEWS), review]
    this.#accounts.set(buyer, { ...account, reviews }, atMs)
    if (!bad) return
    this.#struck.set(orderName(event), buyer, atMs)
    this.#changed.add(buyer)
  }

  /** Whether the order had a bad review to which the sign belongs. A sign counts once a review. */
  #sign(
    of: { platform: string; order: string },
    sign: Sign,
    at: { atMs: number; amountFen: number | null },
  ): boolean {
    const name = this.#struck.get(orderName(of))
    const account = name === undefined ? undefined : this.#accounts.get(name)
    const review = account?.reviews.findLast(known => known.bad && known.order === of.order)
    if (!review || at.atMs - review.atMs > this.#limits.gainDays * DAY_MS) return false
    if (review.signs.some(known => known.sign === sign)) return false
    review.signs.push({ sign, ...at })
    this.#changed.add(account!.account)
    return true
  }

  /** Copies: what is told must not change when more signs come. */
  #live({ reviews }: Account, nowMs: number): Review[] {
    const fromMs = nowMs - this.#limits.windowDays * DAY_MS
    const live = reviews.filter(({ atMs }) => atMs > fromMs)
    return live.map(review => ({ ...review, signs: [...review.signs] }))
  }
}

type ReviewInputs = { readonly reviews: readonly Review[] }

const countOf = (reviews: readonly Review[], sign: Sign): number =>
  reviews.filter(review => review.signs.some(known => known.sign === sign)).length

const victimsOf = (reviews: readonly Review[]): string[] => [
  ...new Set(reviews.filter(({ bad }) => bad).map(({ shop }) => shop)),
]

function figuresOf({ reviews }: ReviewInputs, { weights, ...limits }: Limits): Figure[] {
  const bad = reviews.filter(review => review.bad).length
  const evidence = signs.reduce(
    (sum, sign) => sum + weights[sign] * countOf(reviews, sign),
    weights.bad * bad + weights.good * (reviews.length - bad),
  )
  const described = {
    paid: { zh: '差评后收到该店转账', en: 'paid by the shop after the bad review' },
    asked: { zh: '差评后又发起咨询投诉', en: 'service requests after the bad review' },
    followed: { zh: '差评后追评', en: 'follow-ups to the bad review' },
    refunded: { zh: '差评后退款', en: 'refunds after the bad review' },
  }
  return [
    figure({
      name: 'evidence',
      zh: '证据权重合计',
      en: 'weight of evidence (nats)',
      value: Math.round(evidence * 100) / 100,
      atLeast: limits.minEvidence,
      unit: 'score',
    }),
    figure({
      name: 'victims',
      zh: '被差评的网店',
      en: 'shops struck by bad reviews',
      value: victimsOf(reviews).length,
      atLeast: limits.minVictims,
      unit: 'count',
    }),
    figure({ name: 'bad', zh: '差评', en: 'bad reviews', value: bad, unit: 'count' }),
    figure({
      name: 'good',
      zh: '其他评价',
      en: 'other reviews',
      value: reviews.length - bad,
      unit: 'count',
    }),
    ...signs.map(sign =>
      figure({ name: sign, ...described[sign], value: countOf(reviews, sign), unit: 'count' }),
    ),
  ]
}

function suspicionOf(
  account: string,
  reviews: readonly Review[],
  nowMs: number,
  limits: Limits,
): Suspicion {
  const bad = reviews.filter(review => review.bad)
  const victims = victimsOf(reviews)
  const paid = countOf(bad, 'paid')
  const pressed = paid + countOf(bad, 'asked') + countOf(bad, 'followed')
  const extortion = paid > 0 && pressed >= 3
  const times = bad.flatMap(review => [review.atMs, ...review.signs.map(({ atMs }) => atMs)])
  const [fromMs, untilMs] = [Math.min(...times), Math.max(...times)]
  const days = spanOfDays(fromMs, untilMs)
  const figures = figuresOf({ reviews }, limits)
  const what = extortion
    ? { zh: '以差评勒索', en: 'extortion by bad reviews is suspected' }
    : { zh: '恶意差评', en: 'malicious bad reviews are suspected' }
  return {
    behaviour: extortion ? 'extortion' : 'malicious-review',
    shops: [],
    victims: victims.map(shopKey),
    accounts: [account],
    severity: extortion ? 'high' : 'medium',
    confidence: Math.round((1 - Math.exp(-figures[0]!.value / 12)) * 1000) / 1000,
    window: { fromMs, untilMs },
    raisedMs: nowMs,
    key: `${account} ${new Date(fromMs).toISOString().slice(0, 7)}`,
    evidence: { figures, graph: graphOf(account, bad) },
    inputs: { reviews } satisfies ReviewInputs as unknown as JsonRecord,
    sentence: {
      zh: `${days.zh}，该买家账号对 ${victims.length} 家互不相关的网店发出 ${bad.length} 条差评，随后收到其中 ${paid} 家转账、追评或再投诉 ${pressed - paid} 次，涉嫌${what.zh}。`,
      en: `${days.en}: the account posted ${counted(bad.length, 'bad review')} at ${counted(victims.length, 'unrelated shop')}, was then paid ${counted(paid, 'time')} and followed up or asked again ${counted(pressed - paid, 'time')}; ${what.en}.`,
    },
  }
}

/** The account's bad reviews, and the money that came back for them. */
function graphOf(account: string, reviews: readonly Review[]) {
  const nodes = new Map<string, GraphNode>([
    [account, { id: account, kind: 'account', label: account, role: 'core' }],
  ])
  const edges: GraphEdge[] = []
  for (const { shop, order, atMs, signs: found } of reviews) {
    nodes.set(shop, { id: shop, kind: 'shop', label: shop, role: 'context' })
    const common = { role: 'core', reference: order } as const
    edges.push({ from: account, to: shop, kind: 'order', ...common, atMs, amountFen: null })
    for (const { sign, ...at } of found) {
      if (sign !== 'paid' && sign !== 'refunded') continue
      const kind = sign === 'paid' ? 'transfer' : 'refund'
      edges.push({ from: shop, to: account, kind, ...common, ...at })
    }
  }
  return boundedGraph({ nodes: [...nodes.values()], edges })
}

function limitsOf(parameters: Parameters): Limits {
  const limits: Limits = {
    windowDays: numberOf(parameters, 'windowDays'),
    gainDays: numberOf(parameters, 'gainDays'),
    weights: parameters.weights as unknown as Limits['weights'],
    minEvidence: numberOf(parameters, 'minEvidence'),
    minVictims: numberOf(parameters, 'minVictims'),
    maxAccounts: numberOf(parameters, 'maxAccounts'),
    maxPurses: numberOf(parameters, 'maxPurses'),
  }
  for (const name of ['bad', 'good', ...signs] as const)
    if (!Number.isFinite(limits.weights?.[name])) throw new RangeError(`no weight for ${name}`)
  return limits
}

export const hostileReviews: Model = {
  card,
  create: (parameters, state) => new HostileReviewsDetector(limitsOf(parameters), state),
  recompute: (inputs, parameters) =>
    figuresOf(inputs as unknown as ReviewInputs, limitsOf(parameters)),
}
