/**
 * Praise that is paid for (requirements 4.6, 20.2): money that goes from a shop's purse to its reviewers soon after five
 * stars, or five stars given within minutes of signing for the parcel, again and again. A refund of an order is no
 * reward: it passes as a refund and not as a transfer.
 */
import type { TradeEvent } from '#contract'
import { AgeingMap, type AgeingMapState } from '#lib/stream-windows'
import { numberOf, orderName, shopName } from '../evidence.ts'
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
import { type Act, figuresOf, holds, type Limits, suspicionOf } from './praise-evidence.ts'
import { type Told, untold, worthTelling } from './telling.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1_440 * MINUTE_MS
/** From order to review: payment and parcel are remembered so long. */
const ORDER_DAYS = 40
const MAX_SHOP_ACTS = 400
const MAX_SHOPS = 50_000

const card: ModelCard = {
  code: 'paid-praise',
  version: '1.2.0',
  titleZh: '好评返现',
  titleEn: 'Paid praise',
  method: {
    zh: '网店收款方在买家给出五星评价后数日内向该买家付款账户转出小额款项，记一次返现；买家在签收后数分钟内给出五星，记一次即时好评。时间窗内返现账号数达到门槛且超出该店评价数下平常补偿的泊松概率，或即时好评条数及其占比达到门槛时提示。',
    en: 'A small transfer from a shop’s payee to the purse of a buyer within days of that buyer’s five stars counts as a reward; five stars within minutes of signing count as prompt praise. Told when the rewarded accounts of a window reach a threshold and exceed the Poisson chance of usual compensation among so many reviews, or prompt praises and their share reach theirs.',
  },
  dataUsed: {
    zh: '支付事件与订单外转账（付款方、收款方令牌、金额），签收时间，评价的评分与时间。不读评价文字。',
    en: 'Payments and transfers outside orders (tokens of payer and payee, amounts), times of signing, scores and times of reviews. The text is not read.',
  },
  lawfulSource: {
    zh: '《电子商务法》第17条、第25条；《网络反不正当竞争暂行规定》第9条；支付数据依协议报送',
    en: 'E-Commerce Law, art. 17 and 25; Interim Provisions on Online Unfair Competition, art. 9; payments as reported under agreement',
  },
  limitations: {
    zh: '以优惠券、实物或平台外红包返利的查不出；售后补偿走订单外转账会误计，故须人工核实。',
    en: 'Rewards by coupon, gift or a packet outside the reported purses pass it; compensation paid outside the order is counted too, so a person verifies.',
  },
  owner: '宁晋县信用办',
  behaviours: ['paid-review'],
  parameters: [
    { name: 'rewardDays', policyKey: 'detection.paid-praise.rewardDays' },
    { name: 'maxRewardFen', policyKey: 'detection.paid-praise.maxRewardFen' },
    { name: 'minRewarded', policyKey: 'detection.paid-praise.minRewarded' },
    { name: 'usualRate', policyKey: 'detection.paid-praise.usualRate' },
    { name: 'minSurprise', policyKey: 'detection.paid-praise.minSurprise' },
    { name: 'promptMinutes', policyKey: 'detection.paid-praise.promptMinutes' },
    { name: 'minPrompt', policyKey: 'detection.paid-praise.minPrompt' },
    { name: 'promptShare', policyKey: 'detection.paid-praise.promptShare' },
    { name: 'windowDays', policyKey: 'detection.paid-praise.windowDays' },
    { name: 'maxOrders', policyKey: 'detection.paid-praise.maxOrders' },
  ],
  measured: [
    { data: onCounty('paid praise', 33, 0.1), precision: 1, recall: 0.904, date: '2026-11-28' },
    { data: onCounty('paid praise', 36, 0.5), precision: 1, recall: 0.813, date: '2026-11-28' },
  ],
  from: '2020-01-01',
  until: null,
  mode: 'production',
}

/** An order on its way: whose purses met, and when the parcel was signed for. */
type Order = { payer?: string; payee?: string; signedMs?: number }

/** Five stars of one buyer, awaiting whether money follows. */
type Praise = {
  readonly shop: string
  readonly order: string
  readonly buyer: string
  readonly atMs: number
}

/** `count` is of rewards and prompt praise since the act began, told or not. */
type ShopBook = { acts: Act[]; count: number; told: Told; key: string }

class PaidPraiseDetector implements Detector {
  readonly #limits: Limits
  readonly #orders: AgeingMap<Order>
  /** By `payee payer`: the shop's purse and the buyer's. */
  readonly #praise: AgeingMap<Praise>
  readonly #shops: AgeingMap<ShopBook>
  readonly #touched: Set<string>
  #told: Suspicion[] = []

  constructor(limits: Limits, state?: Json) {
    this.#limits = limits
    const kept = state as JsonRecord | undefined
    const map = <V>(name: string, spanDays: number, maxKeys: number) =>
      new AgeingMap<V>(
        { spanMs: spanDays * DAY_MS, maxKeys },
        kept?.[name] as unknown as AgeingMapState<V> | undefined,
      )
    this.#orders = map('orders', ORDER_DAYS, limits.maxOrders)
    this.#praise = map('praise', limits.rewardDays, limits.maxOrders)
    this.#shops = map('shops', limits.windowDays, MAX_SHOPS)
    this.#touched = new Set((kept?.touched ?? []) as readonly string[])
  }

