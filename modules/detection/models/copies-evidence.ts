/** What copied reviews give a person to look at: the figures, whom they speak of, and the picture of who copied whom. */
import type { AlertLevel, Figure, GraphEdge, GraphNode } from '#contract'
import { boundedGraph, counted, figure, shopKey, spanOfDays } from '../evidence.ts'
import type { JsonRecord, Suspicion } from '../model.ts'
import type { Told } from './telling.ts'
import { mayBeAttack, type WaveLimits, waveOf } from './wave.ts'

export type Limits = WaveLimits & {
  readonly likeness: number
  readonly minInformation: number
  readonly minReviews: number
  readonly minAccounts: number
  readonly windowDays: number
  readonly maxReviews: number
  readonly maxShops: number
}

export type Review = {
  readonly review: string
  readonly shop: string
  readonly buyer: string
  readonly score: number
  readonly atMs: number
  readonly text: string
  readonly pictures: readonly string[]
}

/** Two reviews of a group and why they are in it. */
export type Pair = {
  readonly a: string
  readonly b: string
  readonly likeness: number
  readonly picture: boolean
}

export type Group = {
  readonly key: string
  members: Review[]
  pairs: Pair[]
  /** Reviews ever, also those it has forgotten. */
  size: number
  told: Told
}

export type Inputs = { readonly members: readonly Review[]; readonly pairs: readonly Pair[] }

export function figuresOf({ members, pairs }: Inputs, limits: Limits): Figure[] {
  const texts = pairs.filter(({ picture }) => !picture)
  const mean = texts.reduce((sum, { likeness }) => sum + likeness, 0) / Math.max(1, texts.length)
  return [
    figure({
      name: 'reviews',
      zh: '雷同评价',
      en: 'like reviews',
      value: members.length,
      atLeast: limits.minReviews,
      unit: 'count',
    }),
    figure({
      name: 'accounts',
      zh: '发表账号',
      en: 'accounts behind them',
      value: new Set(members.map(({ buyer }) => buyer)).size,
      atLeast: limits.minAccounts,
      unit: 'count',
    }),
    figure({
      name: 'textPairs',
      zh: '文字近似的对数',
      en: 'pairs with like texts',
      value: texts.length,
      unit: 'count',
    }),
    figure({
      name: 'meanLikeness',
      zh: '文字近似度均值',
      en: 'mean likeness of texts',
      value: Math.round(mean * 100) / 100,
      unit: 'share',
    }),
    figure({
      name: 'picturePairs',
      zh: '图片相同的对数',
      en: 'pairs with the same picture',
      value: pairs.length - texts.length,
      unit: 'count',
    }),
  ]
}

/** Praise that comes in a wave may have been ordered by a rival, for the shop to be punished. */
export function isOpen(
  members: readonly Review[],
  shop: string,
  sinceMs: number,
  limits: Limits,
): boolean {
  const times = members.filter(member => member.shop === shop).map(({ atMs }) => atMs)
  return times.length > 0 && mayBeAttack(waveOf(times), sinceMs, limits)
}

export function suspicionOf(
  group: Group,
  sinceMs: (shop: string) => number,
  nowMs: number,
  limits: Limits,
): Suspicion | null {
  const members = [...group.members]
  const figures = figuresOf({ members, pairs: group.pairs }, limits)
  if (!figures.every(({ met }) => met)) return null
  const shops = shopsOf(members, limits)
  const open = shops.filter(shop => isOpen(members, shop, sinceMs(shop), limits))
  const own = shops.filter(shop => !open.includes(shop))
  const buyers = [...new Set(members.map(({ buyer }) => buyer))]
  const hostile = members.reduce((sum, { score }) => sum + score, 0) / members.length <= 2
  const times = members.map(({ atMs }) => atMs)
  const window = { fromMs: Math.min(...times), untilMs: Math.max(...times) }
  const days = spanOfDays(window.fromMs, window.untilMs)
  const pictures = group.pairs.filter(({ picture }) => picture).length
  const unsure =
    hostile || open.length === 0
      ? { zh: '', en: '' }
      : {
          zh: `，其中 ${open.length} 家系数日内突发，系网店还是他人所为尚不能判断`,
          en: `; at ${open.length} of the shops they came within days, and whether the shop or another ordered them is open`,
        }
  const severity: AlertLevel =
    members.length >= 20 ? 'high' : members.length >= 8 ? 'medium' : 'low'
  return {
    behaviour: hostile ? 'malicious-review' : 'copied-review',
    shops: hostile ? [] : own.map(shopKey),
    victims: hostile ? shops.map(shopKey) : [],
    scenes: hostile ? [] : open.map(shopKey),
    accounts: buyers.slice(0, 2_000),
    severity,
    confidence: Math.round((1 - 0.8 ** (members.length / limits.minReviews + 1)) * 100) / 100,
    window,
    raisedMs: nowMs,
    key: `copies ${group.key}`,
    evidence: { figures, graph: graphOf(group) },
    inputs: { members, pairs: [...group.pairs] } as unknown as JsonRecord,
    sentence: {
      zh: `${days.zh}，${shops.length} 家网店的 ${members.length} 条评价（${buyers.length} 个账号）文字近似或图片相同${pictures > 0 ? `，其中 ${pictures} 对图片相同` : ''}，疑为按同一模板撰写${unsure.zh}，须人工核实。`,
      en: `${days.en}: ${members.length} reviews of ${counted(shops.length, 'shop')} by ${counted(buyers.length, 'account')} are alike in text or share a picture${pictures > 0 ? ` (the same one in ${counted(pictures, 'pair')})` : ''}; they may follow one template${unsure.en}. A person must verify.`,
    },
  }
}

/** Shops with several of the reviews; where each shop has one or two, all of them. */
function shopsOf(members: readonly Review[], { minReviews }: Limits) {
  const counts = new Map<string, number>()
  for (const { shop } of members) counts.set(shop, (counts.get(shop) ?? 0) + 1)
  const ranked = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  const several = ranked.filter(([, count]) => count >= Math.min(3, minReviews))
  return (several.length > 0 ? several : ranked).slice(0, 200).map(([shop]) => shop)
}

function graphOf({ members, pairs }: Group) {
  const nodes = new Map<string, GraphNode>()
  const edges: GraphEdge[] = []
  const at = { amountFen: null, role: 'core' } as const
  const times = new Map(members.map(({ review, atMs }) => [review, atMs]))
  for (const { review, shop, text, atMs } of members) {
    nodes.set(shop, { id: shop, kind: 'shop', label: shop, role: 'core' })
    const label = text === '' ? review : text.slice(0, 60)
    nodes.set(review, { id: review, kind: 'review', label, role: 'core' })
    edges.push({ from: review, to: shop, kind: 'order', atMs, reference: review, ...at })
  }
  for (const { a, b, likeness, picture } of pairs) {
    const atMs = Math.max(times.get(a) ?? 0, times.get(b) ?? 0)
    const reference = picture ? '图片相同' : `文字近似 ${Math.round(likeness * 100)}%`
    edges.push({ from: a, to: b, kind: 'likeness', atMs, reference, ...at })
  }
  return boundedGraph({ nodes: [...nodes.values()], edges })
}
