/**
 * The orders of the last days as a bipartite graph of accounts and shops, in columns of integers, so that a window of a
 * million orders costs tens of megabytes and each look at it costs no more than copying numbers.
 */
import type { Json, JsonRecord } from '../model.ts'

export type WindowedOrder = {
  readonly account: string
  readonly shop: string
  readonly order: string
  readonly atMs: number
  readonly amountFen: number
}

/** With the numbers of its ends. */
type Held = { readonly told: WindowedOrder; readonly account: number; readonly shop: number }

/**
 * The live orders as columns; `accounts[i]` and `shops[i]` index the name lists, which may also hold names whose orders
 * have left. Valid until the window next changes.
 */
export type OrderColumns = {
  readonly size: number
  readonly accounts: Int32Array
  readonly shops: Int32Array
  readonly accountNames: readonly string[]
  readonly shopNames: readonly string[]
  order(i: number): WindowedOrder
}

export type OrderWindowLimits = { readonly spanMs: number; readonly maxOrders: number }

/** Slides after which names without orders are forgotten and the others numbered anew. */
const SLIDES_PER_NUMBERING = 15

export class OrderWindow {
  readonly #limits: OrderWindowLimits
  #held: Held[] = []
  #accounts = new Numbering()
  #shops = new Numbering()
  #newestMs = Number.NEGATIVE_INFINITY
  #slides = 0
  lateOrders = 0
  droppedOrders = 0

  constructor(limits: OrderWindowLimits, state?: Json) {
    if (!(limits.spanMs > 0 && limits.maxOrders >= 1)) throw new RangeError('window out of range')
    this.#limits = limits
    if (state !== undefined) this.#restore(state as JsonRecord)
  }

  get size(): number {
    return this.#held.length
  }

  /** The window has no more room: it must slide, or forget its oldest orders. */
  get full(): boolean {
    return this.#held.length >= this.#limits.maxOrders
  }

  /** O(1). */
  add(order: WindowedOrder): void {
    if (order.atMs <= this.#newestMs - this.#limits.spanMs) {
      this.lateOrders++
      return
    }
    if (order.atMs > this.#newestMs) this.#newestMs = order.atMs
    this.#hold(order)
  }

  /** Forgets what has left the window that ends at `nowMs`, and the oldest when it is full. O(orders). */
  slideTo(nowMs: number): void {
    const fromMs = nowMs - this.#limits.spanMs
    const full = this.full
    this.#held = this.#held.filter(({ told }) => told.atMs > fromMs)
    const keep = Math.ceil(this.#limits.maxOrders * 0.9)
    if (full && this.#held.length > keep) {
      this.droppedOrders += this.#held.length - keep
      this.#held = this.#held.slice(-keep)
    }
    if (++this.#slides % SLIDES_PER_NUMBERING === 0) this.#numberAnew()
  }

  /** O(orders). */
  columns(): OrderColumns {
    const held = this.#held
    const size = held.length
    const accounts = new Int32Array(size)
    const shops = new Int32Array(size)
    for (let i = 0; i < size; i++) {
      accounts[i] = held[i]!.account
      shops[i] = held[i]!.shop
    }
    const [accountNames, shopNames] = [this.#accounts.names, this.#shops.names]
    return { size, accounts, shops, accountNames, shopNames, order: i => held[i]!.told }
  }

  state(): Json {
    const { accounts, shops, accountNames, shopNames } = this.columns()
    return {
      newestMs: Number.isFinite(this.#newestMs) ? this.#newestMs : null,
      slides: this.#slides,
      lateOrders: this.lateOrders,
      droppedOrders: this.droppedOrders,
      accounts: [...accounts],
      shops: [...shops],
      atMs: this.#held.map(({ told }) => told.atMs),
      amountFen: this.#held.map(({ told }) => told.amountFen),
      orders: this.#held.map(({ told }) => told.order),
      accountNames: [...accountNames],
      shopNames: [...shopNames],
    }
  }

  #hold(told: WindowedOrder): void {
    const account = this.#accounts.of(told.account)
    this.#held.push({ told, account, shop: this.#shops.of(told.shop) })
  }

  #numberAnew(): void {
    const live = this.#held
    this.#held = []
    this.#accounts = new Numbering()
    this.#shops = new Numbering()
    for (const { told } of live) this.#hold(told)
  }

  #restore(state: JsonRecord): void {
    const list = <T>(name: string) => state[name] as unknown as readonly T[]
    const accounts = list<number>('accounts')
    const shops = list<number>('shops')
    const amounts = list<number>('amountFen')
    const orders = list<string>('orders')
    this.#accounts = new Numbering(list<string>('accountNames'))
    this.#shops = new Numbering(list<string>('shopNames'))
    this.#held = list<number>('atMs').map((atMs, i) => {
      const [account, shop] = [accounts[i]!, shops[i]!]
      const names = { account: this.#accounts.names[account]!, shop: this.#shops.names[shop]! }
      return { told: { ...names, order: orders[i]!, atMs, amountFen: amounts[i]! }, account, shop }
    })
    this.#newestMs = (state.newestMs as number | null) ?? Number.NEGATIVE_INFINITY
    this.#slides = state.slides as number
    this.lateOrders = state.lateOrders as number
    this.droppedOrders = state.droppedOrders as number
  }
}

/** Numbers names 0, 1, 2 … in the order of their first appearance. */
class Numbering {
  readonly names: string[] = []
  readonly #numbers = new Map<string, number>()

  constructor(names: readonly string[] = []) {
    for (const name of names) this.of(name)
  }

  of(name: string): number {
    let number = this.#numbers.get(name)
    if (number === undefined) {
      number = this.names.length
      this.#numbers.set(name, number)
      this.names.push(name)
    }
    return number
  }
}
