/**
 * Orders ÷ unique buyers of a shop in any sliding hour: 3 or more is the classic sign of order
 * brushing (the rule Shopee published in 2020). Every state of the window counts, also the one just
 * after an old order has left, because "any hour" has no fixed beginning.
 */

import type { WindowFigures } from './key-log.ts'
import { SlidingWindows, type SlidingWindowsState, type WindowLimits } from './sliding-windows.ts'

export type ConcentrationLimits = WindowLimits & {
  /** Windows with fewer orders are not judged: two orders by one person are no crowd. */
  minOrders: number
}

export type OrderPlaced = { shop: string; buyer: string; atMs: number }

/** The window (fromMs, endMs] and its ratio as a number ≥ 1. */
export type Concentration = {
  shop: string
  fromMs: number
  endMs: number
  orders: number
  buyers: number
  ratio: number
  saturated: boolean
}

export class OrderConcentration {
  readonly #windows: SlidingWindows
  readonly #minOrders: number

  constructor(limits: ConcentrationLimits, state?: SlidingWindowsState) {
    this.#windows = state ? SlidingWindows.restore(limits, state) : new SlidingWindows(limits)
    this.#minOrders = limits.minOrders
  }

  get windows(): Pick<SlidingWindows, 'watermarkMs' | 'losses' | 'keyCount'> {
    return this.#windows
  }

  /**
   * The most concentrated of the windows that this order changes or that passed by since the shop's
   * last order; null when none holds `minOrders` or the order came too late.
   */
  add({ shop, buyer, atMs }: OrderPlaced): Concentration | null {
    let peak: WindowFigures | null = null
    this.#windows.add({ key: shop, atMs, token: buyer }, figures => {
      if (figures.count < this.#minOrders) return
      if (!peak || figures.count * peak.distinct > peak.count * figures.distinct) peak = figures
    })
    return peak && this.#describe(shop, peak)
  }

  /** The window that ends at `endMs`: the answer to "why was there no alert?". */
  read(shop: string, endMs: number): Concentration | null {
    const figures = this.#windows.read(shop, endMs)
    return figures.count === 0 ? null : this.#describe(shop, figures)
  }

  exportState(): SlidingWindowsState {
    return this.#windows.exportState()
  }

  #describe(shop: string, figures: WindowFigures): Concentration {
    const { endMs, count, distinct, saturated } = figures
    const fromMs = endMs - this.#windows.limits.spanMs
    return {
      shop,
      fromMs,
      endMs,
      orders: count,
      buyers: distinct,
      ratio: count / distinct,
      saturated,
    }
  }
}
