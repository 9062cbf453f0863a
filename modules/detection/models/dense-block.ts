/**
 * Rings that buy among themselves: accounts and shops, also across platforms, that meet far more often than chance and
 * habit explain (requirements 4.6, 20.2). Every few days a search over the sliding window proposes, judges and
 * completes groups; a group seen again is the same act, told again when it has grown.
 */
import type { TradeEvent } from '#contract'
import { numberOf, shopName } from '../evidence.ts'
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
import { chanceShareOf } from './chance.ts'
import { type OrderColumns, OrderWindow } from './order-window.ts'
import {
  answerSentence,
  figuresOf,
  inputsOf,
  type RingInputs,
  suspicionOf,
} from './ring-evidence.ts'
import { namedOf, oddsFigure } from './ring-members.ts'
import { findRings } from './ring-search.ts'
import { type Told, untold, worthTelling } from './telling.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const card: ModelCard = {
  code: 'dense-block',
  version: '2.1.0',
  titleZh: '买家—网店密集团伙',
  titleEn: 'Dense groups of buyers and shops',
  method: {
    zh: '在滑动时间窗的买家—网店订单图上，以共同顾客远超随机的网店对为候选（伪装订单不影响），再以最小描述长度判定并补全团伙；其中只列出按自身下单情况偶然卷入的概率低于门槛的账号和网店；回头客的重复购买不计为异常。',
    en: 'On the sliding graph of buyers and shops, pairs of shops with far more common customers than chance are candidates, which camouflage elsewhere does not hide; a ring is judged and completed by code length, and named are those accounts and shops that by their own orders are hardly there by chance; a regular coming back counts for nothing.',
  },
  dataUsed: {
    zh: '订单事件：平台、网店、买家令牌、时间、金额。不使用姓名、电话、地址原文。',
    en: 'Order events: platform, shop, buyer token, time, amount. No names, phone numbers or plain addresses.',
  },
  lawfulSource: {
    zh: '《电子商务法》第25条、第31条；《网络交易监督管理办法》第35条',
    en: 'E-Commerce Law, art. 25 and 31; Measures on Online Trading, art. 35',
  },
  limitations: {
    zh: '单店内的刷单须由其他模型发现；成员各只下几单的小团伙，单凭订单证据不足；长期只在同几家店互相光顾的小群体（如单位团购）可能被误报，故须人工核实。',
    en: 'Brushing within one shop is for other models; orders alone are too little evidence against a small ring whose members order a few times each; a small circle that always shops at the same few places may be flagged, so a person verifies.',
  },
  owner: '宁晋县信用办',
  behaviours: ['forward-brushing'],
  parameters: [
    { name: 'windowDays', policyKey: 'detection.dense-block.windowDays' },
    { name: 'maxOrders', policyKey: 'detection.dense-block.maxOrders' },
    { name: 'sweepDays', policyKey: 'detection.dense-block.sweepDays' },
    { name: 'minAccounts', policyKey: 'detection.dense-block.minAccounts' },
    { name: 'minShops', policyKey: 'detection.dense-block.minShops' },
    { name: 'maxShops', policyKey: 'detection.dense-block.maxShops' },
    { name: 'minGain', policyKey: 'detection.dense-block.minGain' },
    { name: 'maxRings', policyKey: 'detection.dense-block.maxRings' },
    { name: 'chanceShare', policyKey: 'detection.dense-block.chanceShare' },
  ],
  measured: [
    { data: onCounty('camouflaged ring', 33, 0.1), precision: 1, recall: 1, date: '2026-11-28' },
    { data: onCounty('brushing ring', 33, 0.1), precision: 1, recall: 0.5, date: '2026-11-28' },
    { data: onCounty('camouflaged ring', 35, 0.3), precision: 1, recall: 1, date: '2026-11-28' },
    { data: onCounty('brushing ring', 35, 0.3), precision: 1, recall: 0.651, date: '2026-11-28' },
  ],
  from: '2020-01-01',
  until: null,
  mode: 'production',
}

type Limits = {
  readonly windowDays: number
  readonly maxOrders: number
  /** Days between searches. */
  readonly sweepDays: number
  readonly minAccounts: number
  readonly minShops: number
  readonly maxShops: number
  readonly minGain: number
  readonly maxRings: number
  /** The probability up to which whoever is named may be there by chance. */
  readonly chanceShare: number
}

type Named = ReturnType<typeof namedOf>

/** A ring seen before, under the name it was first told by. */
type Act = {
  readonly key: string
  readonly shops: Set<string>
  readonly accounts: Set<string>
  seenMs: number
  told: Told
}

class DenseBlockDetector implements Detector {
  readonly #limits: Limits
  readonly #window: OrderWindow
  #nextSweepMs = Number.NEGATIVE_INFINITY
  #acts: Act[] = []
  #told: Suspicion[] = []

  constructor(limits: Limits, state?: Json) {
    this.#limits = limits
    const kept = state as JsonRecord | undefined
    const span = { spanMs: limits.windowDays * DAY_MS, maxOrders: limits.maxOrders }
    this.#window = new OrderWindow(span, kept?.window)
    if (kept) this.#restore(kept)
  }

  observe(event: TradeEvent, atMs: number): void {
    if (event.kind !== 'order.placed') return
    const { buyer, order, amountFen } = event
    this.#window.add({ account: buyer, shop: shopName(event), order, atMs, amountFen })
  }

