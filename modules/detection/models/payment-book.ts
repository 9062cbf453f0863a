/**
 * Who paid for which order, looked up by purse: what the models that follow money need to know when a transfer reaches
 * somebody who bought. Purses are one-way tokens; a payment names its order, and the order names buyer and shop.
 */
import type { TradeEvent } from '#contract'
import { AgeingMap, type AgeingMapState } from '#lib/stream-windows'
import { orderName, shopName } from '../evidence.ts'
import type { Json, JsonRecord } from '../model.ts'

const HOUR_MS = 3_600_000
/** A payment follows its order within minutes, or it is another order by then. */
const ORDER_SPAN_MS = 48 * HOUR_MS
/** Payments remembered of one purse; a purse that pays more often than that is a business. */
const PAYMENTS_PER_PURSE = 32

export type Paid = {
  readonly order: string
  readonly shop: string
  readonly buyer: string
  readonly payer: string
  readonly payee: string
  readonly amountFen: number
  readonly atMs: number
}

export type PaymentBookLimits = { readonly spanMs: number; readonly maxPurses: number }

export class PaymentBook {
  readonly #orders: AgeingMap<string>
  readonly #paid: AgeingMap<Paid[]>
  /** Payments whose order was never reported. */
  unknownOrders = 0

  constructor({ spanMs, maxPurses }: PaymentBookLimits, state?: Json) {
    const kept = state as JsonRecord | undefined
    const held = <V>(name: string) => kept?.[name] as unknown as AgeingMapState<V> | undefined
    this.#orders = new AgeingMap({ spanMs: ORDER_SPAN_MS, maxKeys: maxPurses }, held('orders'))
    this.#paid = new AgeingMap({ spanMs, maxKeys: maxPurses }, held('paid'))
    this.unknownOrders = (kept?.unknownOrders as number | undefined) ?? 0
  }

  /** Answers a payment with what its order says; null for other events and unknown orders. */
  observe(event: TradeEvent, atMs: number): Paid | null {
    if (event.kind === 'order.placed') {
      this.#orders.set(orderName(event), event.buyer, atMs)
      return null
    }
    if (event.kind !== 'payment.made') return null
    const buyer = this.#orders.get(orderName(event))
    if (buyer === undefined) {
      this.unknownOrders++
      return null
    }
    const { order, payer, payee, amountFen } = event
    const paid = { order, shop: shopName(event), buyer, payer, payee, amountFen, atMs }
    const before = this.#paid.get(payer) ?? []
    this.#paid.set(payer, [...before.slice(1 - PAYMENTS_PER_PURSE), paid], atMs)
    return paid
  }

  /** The purse's latest payments, oldest first. */
  paidBy(purse: string): readonly Paid[] {
    return this.#paid.get(purse) ?? []
  }

  get losses() {
    return { unknownOrders: this.unknownOrders, forgottenPurses: this.#paid.evictedKeys }
  }

  state(): Json {
    return {
      orders: this.#orders.exportState(),
      paid: this.#paid.exportState(),
      unknownOrders: this.unknownOrders,
    } as unknown as Json
  }
}
