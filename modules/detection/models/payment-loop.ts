/**
 * Money that comes back to the buyer it came from (requirement 5.3): buyer → seller → … → the same buyer, straight or
 * through other purses, within days and in matching amounts. The evidence is the path itself, step by step. Search is
 * backwards from each transfer that reaches somebody who paid for an order, bounded in length and breadth.
 */
import type { Figure, GraphEdge, GraphNode, TradeEvent } from '#contract'
import { AgeingMap, type AgeingMapState } from '#lib/stream-windows'
import {
  answerOf,
  boundedGraph,
  counted,
  figure,
  numberOf,
  shopKey,
  shopName,
  spanOfDays,
} from '../evidence.ts'
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
import { type Paid, PaymentBook } from './payment-book.ts'
import { type Told, untold, worthTelling } from './telling.ts'

const DAY_MS = 86_400_000
/** Transfers remembered into one purse: enough for a purse that serves hundreds of orders a month. */
const MOVES_PER_PURSE = 64
/** Transfers looked at for one path; past it the path is too common to mean anything. */
const MAX_LOOKS = 2_000
/** Loops kept of an act for its picture and figures. */
const MAX_ACT_LOOPS = 500

const card: ModelCard = {
  code: 'payment-loop',
  version: '1.0.0',
  titleZh: '自融资金回路',
  titleEn: 'Payments that return to their buyer',
  method: {
    zh: '每当转账到达曾付款的买家钱包，即沿转入记录逆向查找：买家付款→卖家收款→（若干中间账户）→同一买家，各步时间递进、金额与订单相符；同一卖家或同一中间账户的回路合为一案，达到最少回路数与账号数才生成线索。',
    en: 'When a transfer reaches a purse that paid for an order, follows incoming transfers backwards: buyer → seller → (purses between) → the same buyer, each step after the other and in matching amounts. Loops with a common seller or purse are one act, suspected when there are enough loops and accounts.',
  },
  dataUsed: {
    zh: '订单（买家令牌）、支付（付款、收款令牌与金额）、支付机构按协议报送的订单外转账。',
    en: 'Orders (buyer token), payments (payer and payee tokens, amounts), and transfers outside orders that payment institutions report under agreement.',
  },
  lawfulSource: {
    zh: '《电子商务法》第25条、第31条；《非银行支付机构监督管理条例》；与支付机构的数据协议',
    en: 'E-Commerce Law, art. 25 and 31; Regulation on Non-bank Payment Institutions; data agreements with payment institutions',
  },
  limitations: {
    zh: '现金返还、未报送机构的转账和拆分为多笔的返还看不到；平台外退款形成的直接回流须人工区分。',
    en: 'Cash, institutions that do not report, and returns split into several sums pass unseen; refunds outside the platform look like straight returns, so a person tells them apart.',
  },
  owner: '宁晋县信用办',
  behaviours: ['self-funding'],
  parameters: [
    { name: 'windowDays', policyKey: 'detection.payment-loop.windowDays' },
    { name: 'tolerance', policyKey: 'detection.payment-loop.tolerance' },
    { name: 'maxTransfers', policyKey: 'detection.payment-loop.maxTransfers' },
    { name: 'minLoops', policyKey: 'detection.payment-loop.minLoops' },
    { name: 'minAccounts', policyKey: 'detection.payment-loop.minAccounts' },
    { name: 'memoryDays', policyKey: 'detection.payment-loop.memoryDays' },
    { name: 'maxPurses', policyKey: 'detection.maxPurses' },
  ],
  measured: [
    { data: onCounty('self-funding loop', 31, 0.1), precision: 1, recall: 1, date: '2026-11-24' },
    { data: onCounty('self-funding loop', 32, 0.3), precision: 1, recall: 1, date: '2026-11-24' },
  ],
  from: '2020-01-01',
  until: null,
  mode: 'production',
}