  advance(nowMs: number): void {
    if (nowMs < this.#nextSweepMs && !this.#window.full) return
    if (nowMs >= this.#nextSweepMs)
      this.#nextSweepMs = (Math.floor(nowMs / DAY_MS) + this.#limits.sweepDays) * DAY_MS
    this.#window.slideTo(nowMs)
    this.#sweep(this.#window.columns(), nowMs)
  }

  drain(): Suspicion[] {
    const told = this.#told
    this.#told = []
    return told
  }

  state(): Json {
    return {
      window: this.#window.state(),
      nextSweepMs: Number.isFinite(this.#nextSweepMs) ? this.#nextSweepMs : null,
      acts: this.#acts.map(act => ({
        ...act,
        shops: [...act.shops],
        accounts: [...act.accounts],
      })) as unknown as Json,
    }
  }

  losses() {
    return { lateOrders: this.#window.lateOrders, droppedOrders: this.#window.droppedOrders }
  }

  whyNot({ shop, account }: Asked): Answer {
    const columns = this.#window.columns()
    const { rings, population } = findRings(columns, { ...this.#limits, minGain: 0 })
    const name = shop && shopName(shop)
    const asked = (inputs: RingInputs) => ({
      shop: name === undefined ? -1 : inputs.shops.indexOf(name),
      account: account === undefined ? -1 : inputs.accounts.indexOf(account),
    })
    const inputs = rings
      .map(ring => inputsOf(columns, ring, population))
      .find(ring => asked(ring).shop >= 0 || asked(ring).account >= 0)
    const seen =
      (name !== undefined && columns.shopNames.includes(name)) ||
      (account !== undefined && columns.accountNames.includes(account))
    const figures = figuresOf(inputs ?? null, this.#limits)
    if (inputs) figures.push(oddsFigure(inputs, asked(inputs), this.#limits.chanceShare))
    const suspected = inputs !== undefined && figures.every(({ met }) => met)
    return { seen, suspected, figures, sentence: answerSentence(seen, suspected, figures) }
  }

  #sweep(columns: OrderColumns, nowMs: number): void {
    if (columns.size === 0) return
    const { minAccounts, minShops, chanceShare } = this.#limits
    const { rings, population } = findRings(columns, this.#limits)
    for (const ring of rings) {
      const inputs = inputsOf(columns, ring, population)
      const named = namedOf(inputs, chanceShare)
      if (named.accounts.length < minAccounts || named.shops.length < minShops) continue
      const act = this.#actOf(named, nowMs)
      if (!worthTelling(act.accounts.size, act.told, nowMs)) continue
      act.told = { size: act.accounts.size, atMs: nowMs }
      this.#told.push(suspicionOf({ act, columns, inputs, nowMs, limits: this.#limits }))
    }
    const forgetMs = nowMs - 2 * this.#limits.windowDays * DAY_MS
    this.#acts = this.#acts.filter(({ seenMs }) => seenMs > forgetMs)
  }

  #actOf({ shops, accounts }: Named, nowMs: number): Act {
    let act = this.#acts.find(
      known => shareIn(shops, known.shops) >= 0.5 || shareIn(accounts, known.accounts) >= 0.5,
    )
    if (!act) {
      const key = `${shops.toSorted()[0]} ${new Date(nowMs).toISOString().slice(0, 10)}`
      act = { key, shops: new Set(), accounts: new Set(), seenMs: nowMs, told: untold }
      this.#acts.push(act)
    }
    act.seenMs = nowMs
    for (const shop of shops) act.shops.add(shop)
    for (const account of accounts) act.accounts.add(account)
    return act
  }

  #restore(state: JsonRecord): void {
    this.#nextSweepMs = (state.nextSweepMs as number | null) ?? Number.NEGATIVE_INFINITY
    const acts = state.acts as unknown as (Omit<Act, 'shops' | 'accounts'> & {
      shops: string[]
      accounts: string[]
    })[]
    this.#acts = acts.map(act => ({
      ...act,
      shops: new Set(act.shops),
      accounts: new Set(act.accounts),
    }))
  }
}

const shareIn = (names: readonly string[], known: ReadonlySet<string>): number =>
  names.filter(name => known.has(name)).length / Math.min(names.length, known.size)

function limitsOf(parameters: Parameters): Limits {
  const limits: Limits = {
    windowDays: numberOf(parameters, 'windowDays'),
    maxOrders: numberOf(parameters, 'maxOrders'),
    sweepDays: numberOf(parameters, 'sweepDays'),
    minAccounts: numberOf(parameters, 'minAccounts'),
    minShops: numberOf(parameters, 'minShops'),
    maxShops: numberOf(parameters, 'maxShops'),
    minGain: numberOf(parameters, 'minGain'),
    maxRings: numberOf(parameters, 'maxRings'),
    chanceShare: chanceShareOf(parameters),
  }
  if (limits.minAccounts < 2 || limits.minShops < 2)
    throw new RangeError('a ring has at least two of each')
  return limits
}

export const denseBlock: Model = {
  card,
  create: (parameters, state) => new DenseBlockDetector(limitsOf(parameters), state),
  recompute: (inputs, parameters) =>
    figuresOf(inputs as unknown as RingInputs, limitsOf(parameters)),
}
