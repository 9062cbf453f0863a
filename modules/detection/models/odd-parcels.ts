/**
 * Parcels that only look like deliveries (requirement 20.3). Each parcel is compared with its order: weight with what the
 * same goods weighed before, city with the buyer's, scans and speed with what a road allows. Odd parcels are counted by
 * sender node, because a waybill pool is one place that sends for shops that have nothing else in common.
 */
import type { TradeEvent, TradeEventOf } from '#contract'
import { AgeingMap, type AgeingMapState } from '#lib/stream-windows'
import { answerOf, numberOf, orderName, shopName } from '../evidence.ts'
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
  figuresOf,
  oddOf,
  type Parcel,
  type ParcelInputs,
  type ParcelLimits,
  type Sign,
  suspicionOf,
} from './parcel-evidence.ts'
import { type Told, untold, worthTelling } from './telling.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Parcels kept of a node for its picture and its members; its figures follow from these. */
const MAX_NODE_PARCELS = 1_500
/** Weights remembered of one kind of goods. */
const WEIGHTS_PER_GOODS = 9
const MIN_WEIGHTS = 3

const card: ModelCard = {
  code: 'odd-parcels',
  version: '1.0.0',
  titleZh: '空包裹与单号池',
  titleEn: 'Empty parcels and shared waybill pools',
  method: {
    zh: '逐件比对订单与运单：重量远轻于同款商品既往包裹、无派送签收扫描、时效快过道路可能、收件城市与订单不符；按发件网点汇总异常件，与平常异常率下的泊松概率比较；整个网点多数异常且服务多家网店的，视为单号池，其全部件计入。',
    en: 'Compares each parcel with its order: far lighter than parcels of the same goods were, no delivery scan, faster than any road, another city than the order’s. Odd parcels are counted by sender node against the Poisson chance of the usual rate; a node that sends mostly odd parcels for several shops is a pool, and all its parcels count.',
  },
  dataUsed: {
    zh: '订单（商品、城市、买家令牌）、快递收寄与签收（网点、城市、重量、扫描）。不使用姓名、电话、地址原文。',
    en: 'Orders (goods, city, buyer token); parcels sent and signed (node, cities, weight, scans). No names, phone numbers or plain addresses.',
  },
  lawfulSource: {
    zh: '《快递暂行条例》第22条、第25条、第34条；《电子商务法》第25条、第52条',
    en: 'Express Delivery Regulations, art. 22, 25, 34; E-Commerce Law, art. 25 and 52',
  },
  limitations: {
    zh: '首次售出的商品没有重量可比；部分承运人不报送扫描；拆单补发、赠品单独寄送可能偏轻，故须人工核实。',
    en: 'Goods sold for the first time have no weight to compare; some carriers report no scans; a part sent later is light too, so a person verifies.',
  },
  owner: '宁晋县信用办',
  behaviours: ['empty-parcel', 'proxied-mailing'],
  parameters: [
    { name: 'windowDays', policyKey: 'detection.odd-parcels.windowDays' },
    { name: 'lightRatio', policyKey: 'detection.odd-parcels.lightRatio' },
    { name: 'neighbourHours', policyKey: 'detection.odd-parcels.neighbourHours' },
    { name: 'usualRate', policyKey: 'detection.odd-parcels.usualRate' },
    { name: 'minOdd', policyKey: 'detection.odd-parcels.minOdd' },
    { name: 'minSurprise', policyKey: 'detection.odd-parcels.minSurprise' },
    { name: 'minShops', policyKey: 'detection.odd-parcels.minShops' },
    { name: 'poolShare', policyKey: 'detection.odd-parcels.poolShare' },
    { name: 'maxOrders', policyKey: 'detection.odd-parcels.maxOrders' },
  ],
  measured: [
    { data: onCounty('empty-parcel pool', 31, 0.1), precision: 1, recall: 1, date: '2026-11-24' },
    { data: onCounty('proxied mailing', 31, 0.1), precision: 1, recall: 1, date: '2026-11-24' },
    { data: onCounty('empty-parcel pool', 32, 0.3), precision: 1, recall: 1, date: '2026-11-24' },
    { data: onCounty('proxied mailing', 32, 0.3), precision: 1, recall: 1, date: '2026-11-24' },
  ],
  from: '2020-01-01',
  until: null,
  mode: 'production',
}

type Ordered = {
  readonly shop: string
  readonly buyer: string
  readonly city: string | null
  /** Goods and quantities, when it is one kind; what several weigh together is not learnt. */
  readonly goods: string | null
  readonly amountFen: number
  readonly atMs: number
}

