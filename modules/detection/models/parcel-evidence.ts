/**
 * Odd parcels put into evidence: the signs of a parcel, the figures of a sender node beside their thresholds, whether it
 * is a pool and whether it mails gifts, the graph, and the sentence that may stand in a notice.
 */
import type { Figure, GraphEdge, GraphNode } from '#contract'
import { poissonTail } from '#lib/stream-windows'
import { boundedGraph, counted, figure, shopKey, spanOfDays } from '../evidence.ts'
import type { JsonRecord, Suspicion } from '../model.ts'

/** Parcels of one gift weigh alike within this share, whatever the goods. */
const ALIKE = 0.05

export type ParcelLimits = {
  readonly windowDays: number
  /** A parcel lighter than this share of what its goods usually weigh is light. */
  readonly lightRatio: number
  /** Hours that a parcel to another prefecture takes at least; to another province twice as long. */
  readonly neighbourHours: number
  /** Share of honest parcels with any oddity. */
  readonly usualRate: number
  readonly minOdd: number
  /** Nats of the Poisson tail. */
  readonly minSurprise: number
  /** Shops and share of odd parcels that make a node a pool. */
  readonly minShops: number
  readonly poolShare: number
  readonly maxOrders: number
}

const signs = ['light', 'elsewhere', 'unscanned', 'hasty'] as const
export type Sign = (typeof signs)[number]

export type Parcel = {
  readonly waybill: string
  readonly order: string
  readonly shop: string
  readonly buyer: string
  readonly amountFen: number
  readonly weightG: number
  readonly usualG: number | null
  readonly atMs: number
  signs: Sign[]
}

export const oddOf = (parcels: readonly Parcel[]) =>
  parcels.filter(parcel => parcel.signs.length > 0)
const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)]

export type ParcelInputs = { readonly parcels: readonly Parcel[] }

function isPool(parcels: readonly Parcel[], { minShops, poolShare }: ParcelLimits): boolean {
  const odd = oddOf(parcels)
  const shops = distinct(odd.map(({ shop }) => shop)).length
  return shops >= minShops && odd.length >= poolShare * parcels.length
}

export function figuresOf({ parcels }: ParcelInputs, limits: ParcelLimits): Figure[] {
  const odd = oddOf(parcels)
  const tail = odd.length === 0 ? 1 : poissonTail(odd.length, parcels.length * limits.usualRate)
  const count = (sign: Sign) => parcels.filter(parcel => parcel.signs.includes(sign)).length
  const described = {
    light: { zh: '远轻于同款商品的包裹', en: 'parcels far lighter than the goods' },
    elsewhere: { zh: '寄往订单以外城市的包裹', en: 'parcels to another city than the order’s' },
    unscanned: { zh: '没有派送扫描的签收', en: 'signed without a delivery scan' },
    hasty: { zh: '快过道路可能的签收', en: 'signed sooner than any road allows' },
  }
  return [
    figure({
      name: 'odd',
      zh: '同一发件网点的异常包裹',
      en: 'odd parcels of the sender node',
      value: odd.length,
      atLeast: limits.minOdd,
      unit: 'count',
    }),
    figure({
      name: 'surprise',
      zh: '超出平常异常率的程度',
      en: 'how far that exceeds the usual rate (nats)',
      value: Math.round(Math.min(700, -Math.log(Math.max(tail, 1e-300))) * 100) / 100,
      atLeast: limits.minSurprise,
      unit: 'score',
    }),
    figure({
      name: 'parcels',
      zh: '该网点全部包裹',
      en: 'all parcels of the node',
      value: parcels.length,
      unit: 'count',
    }),
    figure({
      name: 'shops',
      zh: '涉及网店',
      en: 'shops whose parcels are odd',
      value: distinct(odd.map(({ shop }) => shop)).length,
      unit: 'count',
    }),
    ...signs.map(sign =>
      figure({ name: sign, ...described[sign], value: count(sign), unit: 'count' }),
    ),
  ]
}

/** Gifts weigh alike and go elsewhere; empty parcels are light or never arrive. */
function isGift(odd: readonly Parcel[]): boolean {
  const weights = odd.map(({ weightG }) => weightG).sort((a, b) => a - b)
  const median = weights[weights.length >> 1]!
  const alike = weights.filter(weight => Math.abs(weight - median) <= ALIKE * median).length
  const elsewhere = odd.filter(({ signs: found }) => found.includes('elsewhere')).length
  return alike > 0.8 * odd.length && elsewhere > odd.length / 4
}

type Sender = {
  readonly node: string
  readonly sinceMs: number
  readonly parcels: readonly Parcel[]
}

export function suspicionOf(
  { node, sinceMs, parcels }: Sender,
  nowMs: number,
  limits: ParcelLimits,
): Suspicion {
  const odd = oddOf(parcels)
  const pool = isPool(parcels, limits)
  const meant = pool ? parcels : odd
  const shops = distinct(meant.map(({ shop }) => shop))
  const accounts = distinct(meant.map(({ buyer }) => buyer))
  const [fromMs, untilMs] = [meant[0]!.atMs, meant.at(-1)!.atMs]
  const days = spanOfDays(fromMs, untilMs)
  const figures = figuresOf({ parcels }, limits)
  const gift = isGift(odd)
  const what = gift
    ? { zh: '以礼品代发充作发货', en: 'gifts mailed in place of goods are suspected' }
    : { zh: '空包裹虚假发货', en: 'empty parcels are suspected' }
  const from = pool ? { zh: '（多店共用单号池）', en: ' (a waybill pool)' } : { zh: '', en: '' }
  return {
    behaviour: gift ? 'proxied-mailing' : 'empty-parcel',
    shops: shops.map(shopKey),
    victims: [],
    accounts,
    severity: pool && odd.length >= 20 ? 'high' : pool ? 'medium' : 'low',
    confidence: Math.round((1 - Math.exp(-figures[1]!.value / 30)) * 1000) / 1000,
    window: { fromMs, untilMs },
    raisedMs: nowMs,
    key: `${node} ${new Date(sinceMs).toISOString().slice(0, 10)}`,
    evidence: { figures, graph: graphOf(node, meant) },
    inputs: { parcels } satisfies ParcelInputs as unknown as JsonRecord,
    sentence: {
      zh: `${days.zh}，同一发件网点${from.zh}为 ${shops.length} 家网店寄出的 ${parcels.length} 件包裹中，${odd.length} 件的重量、去向或扫描与订单不符，涉嫌${what.zh}。`,
      en: `${days.en}: of ${parcels.length} parcels that one node${from.en} sent for ${counted(shops.length, 'shop')}, ${odd.length} contradict their orders in weight, city or scans; ${what.en}.`,
    },
  }
}

/** Shops → node → accounts, each parcel an edge. */
function graphOf(node: string, parcels: readonly Parcel[]) {
  const nodes = new Map<string, GraphNode>([
    [node, { id: node, kind: 'sender', label: node, role: 'core' }],
  ])
  const edges: GraphEdge[] = []
  for (const { waybill, order, shop, buyer, atMs, amountFen } of parcels) {
    nodes.set(shop, { id: shop, kind: 'shop', label: shop, role: 'core' })
    nodes.set(buyer, { id: buyer, kind: 'account', label: buyer, role: 'core' })
    const at = { role: 'core', atMs } as const
    edges.push({ from: buyer, to: shop, kind: 'order', ...at, reference: order, amountFen })
    edges.push({ from: shop, to: node, kind: 'parcel', ...at, reference: waybill, amountFen: null })
  }
  return boundedGraph({ nodes: [...nodes.values()], edges })
}
