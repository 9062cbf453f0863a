/** What paid praise gives a person to look at: the figures, the sentence, and who was paid after which five stars. */
import type { Figure, GraphEdge, GraphNode } from '#contract'
import { poissonTail } from '#lib/stream-windows'
import { boundedGraph, counted, figure, shopKey, spanOfDays } from '../evidence.ts'
import type { JsonRecord, Suspicion } from '../model.ts'

export type Limits = {
  readonly rewardDays: number
  readonly maxRewardFen: number
  readonly minRewarded: number
  /** Transfers after five stars to a review, of honest shops. */
  readonly usualRate: number
  /** Nats of the Poisson tail. */
  readonly minSurprise: number
  readonly promptMinutes: number
  readonly minPrompt: number
  readonly promptShare: number
  readonly windowDays: number
  readonly maxOrders: number
}

/** What a shop's figures count. */
export type Act =
  | {
      readonly kind: 'reward'
      readonly order: string
      readonly buyer: string
      readonly praisedMs: number
      readonly atMs: number
      readonly amountFen: number
    }
  | {
      readonly kind: 'prompt'
      readonly order: string
      readonly buyer: string
      readonly atMs: number
    }
  | { readonly kind: 'other'; readonly atMs: number }

type Reward = Extract<Act, { kind: 'reward' }>
const rewardsOf = (acts: readonly Act[]): Reward[] =>
  acts.filter((act): act is Reward => act.kind === 'reward')

export function figuresOf(acts: readonly Act[], limits: Limits): Figure[] {
  const rewards = rewardsOf(acts)
  const prompt = acts.filter(({ kind }) => kind === 'prompt').length
  const rewarded = new Set(rewards.map(({ buyer }) => buyer)).size
  const reviews = Math.max(1, acts.length - rewards.length)
  return [
    figure({
      name: 'rewarded',
      zh: '五星评价后收到店家转账的账号',
      en: 'accounts paid by the shop after five stars',
      value: rewarded,
      atLeast: limits.minRewarded,
      unit: 'count',
    }),
    figure({
      name: 'surprise',
      zh: '转账超出平常补偿的程度',
      en: 'how far these exceed usual compensation (nats)',
      value: Math.round(-Math.log(poissonTail(rewarded, reviews * limits.usualRate)) * 100) / 100,
      atLeast: limits.minSurprise,
      unit: 'score',
    }),
    figure({
      name: 'rewardFen',
      zh: '转账合计',
      en: 'paid in all',
      value: rewards.reduce((sum, { amountFen }) => sum + amountFen, 0),
      unit: 'fen',
    }),
    figure({
      name: 'prompt',
      zh: '签收后即时五星',
      en: 'five stars within minutes of signing',
      value: prompt,
      atLeast: limits.minPrompt,
      unit: 'count',
    }),
    figure({
      name: 'promptShare',
      zh: '即时五星占该店评价',
      en: 'their share of the shop’s reviews',
      value: Math.round((prompt / reviews) * 100) / 100,
      atLeast: limits.promptShare,
      unit: 'share',
    }),
  ]
}

/** Rewards need their number and its surprise, promptness its number and its share. */
export function holds(figures: readonly Figure[]): boolean {
  const met = (name: string) => figures.find(figure => figure.name === name)!.met
  return (met('rewarded') && met('surprise')) || (met('prompt') && met('promptShare'))
}

export function suspicionOf(
  shop: string,
  { acts, key }: { readonly acts: readonly Act[]; readonly key: string },
  figures: readonly Figure[],
  nowMs: number,
): Suspicion {
  const telling = acts.filter(act => act.kind !== 'other')
  const rewards = rewardsOf(acts)
  const accounts = [...new Set(telling.map(({ buyer }) => buyer))]
  const rewarded = new Set(rewards.map(({ buyer }) => buyer)).size
  const prompt = telling.length - rewards.length
  const fromMs = Math.min(...telling.map(({ atMs }) => atMs))
  const untilMs = Math.max(...telling.map(({ atMs }) => atMs))
  const days = spanOfDays(fromMs, untilMs)
  const paid = (rewards.reduce((sum, { amountFen }) => sum + amountFen, 0) / 100).toFixed(2)
  return {
    behaviour: 'paid-review',
    shops: [shopKey(shop)],
    victims: [],
    accounts,
    severity: rewarded >= 20 ? 'high' : rewarded >= 8 ? 'medium' : 'low',
    confidence: Math.round((rewarded > 0 ? 1 - 0.85 ** rewarded : 0.4) * 100) / 100,
    window: { fromMs, untilMs },
    raisedMs: nowMs,
    key,
    evidence: { figures, graph: graphOf(shop, telling) },
    inputs: { acts: [...acts] } as unknown as JsonRecord,
    sentence: {
      zh: `${days.zh}，该店收款账户在 ${rewarded} 个买家账号给出五星评价后向其转账，合计 ${paid} 元；另有 ${prompt} 条五星评价在签收后数分钟内给出，涉嫌好评返现，须人工核实。`,
      en: `${days.en}: the shop’s purse paid ${counted(rewarded, 'buyer account')} after their five stars, ¥${paid} in all; ${counted(prompt, 'more five-star review')} came within minutes of signing. Paid praise is suspected; a person must verify.`,
    },
  }
}

function graphOf(shop: string, acts: readonly Exclude<Act, { kind: 'other' }>[]) {
  const nodes = new Map<string, GraphNode>([
    [shop, { id: shop, kind: 'shop', label: shop, role: 'core' }],
  ])
  const edges: GraphEdge[] = []
  for (const act of acts) {
    const { buyer, order } = act
    nodes.set(buyer, { id: buyer, kind: 'account', label: buyer, role: 'core' })
    const at = { reference: order, role: 'core' } as const
    const atMs = act.kind === 'reward' ? act.praisedMs : act.atMs
    edges.push({ from: buyer, to: shop, kind: 'order', atMs, amountFen: null, ...at })
    if (act.kind === 'reward')
      edges.push({
        from: shop,
        to: buyer,
        kind: 'transfer',
        atMs: act.atMs,
        amountFen: act.amountFen,
        ...at,
      })
  }
  return boundedGraph({ nodes: [...nodes.values()], edges })
}
