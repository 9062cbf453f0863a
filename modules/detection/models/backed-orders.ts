/**
 * One purse behind the orders of many accounts (requirements 5.3, 20.2): it pays for them itself, hands out the money
 * beforehand, or pays it back with a commission afterwards. Whose money the purse passes on tells what for: fed by the
 * very shops it buys at it raises them; fed by another shop it is turned against them, and that other shop gains.
 */
import type { TradeEvent } from '#contract'
import { AgeingMap, type AgeingMapState } from '#lib/stream-windows'
import { answerOf, numberOf, shopName } from '../evidence.ts'
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
import {
  type BackedInputs,
  type Backing,
  type BackingLimits,
  type Feeder,
  type Feeding,
  figuresOf,
  suspicionOf,
} from './backed-evidence.ts'
import { type Paid, PaymentBook } from './payment-book.ts'
import { type Told, untold, worthTelling } from './telling.ts'

const DAY_MS = 86_400_000
const MAX_BACKINGS = 1_000
const MAX_FEEDERS = 100
const MAX_GIFTS = 8
/** Categories remembered of a shop, and days for which they hold without another listing. */
const MAX_TRADES = 12
const TRADE_DAYS = 400

const card: ModelCard = {
  code: 'backed-orders',
  version: '1.2.0',
  titleZh: '同一账户资助多名买家下单',
  titleEn: 'One purse behind the orders of many accounts',
  method: {
    zh: '把转账与收款人自己的订单按金额逐笔配对：下单前给出货款、下单后返还货款加佣金、或直接代多个账号付款；同一账户资助的买家账号和订单达到门槛即生成线索。资金来自被下单网店的为正向刷单；来自其他网店且事先给款的为反向刷单，被下单网店列为受害方；出资方有多家网店的，只列与受害方同业的网店。',
    en: 'Matches each transfer by its sum with an order of its receiver: money given before, paid back with a commission after, or one purse paying for several accounts. Enough accounts and orders behind one purse are suspected: as brushing for the shops bought at, or, where the money comes beforehand from another shop, as reverse brushing whose victims are the shops bought at; of a payer with several shops those in the victim’s trade are named.',
  },
  dataUsed: {
    zh: '订单（买家令牌）、支付（付款、收款令牌与金额）、支付机构按协议报送的订单外转账、商品类目。',
    en: 'Orders (buyer token), payments (payer and payee tokens, amounts), and transfers outside orders that payment institutions report under agreement, and the categories of listed articles.',
  },
  lawfulSource: {
    zh: '《电子商务法》第25条、第31条；与支付机构的数据协议',
    en: 'E-Commerce Law, art. 25 and 31; data agreements with payment institutions',
  },
  limitations: {
    zh: '单位报销、家庭代付可能符合同样的资金关系；未报送的机构与现金看不到；资金经多人转手后出借人不明。',
    en: 'An employer that reimburses and a family that pays look alike; cash and institutions that do not report pass unseen; money through several hands hides its source.',
  },
  owner: '宁晋县信用办',
  behaviours: ['forward-brushing', 'reverse-brushing'],
  parameters: [
    { name: 'beforeDays', policyKey: 'detection.backed-orders.beforeDays' },
    { name: 'afterDays', policyKey: 'detection.backed-orders.afterDays' },
    { name: 'shortfall', policyKey: 'detection.backed-orders.shortfall' },
    { name: 'commissionFen', policyKey: 'detection.backed-orders.commissionFen' },
    { name: 'minAccounts', policyKey: 'detection.backed-orders.minAccounts' },
    { name: 'minOrders', policyKey: 'detection.backed-orders.minOrders' },
    { name: 'minShops', policyKey: 'detection.backed-orders.minShops' },
    { name: 'memoryDays', policyKey: 'detection.backed-orders.memoryDays' },
    { name: 'maxPurses', policyKey: 'detection.maxPurses' },
  ],
  measured: [
    { data: onCounty('brushing ring', 33, 0.1), precision: 1, recall: 0.958, date: '2026-11-28' },
    {
      data: onCounty('camouflaged ring', 33, 0.1),
      precision: 1,
      recall: 0.974,
      date: '2026-11-28',
    },
    {
      data: onCounty('reverse brushing', 33, 0.1),
      precision: 1,
      recall: 0.846,
      date: '2026-11-28',
    },
    { data: onCounty('brushing ring', 35, 0.3), precision: 1, recall: 1, date: '2026-11-28' },
    { data: onCounty('camouflaged ring', 35, 0.3), precision: 1, recall: 1, date: '2026-11-28' },
    {
      data: onCounty('reverse brushing', 35, 0.3),
      precision: 1,
      recall: 0.955,
      date: '2026-11-28',
    },
  ],
  from: '2020-01-01',
  until: null,
  mode: 'production',
}

type Purse = {
  readonly purse: string
  readonly sinceMs: number
  backings: Backing[]
  /** Orders ever. */
  count: number
  told: Told
}

