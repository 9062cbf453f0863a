/**
 * The windows that rules may speak of: what a shop, a buyer, a device, an address or a receiving account did in the last
 * hour, day and week. Each is kept once, always and whatever the rules in force, so that a rule activated today finds
 * them full.
 */
import type { TradeEvent, TradeKind } from '#contract'
import { type SpanLog, SpanWindows, type SpanWindowsState } from '#lib/stream-windows'
import { shopName } from '../evidence.ts'
import type { Json } from '../model.ts'

const HOUR_MS = 3_600_000
export const spans = [
  { code: '1h', zh: '1小时', en: 'last hour', ms: HOUR_MS },
  { code: '24h', zh: '24小时', en: 'last 24 hours', ms: 24 * HOUR_MS },
  { code: '7d', zh: '7天', en: 'last 7 days', ms: 7 * 24 * HOUR_MS },
] as const
export const longestSpanMs = spans[2].ms

/** Whose window it is: how it is called, and how an event names it. */
export const keys = {
  shop: { zh: '本店', en: 'the shop', of: (event: TradeEvent) => shopName(event) },
  buyer: { zh: '该买家', en: 'the buyer', of: (event: TradeEvent) => part(event, 'buyer') },
  device: { zh: '该设备', en: 'the device', of: (event: TradeEvent) => part(event, 'device') },
  address: { zh: '该地址', en: 'the address', of: (event: TradeEvent) => part(event, 'address') },
  payee: { zh: '该收款人', en: 'the payee', of: (event: TradeEvent) => part(event, 'payee') },
} as const
export type KeyName = keyof typeof keys

/** Kinds of event that name the key. */
export const kindsOfKey: Readonly<Record<KeyName, readonly TradeKind[] | undefined>> = {
  shop: undefined,
  buyer: [
    'order.placed',
    'order.cancelled',
    'order.completed',
    'review.posted',
    'review.followed',
    'service.opened',
  ],
  device: ['order.placed'],
  address: ['order.placed'],
  payee: ['payment.made', 'payment.refunded', 'funds.moved'],
}

function part(event: TradeEvent, name: 'buyer' | 'device' | 'address' | 'payee') {
  return (event as { readonly [K in typeof name]?: string })[name]
}

type Stream = {
  readonly key: KeyName
  readonly kind: TradeKind
  /** Takes the event; absent: all of the kind. */
  takes?(event: TradeEvent): boolean
  /** What is summed; absent: 1. */
  value?(event: TradeEvent): number
  /** What is counted once. */
  token?(event: TradeEvent): string
}

const amountOf = (event: TradeEvent): number => ('amountFen' in event ? event.amountFen : 0)
const scoreOf = (event: TradeEvent): number => ('score' in event ? event.score : 0)
const buyerOf = (event: TradeEvent): string => part(event, 'buyer') ?? ''
const byBuyer = (event: TradeEvent): boolean => 'by' in event && event.by === 'buyer'
const low = (event: TradeEvent): boolean => byBuyer(event) && scoreOf(event) <= 2

/** What enters each log. */
const streams = {
  shopOrders: { key: 'shop', kind: 'order.placed', value: amountOf, token: buyerOf },
  shopCancellations: { key: 'shop', kind: 'order.cancelled' },
  shopRefunds: { key: 'shop', kind: 'payment.refunded', value: amountOf },
  shopRatings: { key: 'shop', kind: 'review.posted', takes: byBuyer, value: scoreOf },
  shopLowRatings: { key: 'shop', kind: 'review.posted', takes: low, token: buyerOf },
  shopServices: { key: 'shop', kind: 'service.opened' },
  buyerOrders: { key: 'buyer', kind: 'order.placed', value: amountOf, token: shopName },
  buyerCancellations: { key: 'buyer', kind: 'order.cancelled' },
  buyerRatings: { key: 'buyer', kind: 'review.posted', takes: byBuyer, value: scoreOf },
  buyerLowRatings: { key: 'buyer', kind: 'review.posted', takes: low, token: shopName },
  deviceOrders: { key: 'device', kind: 'order.placed', value: amountOf, token: buyerOf },
  addressOrders: { key: 'address', kind: 'order.placed', value: amountOf, token: buyerOf },
  payeePayments: {
    key: 'payee',
    kind: 'payment.made',
    value: amountOf,
    token: (event: TradeEvent) => ('payer' in event ? event.payer : ''),
  },
} as const satisfies Record<string, Stream>
export type StreamName = keyof typeof streams