type Node = {
  readonly node: string
  readonly sinceMs: number
  /** The latest; somewhat more than the window's. */
  parcels: Parcel[]
  /** Odd parcels ever. */
  oddCount: number
  told: Told
}

class OddParcelsDetector implements Detector {
  readonly #limits: ParcelLimits
  readonly #orders: AgeingMap<Ordered>
  /** The latest weights of each kind of goods, by shop. */
  readonly #weights: AgeingMap<number[]>
  readonly #nodes: AgeingMap<Node>
  /** Waybills reported as sent. */
  readonly #onTheRoad: AgeingMap<true>
  readonly #changed = new Set<string>()
  #unknownOrders = 0
  #told: Suspicion[] = []

  constructor(limits: ParcelLimits, state?: Json) {
    this.#limits = limits
    const kept = state as JsonRecord | undefined
    const map = <V>(name: string, days: number, maxKeys: number) =>
      new AgeingMap<V>(
        { spanMs: days * DAY_MS, maxKeys },
        kept?.[name] as unknown as AgeingMapState<V> | undefined,
      )
    this.#orders = map('orders', 15, limits.maxOrders)
    this.#weights = map('weights', 400, limits.maxOrders)
    this.#nodes = map('nodes', limits.windowDays, limits.maxOrders)
    this.#onTheRoad = map('onTheRoad', 15, limits.maxOrders)
    for (const node of (kept?.changed ?? []) as string[]) this.#changed.add(node)
    this.#unknownOrders = (kept?.unknownOrders as number | undefined) ?? 0
  }

  observe(event: TradeEvent, atMs: number): void {
    if (event.kind === 'order.placed') {
      const { items, amountFen, buyer, addressCity: city = null } = event
      const [item] = items
      const shop = shopName(event)
      const goods = items.length === 1 && item ? `${shop} ${item.sku} ${item.quantity}` : null
      this.#orders.set(orderName(event), { shop, buyer, city, goods, amountFen, atMs }, atMs)
    } else if (event.kind === 'parcel.sent') this.#sent(event, atMs)
    else if (event.kind === 'parcel.signed') {
      // Some carriers report a parcel only when it is signed.
      const parcel = this.#parcelOf(event) ?? this.#sent(event, Date.parse(event.sentAt))
      if (parcel) this.#signed(parcel, event, atMs)
    }
  }