type Limits = {
  /** Days from the payment to the return. */
  readonly windowDays: number
  /** Share by which each sum may differ from the order's. */
  readonly tolerance: number
  readonly maxTransfers: number
  readonly minLoops: number
  readonly minAccounts: number
  /** Days without a new loop after which an act is over. */
  readonly memoryDays: number
  readonly maxPurses: number
}

type Move = {
  readonly from: string
  readonly amountFen: number
  readonly atMs: number
  readonly reference: string
}

/** A payment and the transfers that brought it back, first to last; the first leaves the seller's purse. */
type Loop = { readonly paid: Paid; readonly moves: readonly Move[] }

type Act = {
  readonly key: string
  /** Sellers' purses and those between: what makes two loops one act. */
  purses: string[]
  loops: Loop[]
  loopCount: number
  seenMs: number
  told: Told
}

class PaymentLoopDetector implements Detector {
  readonly #limits: Limits
  readonly #book: PaymentBook
  /** Transfers into each purse, oldest first. */
  readonly #moves: AgeingMap<Move[]>
  #acts: Act[]
  #told: Suspicion[] = []

  constructor(limits: Limits, state?: Json) {
    this.#limits = limits
    const kept = state as JsonRecord | undefined
    const spanMs = limits.windowDays * DAY_MS
    this.#book = new PaymentBook({ spanMs, maxPurses: limits.maxPurses }, kept?.book)
    const moves = kept?.moves as unknown as AgeingMapState<Move[]> | undefined
    this.#moves = new AgeingMap({ spanMs, maxKeys: limits.maxPurses }, moves)
    this.#acts = structuredClone(kept?.acts ?? []) as unknown as Act[]
  }