type Gift = { from: string; amountFen: number; atMs: number; reference: string }

class BackedOrdersDetector implements Detector {
  readonly #limits: BackingLimits
  readonly #book: PaymentBook
  /** Money lately given to each purse that no order has used yet. */
  readonly #gifts: AgeingMap<Gift[]>
  /** Who gave each purse money in all. */
  readonly #feeders: AgeingMap<Feeding[]>
  /** The shops behind a seller's purse. */
  readonly #sellers: AgeingMap<string[]>
  /** The buyer accounts each purse paid for, when more than one. */
  readonly #payers: AgeingMap<string[]>
  /** The categories of each shop's articles. */
  readonly #trades: AgeingMap<string[]>
  readonly #purses: AgeingMap<Purse>
  readonly #grown = new Set<string>()
  #told: Suspicion[] = []

  constructor(limits: BackingLimits, state?: Json) {
    this.#limits = limits
    const kept = state as JsonRecord | undefined
    const { beforeDays, afterDays, memoryDays, maxPurses } = limits
    const map = <V>(name: string, days: number) =>
      new AgeingMap<V>(
        { spanMs: days * DAY_MS, maxKeys: maxPurses },
        kept?.[name] as unknown as AgeingMapState<V> | undefined,
      )
    this.#book = new PaymentBook({ spanMs: afterDays * DAY_MS, maxPurses }, kept?.book)
    this.#gifts = map('gifts', beforeDays)
    this.#feeders = map('feeders', memoryDays)
    this.#sellers = map('sellers', memoryDays)
    this.#payers = map('payers', memoryDays)
    this.#trades = map('trades', TRADE_DAYS)
    this.#purses = map('purses', memoryDays)
    for (const purse of (kept?.grown ?? []) as string[]) this.#grown.add(purse)
  }

  observe(event: TradeEvent, atMs: number): void {
    if (event.kind === 'funds.moved') {
      const { payer, payee, amountFen, eventId: reference } = event
      this.#moved({ from: payer, amountFen, atMs, reference }, payee)
      return
    }
    if (event.kind === 'listing.changed') {
      this.#listed(shopName(event), event.category, atMs)
      return
    }
    const paid = this.#book.observe(event, atMs)
    if (!paid) return
    const shops = this.#sellers.get(paid.payee) ?? []
    this.#sellers.set(paid.payee, shops.includes(paid.shop) ? shops : [...shops, paid.shop], atMs)
    this.#paidForOthers(paid)
    const gifts = this.#gifts.get(paid.payer)
    const gift = gifts?.findLast(
      ({ amountFen }) => amountFen >= paid.amountFen && this.#covers(amountFen, paid.amountFen),
    )
    if (!gift || gift.from === paid.payee) return
    this.#gifts.set(paid.payer, gifts!.toSpliced(gifts!.indexOf(gift), 1), atMs)
    this.#back(gift.from, { way: 'given', paid, ...gift })
  }