const names = Object.keys(streams) as StreamName[]
const place = Object.fromEntries(names.map((name, i) => [name, i])) as Record<StreamName, number>
const list: readonly Stream[] = names.map(name => streams[name])
const byKind = Map.groupBy(
  names.map((_, i) => i),
  i => list[i]!.kind,
)
const keyNames = Object.keys(keys) as KeyName[]
const keyPlace = Object.fromEntries(keyNames.map((name, i) => [name, i])) as Record<KeyName, number>

export type WindowLimits = {
  readonly latenessMs: number
  readonly maxEntries: number
  readonly maxKeys: number
}

/** All windows, and the event they are asked about: what a field reads from. */
export class FeatureWindows {
  readonly #windows: readonly SpanWindows[]
  event!: TradeEvent
  atMs = 0
  /** Of the event at hand, found when asked for. */
  readonly #logs: (SpanLog | null | undefined)[] = names.map(() => undefined)
  readonly #keys: (string | null | undefined)[] = keyNames.map(() => undefined)

  constructor(limits: WindowLimits, state?: Json) {
    const own = { ...limits, spansMs: spans.map(({ ms }) => ms) }
    const states = (state ?? []) as unknown as readonly SpanWindowsState[]
    this.#windows = names.map((_, i) => new SpanWindows(own, states[i]))
  }

  /** Takes the event into its windows and stands at it. */
  take(event: TradeEvent, atMs: number): void {
    this.event = event
    this.atMs = atMs
    this.#logs.fill(undefined)
    this.#keys.fill(undefined)
    const own = byKind.get(event.kind)
    if (!own) return
    for (const i of own) {
      const stream = list[i]!
      if (stream.takes && !stream.takes(event)) continue
      const key = this.#key(stream.key)
      if (key === null) continue
      const value = stream.value?.(event) ?? 1
      this.#logs[i] = this.#windows[i]!.add(key, atMs, value, stream.token?.(event) ?? '')
    }
  }

  /** Undefined where the event names nobody whose window it is. */
  count(name: StreamName, span: number): number | undefined {
    const log = this.#log(place[name])
    return log === undefined ? undefined : (log?.count(span, this.atMs) ?? 0)
  }

  sum(name: StreamName, span: number): number | undefined {
    const log = this.#log(place[name])
    return log === undefined ? undefined : (log?.sum(span, this.atMs) ?? 0)
  }

  distinct(name: StreamName, span: number): number | undefined {
    const log = this.#log(place[name])
    return log === undefined ? undefined : (log?.distinct(span, this.atMs) ?? 0)
  }

  state(): Json {
    return this.#windows.map(windows => windows.exportState()) as unknown as Json
  }

  losses(): { lateEvents: number; forgottenKeys: number } {
    return this.#windows.reduce(
      (sum, { lateCount, evictedKeys }) => ({
        lateEvents: sum.lateEvents + lateCount,
        forgottenKeys: sum.forgottenKeys + evictedKeys,
      }),
      { lateEvents: 0, forgottenKeys: 0 },
    )
  }

  /** Null: a key without entries. Undefined: no key. */
  #log(i: number): SpanLog | null | undefined {
    const known = this.#logs[i]
    if (known !== undefined) return known
    const key = this.#key(list[i]!.key)
    if (key === null) return undefined
    const log = this.#windows[i]!.log(key) ?? null
    this.#logs[i] = log
    return log
  }

  #key(name: KeyName): string | null {
    const i = keyPlace[name]
    this.#keys[i] ??= keys[name].of(this.event) ?? null
    return this.#keys[i]!
  }
}