  advance(nowMs: number): void {
    for (const name of this.#changed) {
      const node = this.#nodes.get(name)
      if (node && node.oddCount >= this.#limits.minOdd) {
        if (!worthTelling(node.oddCount, node.told, nowMs)) continue
        this.#judge(node, nowMs)
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
      orders: this.#orders.exportState(),
      weights: this.#weights.exportState(),
      nodes: this.#nodes.exportState(),
      onTheRoad: this.#onTheRoad.exportState(),
      changed: [...this.#changed],
      unknownOrders: this.#unknownOrders,
    } as unknown as Json
  }

  losses() {
    return { unknownOrders: this.#unknownOrders, forgottenOrders: this.#orders.evictedKeys }
  }

  whyNot({ shop, account }: Asked) {
    const name = shop && shopName(shop)
    let parcels: Parcel[] = []
    for (const [, node] of this.#nodes.entries()) {
      const about = node.parcels.some(p => p.shop === name || p.buyer === account)
      if (about && oddOf(node.parcels).length >= oddOf(parcels).length) parcels = node.parcels
    }
    return answerOf(parcels.length > 0, figuresOf({ parcels }, this.#limits))
  }

  #judge(node: Node, nowMs: number): void {
    const fromMs = nowMs - this.#limits.windowDays * DAY_MS
    // What is told must not change when the same parcels are signed.
    const parcels = structuredClone(node.parcels.filter(({ atMs }) => atMs > fromMs))
    if (!figuresOf({ parcels }, this.#limits).every(({ met }) => met)) return
    const told = { size: node.oddCount, atMs: nowMs }
    this.#nodes.set(node.node, { ...node, told }, nowMs)
    this.#told.push(suspicionOf({ ...node, parcels }, nowMs, this.#limits))
  }

  #parcelOf({ senderNode, waybill }: TradeEventOf<'parcel.signed'>): Parcel | undefined {
    if (!this.#onTheRoad.get(waybill)) return undefined
    return this.#nodes.get(senderNode)?.parcels.findLast(parcel => parcel.waybill === waybill)
  }

  #sent(
    event: TradeEventOf<'parcel.sent'> | TradeEventOf<'parcel.signed'>,
    atMs: number,
  ): Parcel | null {
    const ordered = this.#orders.get(orderName(event))
    if (!ordered) {
      this.#unknownOrders++
      return null
    }
    const { waybill, order, weightG, receiverCity, senderNode } = event
    const { shop, buyer, amountFen, goods, city } = ordered
    const usualG = goods === null ? null : this.#usualWeight(goods)
    const found: Sign[] = []
    if (usualG !== null && weightG < usualG * this.#limits.lightRatio) found.push('light')
    else if (goods !== null) this.#learn(goods, weightG, atMs)
    if (city !== null && city !== receiverCity) found.push('elsewhere')
    const parcel = { waybill, order, shop, buyer, amountFen, weightG, usualG, atMs, signs: found }
    if (event.kind === 'parcel.sent') this.#onTheRoad.set(waybill, true, atMs)
    const begun = { node: senderNode, sinceMs: atMs, parcels: [], oddCount: 0, told: untold }
    const node = this.#nodes.get(senderNode) ?? begun
    node.parcels = this.#room(node.parcels, atMs)
    node.parcels.push(parcel)
    this.#nodes.set(senderNode, node, atMs)
    if (found.length > 0) this.#odd(node)
    return parcel
  }

  /** Forgets when a sixteenth is old, so that it costs O(1) a parcel. */
  #room(parcels: Parcel[], atMs: number): Parcel[] {
    const forgetMs = atMs - this.#limits.windowDays * DAY_MS
    const sixteenth = parcels[parcels.length >> 4]
    const full = parcels.length >= MAX_NODE_PARCELS
    if (!full && (!sixteenth || sixteenth.atMs > forgetMs)) return parcels
    return parcels.filter(p => p.atMs > forgetMs).slice(-Math.ceil(MAX_NODE_PARCELS * 0.9))
  }

  #odd(node: Node): void {
    node.oddCount++
    this.#changed.add(node.node)
  }

  #signed(parcel: Parcel, event: TradeEventOf<'parcel.signed'>, atMs: number): void {
    const before = parcel.signs.length
    if (event.scans && !event.scans.some(({ action }) => action === 'delivered'))
      parcel.signs.push('unscanned')
    const tookMs = atMs - Date.parse(event.sentAt)
    if (tookMs < this.#leastMs(event.senderCity, event.receiverCity)) parcel.signs.push('hasty')
    const node = this.#nodes.get(event.senderNode)
    if (node && before === 0 && parcel.signs.length > 0) this.#odd(node)
  }

  /** No road leads to another prefecture sooner; the codes of GB/T 2260 tell prefecture and province. */
  #leastMs(from: string, to: string): number {
    if (from.slice(0, 4) === to.slice(0, 4)) return 0
    const hours = this.#limits.neighbourHours * (from.slice(0, 2) === to.slice(0, 2) ? 1 : 2)
    return hours * HOUR_MS
  }

  /** The median; null while too few were weighed. */
  #usualWeight(goods: string): number | null {
    const weights = this.#weights.get(goods)
    if (!weights || weights.length < MIN_WEIGHTS) return null
    return weights.toSorted((a, b) => a - b)[weights.length >> 1]!
  }

  #learn(goods: string, weightG: number, atMs: number): void {
    const weights = this.#weights.get(goods) ?? []
    this.#weights.set(goods, [...weights.slice(1 - WEIGHTS_PER_GOODS), weightG], atMs)
  }
}

function limitsOf(parameters: Parameters): ParcelLimits {
  const limits: ParcelLimits = {
    windowDays: numberOf(parameters, 'windowDays'),
    lightRatio: numberOf(parameters, 'lightRatio'),
    neighbourHours: numberOf(parameters, 'neighbourHours'),
    usualRate: numberOf(parameters, 'usualRate'),
    minOdd: numberOf(parameters, 'minOdd'),
    minSurprise: numberOf(parameters, 'minSurprise'),
    minShops: numberOf(parameters, 'minShops'),
    poolShare: numberOf(parameters, 'poolShare'),
    maxOrders: numberOf(parameters, 'maxOrders'),
  }
  if (!(limits.lightRatio > 0 && limits.lightRatio < 1 && limits.minOdd >= 1))
    throw new RangeError('light is lighter than usual, and some must be')
  return limits
}

export const oddParcels: Model = {
  card,
  create: (parameters, state) => new OddParcelsDetector(limitsOf(parameters), state),
  recompute: (inputs, parameters) =>
    figuresOf(inputs as unknown as ParcelInputs, limitsOf(parameters)),
}