  advance(nowMs: number): void {
    for (const name of this.#grown) {
      const purse = this.#purses.get(name)
      if (!purse || !this.#meets(purse)) this.#grown.delete(name)
      else if (worthTelling(purse.count, purse.told, nowMs)) this.#tell(purse, nowMs)
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
      gifts: this.#gifts.exportState(),
      feeders: this.#feeders.exportState(),
      sellers: this.#sellers.exportState(),
      payers: this.#payers.exportState(),
      trades: this.#trades.exportState(),
      purses: this.#purses.exportState(),
      grown: [...this.#grown],
    } as unknown as Json
  }

  losses() {
    return { ...this.#book.losses, forgottenBackers: this.#purses.evictedKeys }
  }

  whyNot({ shop, account }: Asked) {
    const name = shop && shopName(shop)
    let backings: Backing[] = []
    for (const [, purse] of this.#purses.entries()) {
      const about = purse.backings.some(({ paid }) => paid.shop === name || paid.buyer === account)
      if (about && purse.backings.length > backings.length) backings = purse.backings
    }
    return answerOf(backings.length > 0, figuresOf({ backings, feeders: [] }, this.#limits))
  }

  #covers(sumFen: number, orderFen: number): boolean {
    const { shortfall, commissionFen } = this.#limits
    return sumFen >= orderFen * (1 - shortfall) && sumFen <= orderFen + commissionFen
  }

  /** A transfer returns the latest order it fits, or waits for one. */
  #moved(gift: Gift, receiver: string): void {
    const { atMs, amountFen, from } = gift
    this.#feed(receiver, gift)
    const fits = this.#book
      .paidBy(receiver)
      .filter(
        paid =>
          paid.payee !== from &&
          atMs - paid.atMs <= this.#limits.afterDays * DAY_MS &&
          this.#covers(amountFen, paid.amountFen),
      )
    const taken = this.#purses.get(from)?.backings ?? []
    const free = fits.filter(({ order }) => !taken.some(({ paid }) => paid.order === order))
    // The commission is a small sum on top: of several orders the dearest fits best.
    const paid = free.toSorted((a, b) => b.amountFen - a.amountFen)[0]
    if (paid) {
      this.#back(from, { way: 'returned', paid, ...gift })
      return
    }
    const waiting = this.#gifts.get(receiver) ?? []
    this.#gifts.set(receiver, [...waiting.slice(1 - MAX_GIFTS), gift], atMs)
  }

  #feed(receiver: string, { from: payer, amountFen, atMs }: Gift): void {
    const feeders = this.#feeders.get(receiver) ?? []
    const before = feeders.find(feeder => feeder.payer === payer)
    const fed = before
      ? { payer, amountFen: before.amountFen + amountFen, times: before.times + 1 }
      : { payer, amountFen, times: 1 }
    const others = feeders.filter(feeder => feeder !== before).slice(1 - MAX_FEEDERS)
    this.#feeders.set(receiver, [...others, fed], atMs)
  }

  /** A purse that pays for a second account stands behind the orders of both. */
  #paidForOthers(paid: Paid): void {
    const { payer, buyer, atMs } = paid
    const accounts = this.#payers.get(payer) ?? []
    const known = accounts.includes(buyer)
    if (!known) this.#payers.set(payer, [...accounts.slice(-99), buyer], atMs)
    if (accounts.length < 1 || (known && accounts.length < 2)) return
    const all = accounts.length === 1 ? this.#book.paidBy(payer) : [paid]
    for (const one of all) {
      const { amountFen, order: reference } = one
      this.#back(payer, { way: 'paid', paid: one, atMs: one.atMs, amountFen, reference })
    }
  }

  #back(name: string, backing: Backing): void {
    const { atMs } = backing
    const purse = this.#purses.get(name) ?? {
      purse: name,
      sinceMs: atMs,
      backings: [],
      count: 0,
      told: untold,
    }
    const forgetMs = atMs - this.#limits.memoryDays * DAY_MS
    const live = purse.backings.filter(before => before.atMs > forgetMs)
    const backings = [...live.slice(1 - MAX_BACKINGS), backing]
    this.#purses.set(name, { ...purse, backings, count: purse.count + 1 }, atMs)
    this.#grown.add(name)
  }

  #meets({ purse, backings }: Purse): boolean {
    const { minOrders } = this.#limits
    if (backings.length < minOrders) return false
    const inputs = { backings, feeders: this.#feedersOf(purse) }
    return figuresOf(inputs, this.#limits).every(({ met }) => met)
  }

  #tell(purse: Purse, nowMs: number): void {
    const { backings } = purse
    const told = { size: purse.count, atMs: nowMs }
    this.#purses.set(purse.purse, { ...purse, told }, nowMs)
    this.#grown.delete(purse.purse)
    const inputs = this.#inputsOf(purse.purse, backings)
    this.#told.push(suspicionOf(purse, inputs, nowMs, this.#limits))
  }

  #listed(shop: string, category: string | undefined, atMs: number): void {
    if (category === undefined) return
    const trades = this.#trades.get(shop) ?? []
    const known = trades.includes(category)
    this.#trades.set(shop, known ? trades : [...trades.slice(1 - MAX_TRADES), category], atMs)
  }

  #inputsOf(purse: string, backings: readonly Backing[]): BackedInputs {
    const feeders = this.#feedersOf(purse)
    const shops = [...feeders.flatMap(feeder => feeder.shops), ...backings.map(b => b.paid.shop)]
    const trades = Object.fromEntries(shops.map(shop => [shop, this.#trades.get(shop) ?? []]))
    return { backings, feeders, trades }
  }

  /** The sellers among those who gave the purse money. */
  #feedersOf(purse: string): Feeder[] {
    return (this.#feeders.get(purse) ?? []).flatMap(feeding => {
      const shops = this.#sellers.get(feeding.payer)
      return shops ? [{ ...feeding, shops }] : []
    })
  }
}

function limitsOf(parameters: Parameters): BackingLimits {
  const limits: BackingLimits = {
    beforeDays: numberOf(parameters, 'beforeDays'),
    afterDays: numberOf(parameters, 'afterDays'),
    shortfall: numberOf(parameters, 'shortfall'),
    commissionFen: numberOf(parameters, 'commissionFen'),
    minAccounts: numberOf(parameters, 'minAccounts'),
    minOrders: numberOf(parameters, 'minOrders'),
    minShops: numberOf(parameters, 'minShops'),
    memoryDays: numberOf(parameters, 'memoryDays'),
    maxPurses: numberOf(parameters, 'maxPurses'),
  }
  if (limits.minAccounts < 2) throw new RangeError('many accounts are at least two')
  return limits
}

export const backedOrders: Model = {
  card,
  create: (parameters, state) => new BackedOrdersDetector(limitsOf(parameters), state),
  recompute: (inputs, parameters) =>
    figuresOf(inputs as unknown as BackedInputs, limitsOf(parameters)),
}
