/**
 * The orders of the last days as a bipartite graph of accounts and shops, in growing columns of integers, so that a
 * window of a million orders costs tens of megabytes and slides without a collector's help.
 */
import type { Json, JsonRecord } from '../model.ts'

export type WindowedOrder = {
  readonly account: string
  readonly shop: string
  readonly order: string
  readonly atMs: number
  readonly amountFen: number
}

/** The live orders as columns; `accounts[i]` and `shops[i]` index the two name lists. */
export type OrderColumns = {
  readonly accounts: Int32Array
  readonly shops: Int32Array
  readonly atMs: Float64Array
  readonly amountFen: Float64Array
  readonly orders: readonly string[]
  readonly accountNames: readonly string[]
  readonly shopNames: readonly string[]
}

/** With the numbers of its ends, which change when the window slides. */
type Held = { readonly told: WindowedOrder; readonly account: number; readonly shop: number }

export type OrderWindowLimits = { readonly spanMs: number; readonly maxOrders: number }

export class OrderWindow {
  readonly #limits: OrderWindowLimits
  #held: Held[] = []
  #accounts = new Map<string, number>()
  #shops = new Map<string, number>()
  #newestMs = Number.NEGATIVE_INFINITY
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

  /** The order's account and shop as numbers that hold until the next slide; null when it is too late. O(1). */
  add(order: WindowedOrder): { account: number; shop: number } | null {
    if (order.atMs <= this.#newestMs - this.#limits.spanMs) {
      this.lateOrders++
      return null
    }
    if (order.atMs > this.#newestMs) this.#newestMs = order.atMs
    return this.#hold(order)
  }

  /** Forgets what has left the window that ends at `nowMs`, and the oldest when it is full. O(orders). */
  slideTo(nowMs: number): void {
    const fromMs = nowMs - this.#limits.spanMs
    let live = this.#held.filter(({ told }) => told.atMs > fromMs)
    const keep = Math.ceil(this.#limits.maxOrders * 0.9)
    if (live.length > keep && this.full) {
      this.droppedOrders += live.length - keep
      live = live.slice(-keep)
    }
    this.#held = []
    this.#accounts = new Map()
    this.#shops = new Map()
    for (const { told } of live) this.#hold(told)
  }

  /** Numbers follow the order of first appearance. O(orders). */
  columns(): OrderColumns {
    const held = this.#held
    return {
      accounts: Int32Array.from(held, ({ account }) => account),
      shops: Int32Array.from(held, ({ shop }) => shop),
      atMs: Float64Array.from(held, ({ told }) => told.atMs),
      amountFen: Float64Array.from(held, ({ told }) => told.amountFen),
      orders: held.map(({ told }) => told.order),
      accountNames: [...this.#accounts.keys()],
      shopNames: [...this.#shops.keys()],
    }
  }

  state(): Json {
    const { accounts, shops, atMs, amountFen, ...names } = this.columns()
    return {
      newestMs: Number.isFinite(this.#newestMs) ? this.#newestMs : null,
      lateOrders: this.lateOrders,
      droppedOrders: this.droppedOrders,
      accounts: [...accounts],
      shops: [...shops],
      atMs: [...atMs],
      amountFen: [...amountFen],
      ...names,
    }
  }

  #hold(told: WindowedOrder): Held {
    const account = numberOf(this.#accounts, told.account)
    const held = { told, account, shop: numberOf(this.#shops, told.shop) }
    this.#held.push(held)
    return held
  }

  #restore(state: JsonRecord): void {
    const list = <T>(name: string) => state[name] as unknown as readonly T[]
    const accounts = list<number>('accounts')
    const shops = list<number>('shops')
    const amounts = list<number>('amountFen')
    const orders = list<string>('orders')
    const accountNames = list<string>('accountNames')
    const shopNames = list<string>('shopNames')
    list<number>('atMs').forEach((atMs, i) => {
      this.add({
        account: accountNames[accounts[i]!]!,
        shop: shopNames[shops[i]!]!,
        order: orders[i]!,
        atMs,
        amountFen: amounts[i]!,
      })
    })
    this.#newestMs = (state.newestMs as number | null) ?? Number.NEGATIVE_INFINITY
    this.lateOrders = state.lateOrders as number
    this.droppedOrders = state.droppedOrders as number
  }
}

function numberOf(numbers: Map<string, number>, name: string): number {
  let number = numbers.get(name)
  if (number === undefined) {
    number = numbers.size
    numbers.set(name, number)
  }
  return number
}