  observe(event: TradeEvent, atMs: number): void {
    switch (event.kind) {
      case 'payment.made': {
        const order = this.#order(event)
        this.#orders.set(
          orderName(event),
          { ...order, payer: event.payer, payee: event.payee },
          atMs,
        )
        return
      }
      case 'parcel.signed':
        this.#orders.set(orderName(event), { ...this.#order(event), signedMs: atMs }, atMs)
        return
      case 'review.posted':
        if (event.by === 'buyer') this.#reviewed(event, atMs)
        return
      case 'funds.moved':
        this.#moved(event, atMs)
        return
      default:
    }
  }

  advance(nowMs: number): void {
    const fromMs = nowMs - this.#limits.windowDays * DAY_MS
    for (const shop of this.#touched) {
      const book = this.#shops.get(shop)
      if (book) {
        book.acts = book.acts.filter(({ atMs }) => atMs >= fromMs)
        if (book.acts.every(({ kind }) => kind === 'other'))
          Object.assign(book, { count: 0, told: untold, key: '' })
        if (holds(figuresOf(book.acts, this.#limits))) {
          // What is not worth telling yet stays touched, so that the last of an act is told too.
          if (!worthTelling(book.count, book.told, nowMs)) continue
          this.#tell(shop, book, nowMs)
        }
      }
      this.#touched.delete(shop)
    }
  }

  drain(): Suspicion[] {
    const told = this.#told
    this.#told = []
    return told
  }

  state(): Json {
    return {
      orders: this.#orders.exportState() as unknown as Json,
      praise: this.#praise.exportState() as unknown as Json,
      shops: this.#shops.exportState() as unknown as Json,
      touched: [...this.#touched],
    }
  }

  whyNot({ shop }: Asked): Answer {
    const book = shop && this.#shops.get(shopName(shop))
    const figures = figuresOf(book?.acts ?? [], this.#limits)
    const suspected = holds(figures)
    return {
      seen: book !== undefined,
      suspected,
      figures,
      sentence: suspected
        ? { zh: '返现或即时好评达到门槛。', en: 'Rewards or prompt praise reach the thresholds.' }
        : {
            zh: '返现和即时好评均未达到门槛。',
            en: 'Neither rewards nor prompt praise reach the thresholds.',
          },
    }
  }

  losses(): Readonly<Record<string, number>> {
    return { forgottenOrders: this.#orders.evictedKeys, forgottenPraise: this.#praise.evictedKeys }
  }

  #order(event: { platform: string; order: string }): Order {
    return this.#orders.get(orderName(event)) ?? {}
  }

  #reviewed(event: Extract<TradeEvent, { kind: 'review.posted' }>, atMs: number): void {
    const shop = shopName(event)
    const { order, buyer, score } = event
    const { payer, payee, signedMs } = this.#order(event)
    if (score < 5) {
      this.#count(shop, { kind: 'other', atMs })
      return
    }
    if (payer !== undefined && payee !== undefined)
      this.#praise.set(`${payee} ${payer}`, { shop, order, buyer, atMs }, atMs)
    const promptly =
      signedMs !== undefined &&
      atMs >= signedMs &&
      atMs - signedMs <= this.#limits.promptMinutes * MINUTE_MS
    this.#count(shop, promptly ? { kind: 'prompt', order, buyer, atMs } : { kind: 'other', atMs })
  }

  #moved(event: Extract<TradeEvent, { kind: 'funds.moved' }>, atMs: number): void {
    const { payer, payee, amountFen } = event
    if (amountFen > this.#limits.maxRewardFen) return
    const purses = `${payer} ${payee}`
    const praise = this.#praise.get(purses)
    if (!praise || atMs < praise.atMs || atMs - praise.atMs > this.#limits.rewardDays * DAY_MS)
      return
    this.#praise.delete(purses)
    const { shop, order, buyer, atMs: praisedMs } = praise
    this.#count(shop, { kind: 'reward', order, buyer, praisedMs, atMs, amountFen })
  }

  #count(shop: string, act: Act): void {
    const book = this.#shops.get(shop) ?? { acts: [], count: 0, told: untold, key: '' }
    book.acts.push(act)
    if (book.acts.length > MAX_SHOP_ACTS) book.acts.shift()
    this.#shops.set(shop, book, act.atMs)
    if (act.kind === 'other') return
    book.count++
    this.#touched.add(shop)
  }

  #tell(shop: string, book: ShopBook, nowMs: number): void {
    const figures = figuresOf(book.acts, this.#limits)
    if (book.key === '') book.key = `praise ${shop} ${book.acts[0]!.atMs}`
    book.told = { size: book.count, atMs: nowMs }
    this.#told.push(suspicionOf(shop, book, figures, nowMs))
  }
}

const limitsOf = (parameters: Parameters): Limits => ({
  rewardDays: numberOf(parameters, 'rewardDays'),
  maxRewardFen: numberOf(parameters, 'maxRewardFen'),
  minRewarded: numberOf(parameters, 'minRewarded'),
  usualRate: numberOf(parameters, 'usualRate'),
  minSurprise: numberOf(parameters, 'minSurprise'),
  promptMinutes: numberOf(parameters, 'promptMinutes'),
  minPrompt: numberOf(parameters, 'minPrompt'),
  promptShare: numberOf(parameters, 'promptShare'),
  windowDays: numberOf(parameters, 'windowDays'),
  maxOrders: numberOf(parameters, 'maxOrders'),
})

export const paidPraise: Model = {
  card,
  create: (parameters, state) => new PaidPraiseDetector(limitsOf(parameters), state),
  recompute: (inputs, parameters) =>
    figuresOf(inputs.acts as unknown as Act[], limitsOf(parameters)),
}