  observe(event: TradeEvent, atMs: number): void {
    if (event.kind !== 'funds.moved') {
      this.#book.observe(event, atMs)
      return
    }
    const { payer, payee, amountFen, eventId } = event
    const move = { from: payer, amountFen, atMs, reference: eventId }
    const before = this.#moves.get(payee) ?? []
    this.#moves.set(payee, [...before.slice(1 - MOVES_PER_PURSE), move], atMs)
    for (const paid of this.#book.paidBy(payee).toReversed()) {
      if (!this.#returns(move, paid) || this.#isTaken(paid)) continue
      const moves = this.#pathTo(paid, move)
      if (!moves) continue
      this.#join({ paid, moves })
      return
    }
  }

  advance(nowMs: number): void {
    for (const act of this.#acts) {
      const { minLoops, minAccounts } = this.#limits
      if (act.loopCount < minLoops || !worthTelling(act.loopCount, act.told, nowMs)) continue
      if (accountsOf(act.loops).length < minAccounts) continue
      act.told = { size: act.loopCount, atMs: nowMs }
      this.#told.push(suspicionOf(act, nowMs, this.#limits))
    }
    const forgetMs = nowMs - this.#limits.memoryDays * DAY_MS
    if (this.#acts.some(({ seenMs }) => seenMs <= forgetMs))
      this.#acts = this.#acts.filter(({ seenMs }) => seenMs > forgetMs)
  }

  drain(): Suspicion[] {
    const told = this.#told
    this.#told = []
    return told
  }

  state(): Json {
    const moves = this.#moves.exportState() as unknown as Json
    return { book: this.#book.state(), moves, acts: this.#acts as unknown as Json }
  }

  losses() {
    return { ...this.#book.losses, forgottenReceivers: this.#moves.evictedKeys }
  }

  whyNot({ shop, account }: Asked): Answer {
    const name = shop && shopName(shop)
    const loops = this.#acts
      .flatMap(act => act.loops)
      .filter(({ paid }) => paid.shop === name || paid.buyer === account)
    return answerOf(loops.length > 0, figuresOf(loops, this.#limits))
  }

  #returns(move: Pick<Move, 'amountFen' | 'atMs'>, paid: Paid): boolean {
    const { tolerance, windowDays } = this.#limits
    const sinceMs = move.atMs - paid.atMs
    const difference = Math.abs(move.amountFen - paid.amountFen)
    return (
      sinceMs >= 0 && sinceMs <= windowDays * DAY_MS && difference <= tolerance * paid.amountFen
    )
  }

  /** One payment comes back once. */
  #isTaken({ order, shop }: Paid): boolean {
    return this.#acts.some(({ loops }) =>
      loops.some(({ paid }) => paid.order === order && paid.shop === shop),
    )
  }

  /** The shortest way back to the seller, latest transfers first. Breadth first, at most `MAX_LOOKS` transfers. */
  #pathTo(paid: Paid, last: Move): Move[] | null {
    let looks = 0
    let paths: Move[][] = [[last]]
    for (let length = 1; length <= this.#limits.maxTransfers; length++) {
      const home = paths.find(([first]) => first!.from === paid.payee)
      if (home) return home
      const longer: Move[][] = []
      for (const path of paths) {
        const [first] = path
        for (const move of (this.#moves.get(first!.from) ?? []).toReversed()) {
          if (++looks > MAX_LOOKS) return null
          if (move.atMs > first!.atMs || path.includes(move) || !this.#returns(move, paid)) continue
          longer.push([move, ...path])
        }
      }
      paths = longer
    }
    return null
  }

  #join(loop: Loop): void {
    const purses = new Set(loop.moves.map(({ from }) => from))
    const { atMs } = loop.moves.at(-1)!
    const [act, ...others] = this.#acts.filter(known => known.purses.some(p => purses.has(p)))
    if (!act) {
      const key = `${loop.paid.payee} ${new Date(atMs).toISOString().slice(0, 10)}`
      const begun = { key, purses: [...purses], loops: [loop], loopCount: 1, seenMs: atMs }
      this.#acts.push({ ...begun, told: untold })
      return
    }
    for (const other of others) {
      act.loops = [...act.loops, ...other.loops]
      act.loopCount += other.loopCount
      for (const purse of other.purses) purses.add(purse)
    }
    if (others.length > 0) this.#acts = this.#acts.filter(known => !others.includes(known))
    act.purses = [...new Set([...act.purses, ...purses])]
    act.loops = [...act.loops, loop].slice(-MAX_ACT_LOOPS)
    act.loopCount++
    act.seenMs = Math.max(act.seenMs, atMs)
  }
}

const accountsOf = (loops: readonly Loop[]): string[] => [
  ...new Set(loops.map(({ paid }) => paid.buyer)),
]

/** What the figures follow from: each path by its tokens, sums and times. */
type LoopInputs = { readonly loops: readonly Loop[] }

function figuresOf(loops: readonly Loop[], limits: Limits): Figure[] {
  const lengths = loops.map(({ moves }) => moves.length)
  const delays = loops.map(({ paid, moves }) => moves.at(-1)!.atMs - paid.atMs)
  const returned = loops.reduce((sum, { moves }) => sum + moves.at(-1)!.amountFen, 0)
  return [
    figure({
      name: 'loops',
      zh: '回到同一买家的付款',
      en: 'payments that came back to their buyer',
      value: loops.length,
      atLeast: limits.minLoops,
      unit: 'count',
    }),
    figure({
      name: 'accounts',
      zh: '涉及买家账号',
      en: 'buyer accounts involved',
      value: accountsOf(loops).length,
      atLeast: limits.minAccounts,
      unit: 'count',
    }),
    figure({
      name: 'transfers',
      zh: '最长回路的转账次数',
      en: 'transfers of the longest way back',
      value: Math.max(0, ...lengths),
      atMost: limits.maxTransfers,
      unit: 'count',
    }),
    figure({
      name: 'returnedFen',
      zh: '返还金额',
      en: 'sum that came back',
      value: returned,
      unit: 'fen',
    }),
    figure({
      name: 'medianDelay',
      zh: '返还所需时间（中位数）',
      en: 'time to the return (median)',
      value: delays.sort((a, b) => a - b)[delays.length >> 1] ?? 0,
      unit: 'ms',
    }),
  ]
}

function suspicionOf(act: Act, nowMs: number, limits: Limits): Suspicion {
  const { loops } = act
  const accounts = accountsOf(loops)
  const shops = [...new Set(loops.map(({ paid }) => paid.shop))]
  const fromMs = Math.min(...loops.map(({ paid }) => paid.atMs))
  const untilMs = Math.max(...loops.map(({ moves }) => moves.at(-1)!.atMs))
  const days = spanOfDays(fromMs, untilMs)
  const between = new Set(loops.flatMap(({ moves }) => moves.slice(1).map(({ from }) => from))).size
  const returnedFen = loops.reduce((sum, { moves }) => sum + moves.at(-1)!.amountFen, 0)
  const yuan = Math.round(returnedFen / 100).toLocaleString('en')
  return {
    behaviour: 'self-funding',
    shops: shops.map(shopKey),
    victims: [],
    accounts,
    severity: loops.length >= 20 ? 'high' : between > 0 ? 'medium' : 'low',
    // Straight returns may be refunds outside the platform; a way round through other purses is not.
    confidence: Math.round((1 - (between > 0 ? 0.6 : 0.85) ** loops.length) * 1000) / 1000,
    window: { fromMs, untilMs },
    raisedMs: nowMs,
    key: act.key,
    evidence: { figures: figuresOf(loops, limits), graph: graphOf(loops) },
    inputs: { loops } satisfies LoopInputs as unknown as JsonRecord,
    sentence: {
      zh: `${days.zh}，${accounts.length} 个买家账号支付给 ${shops.length} 家网店的 ${loops.length} 笔货款经卖家${between > 0 ? `和 ${between} 个中间账户` : ''}返回原买家，共约 ${yuan} 元，涉嫌自融刷单。`,
      en: `${days.en}: ${loops.length} payments by ${accounts.length} buyer accounts to ${counted(shops.length, 'shop')} came back to their buyers through the seller${between > 0 ? ` and ${counted(between, 'purse')} between` : ''}, about ${yuan} yuan in all; self-funded orders are suspected.`,
    },
  }
}

/** Each path from the buyer's account through the shop and the purses between, back to the account. */
function graphOf(loops: readonly Loop[]) {
  const nodes = new Map<string, GraphNode>()
  const edges: GraphEdge[] = []
  const see = (kind: GraphNode['kind'], id: string) => {
    if (!nodes.has(id)) nodes.set(id, { id, kind, label: id, role: 'core' })
    return id
  }
  for (const { paid, moves } of loops) {
    const { buyer, shop, order, atMs, amountFen } = paid
    const [account, seller] = [see('account', buyer), see('shop', shop)]
    const common = { role: 'core', atMs, reference: order, amountFen } as const
    edges.push({ from: account, to: seller, kind: 'payment', ...common })
    moves.forEach((move, i) => {
      const from = i === 0 ? seller : see('purse', move.from)
      const to = i === moves.length - 1 ? account : see('purse', moves[i + 1]!.from)
      const { from: _from, ...step } = move
      edges.push({ from, to, kind: 'transfer', role: 'core', ...step })
    })
  }
  return boundedGraph({ nodes: [...nodes.values()], edges })
}

function limitsOf(parameters: Parameters): Limits {
  const limits: Limits = {
    windowDays: numberOf(parameters, 'windowDays'),
    tolerance: numberOf(parameters, 'tolerance'),
    maxTransfers: numberOf(parameters, 'maxTransfers'),
    minLoops: numberOf(parameters, 'minLoops'),
    minAccounts: numberOf(parameters, 'minAccounts'),
    memoryDays: numberOf(parameters, 'memoryDays'),
    maxPurses: numberOf(parameters, 'maxPurses'),
  }
  if (!(limits.tolerance >= 0 && limits.tolerance < 1 && limits.maxTransfers >= 1))
    throw new RangeError('a way back has at least one transfer of about the same sum')
  return limits
}

export const paymentLoop: Model = {
  card,
  create: (parameters, state) => new PaymentLoopDetector(limitsOf(parameters), state),
  recompute: (inputs, parameters) =>
    figuresOf((inputs as unknown as LoopInputs).loops, limitsOf(parameters)),
}
