/**
 * Reviews written from one template or shown with one picture by many accounts (requirements 4.6, 20.2). Each text is
 * looked up among the last reviews by MinHash and LSH (Broder 1997; Leskovec et al., ch. 3) and compared with the few
 * that may be alike; what half the county writes ("好评，物流很快") carries no information and groups nobody.
 */
import type { AlertLevel, Figure, GraphEdge, GraphNode, TradeEvent } from '#contract'
import {
  foldText,
  hash32,
  type LshIndex,
  lshIndex,
  type MinHasher,
  minHasher,
  shingles,
} from '#lib/similarity'
import { boundedGraph, figure, numberOf, shopKey, shopName, spanOfDays } from '../evidence.ts'
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

const DAY_MS = 86_400_000
/** Eight bands of three find most pairs from a Jaccard likeness of 0.6 on (lshThreshold: 0.5). */
const BANDS = { bands: 8, rows: 3 } as const
const SHINGLE = 3
const MAX_TEXT = 300
/** Candidates compared for one review, the likest first. */
const MAX_CANDIDATES = 12
const MAX_MEMBERS = 300
const MAX_PAIRS = 120
/** Buckets in which texts' pieces are counted; two rare pieces seldom meet in one. */
const COUNTERS = 1 << 15
const RETOLD_GROWTH = 1.25
/** So many reviews are imagined before the first, or every phrase would be rare on the first day. */
const PRIOR_REVIEWS = 500

const card: ModelCard = {
  code: 'review-copies',
  version: '1.0.0',
  titleZh: '评价文字、图片雷同',
  titleEn: 'Review texts or pictures copied',
  method: {
    zh: '以三字片段的最小哈希与局部敏感哈希在近期评价中查找近似文字，再按片段稀有程度加权比较；图片按报送的摘要比对。多个账号的近似评价连成一组，达到门槛时列出逐对对照。套话和短句信息量不足，不成组。',
    en: 'MinHash and locality-sensitive hashing over three-character pieces find like texts among recent reviews; these are compared with pieces weighted by rarity; pictures are compared by their reported digest. Like reviews of several accounts form a group that is shown pair by pair. Stock phrases and short texts carry too little information to form one.',
  },
  dataUsed: {
    zh: '评价事件：平台、网店、买家令牌、评分、文字、图片摘要、时间。',
    en: 'Review events: platform, shop, buyer token, score, text, digests of pictures, time.',
  },
  lawfulSource: {
    zh: '《电子商务法》第17条、第39条；《网络交易监督管理办法》第35条',
    en: 'E-Commerce Law, art. 17 and 39; Measures on Online Trading, art. 35',
  },
  limitations: {
    zh: '买家照抄他人评价换积分也会成组，未必受商家指使；竞争对手可能借此栽赃；改写彻底的代写评价查不出；图片重新压缩后摘要不同。',
    en: 'Buyers who copy others for points form groups too, without any seller asking; a rival may order them to blame a shop; thoroughly rewritten texts pass it; a recompressed picture has another digest.',
  },
  owner: '宁晋县信用办',
  behaviours: ['copied-review', 'malicious-review'],
  parameters: [
    { name: 'likeness', policyKey: 'detection.review-copies.likeness' },
    { name: 'minInformation', policyKey: 'detection.review-copies.minInformation' },
    { name: 'minReviews', policyKey: 'detection.review-copies.minReviews' },
    { name: 'minAccounts', policyKey: 'detection.review-copies.minAccounts' },
    { name: 'windowDays', policyKey: 'detection.review-copies.windowDays' },
    { name: 'maxReviews', policyKey: 'detection.review-copies.maxReviews' },
  ],
  measured: [
    { data: 'county-13-x0.5, shops', precision: 1, recall: 1, date: '2026-11-24' },
    { data: 'county-14-x0.5, shops', precision: 1, recall: 1, date: '2026-11-24' },
  ],
  from: '2020-01-01',
  until: null,
  mode: 'production',
}

type Limits = {
  readonly likeness: number
  readonly minInformation: number
  readonly minReviews: number
  readonly minAccounts: number
  readonly windowDays: number
  readonly maxReviews: number
}

type Review = {
  readonly review: string
  readonly shop: string
  readonly buyer: string
  readonly score: number
  readonly atMs: number
  readonly text: string
  readonly pictures: readonly string[]
}

/** Two reviews of a group and why they are in it. */
type Pair = {
  readonly a: string
  readonly b: string
  readonly likeness: number
  readonly picture: boolean
}

type Group = {
  readonly key: string
  members: Review[]
  pairs: Pair[]
  size: number
  toldSize: number
}

class ReviewCopiesDetector implements Detector {
  readonly #limits: Limits
  readonly #hasher: MinHasher = minHasher({ size: BANDS.bands * BANDS.rows, seed: 7 })
  readonly #index: LshIndex
  /** The last reviews in the order of their coming; those with a text are in the index too. */
  readonly #recent: Map<string, Review>
  /** The last review that showed a picture. */
  readonly #pictures = new Map<string, string>()
  readonly #groups: Map<string, Group>
  readonly #groupOf = new Map<string, string>()
  readonly #counts: Uint32Array
  #texts: number
  #forgotten: number
  #told: Suspicion[] = []

  constructor(limits: Limits, state?: Json) {
    this.#limits = limits
    const kept = state as JsonRecord | undefined
    this.#index = lshIndex({ ...BANDS, capacity: limits.maxReviews })
    this.#recent = new Map()
    for (const review of (kept?.recent ?? []) as unknown as Review[]) this.#remember(review)
    const groups = structuredClone(kept?.groups ?? []) as unknown as Group[]
    this.#groups = new Map(groups.map(group => [group.key, group]))
    for (const { key, members } of groups)
      for (const { review } of members) this.#groupOf.set(review, key)
    this.#counts = Uint32Array.from((kept?.counts ?? { length: COUNTERS }) as ArrayLike<number>)
    this.#texts = (kept?.texts as number | undefined) ?? 0
    this.#forgotten = (kept?.forgotten as number | undefined) ?? 0
  }

  observe(event: TradeEvent, atMs: number): void {
    if (event.kind !== 'review.posted' || event.by !== 'buyer') return
    const text = event.text === undefined ? '' : foldText(event.text).slice(0, MAX_TEXT)
    const pictures = event.pictures ?? []
    if (text === '' && pictures.length === 0) return
    const { review, buyer, score } = event
    const seen: Review = { review, shop: shopName(event), buyer, score, atMs, text, pictures }
    for (const { other, likeness, picture } of this.#alike(seen))
      this.#join(seen, other, { likeness, picture })
    for (const piece of piecesOf(text)) this.#counts[counterOf(piece)]!++
    if (text !== '') this.#texts++
    this.#remember(seen)
  }

  advance(nowMs: number): void {
    const oldestMs = nowMs - this.#limits.windowDays * DAY_MS
    for (const [key, group] of this.#groups) {
      if (group.size >= Math.max(this.#limits.minReviews, group.toldSize * RETOLD_GROWTH))
        this.#tell(group, nowMs)
      if (group.members.at(-1)!.atMs >= oldestMs) continue
      this.#groups.delete(key)
      for (const { review } of group.members) this.#groupOf.delete(review)
    }
  }

  drain(): Suspicion[] {
    const told = this.#told
    this.#told = []
    return told
  }

  state(): Json {
    return {
      recent: [...this.#recent.values()] as unknown as Json,
      groups: [...this.#groups.values()] as unknown as Json,
      counts: [...this.#counts],
      texts: this.#texts,
      forgotten: this.#forgotten,
    }
  }

  whyNot({ shop, account }: Asked): Answer {
    const name = shop && shopName(shop)
    const own = [...this.#groups.values()]
      .filter(({ members }) => members.some(m => m.shop === name || m.buyer === account))
      .sort((a, b) => b.size - a.size)[0]
    const members = own?.members ?? []
    const figures = figuresOf({ members, pairs: own?.pairs ?? [] }, this.#limits)
    const suspected = own !== undefined && figures.every(({ met }) => met)
    return {
      seen: own !== undefined,
      suspected,
      figures,
      sentence: suspected
        ? {
            zh: '有一组雷同评价达到门槛。',
            en: 'A group of copied reviews reaches the thresholds.',
          }
        : {
            zh: '没有达到门槛的雷同评价。',
            en: 'No group of like reviews reaches the thresholds.',
          },
    }
  }

  losses(): Readonly<Record<string, number>> {
    return { forgottenReviews: this.#forgotten }
  }

  #remember(review: Review): void {
    this.#recent.delete(review.review)
    this.#recent.set(review.review, review)
    // A text without pieces to spare never forms a pair, so it needs no place in the index.
    if (review.text.length >= SHINGLE)
      this.#index.add(review.review, this.#hasher.sign(shingles(review.text, SHINGLE)))
    for (const picture of review.pictures) this.#pictures.set(picture, review.review)
    if (this.#recent.size <= this.#limits.maxReviews) return
    const [oldest] = this.#recent.values()
    this.#recent.delete(oldest!.review)
    this.#index.remove(oldest!.review)
    for (const picture of oldest!.pictures)
      if (this.#pictures.get(picture) === oldest!.review) this.#pictures.delete(picture)
    this.#forgotten++
  }

  /** Recent reviews by other accounts that share a picture or are alike in words that few use. */
  *#alike(seen: Review): Generator<{ other: Review; likeness: number; picture: boolean }> {
    const fromMs = seen.atMs - this.#limits.windowDays * DAY_MS
    const others = new Set<string>()
    const eligible = (name: string | undefined) => {
      const other = name === undefined ? undefined : this.#recent.get(name)
      return other && other.buyer !== seen.buyer && other.atMs >= fromMs ? other : undefined
    }
    for (const picture of seen.pictures) {
      const other = eligible(this.#pictures.get(picture))
      if (!other || others.has(other.review)) continue
      others.add(other.review)
      yield { other, likeness: 1, picture: true }
    }
    const pieces = shingles(seen.text, SHINGLE)
    if (this.#informationOf(pieces) < this.#limits.minInformation) return
    const candidates = this.#index.similar(this.#hasher.sign(pieces), 0.25).slice(0, MAX_CANDIDATES)
    for (const { key } of candidates) {
      const other = eligible(key)
      if (!other || others.has(key)) continue
      const theirs = shingles(other.text, SHINGLE)
      const shared = this.#informationOf(pieces.intersection(theirs))
      const likeness = shared / this.#informationOf(pieces.union(theirs))
      if (shared < this.#limits.minInformation || likeness < this.#limits.likeness) continue
      yield { other, likeness: Math.round(likeness * 1000) / 1000, picture: false }
    }
  }

  /** Nats that the pieces tell: each the logarithm of how rarely reviews use it. */
  #informationOf(pieces: ReadonlySet<string>): number {
    const reviews = this.#texts + PRIOR_REVIEWS
    let nats = 0
    for (const piece of pieces) nats += Math.log(reviews / (this.#counts[counterOf(piece)]! + 1))
    return nats
  }

  #join(seen: Review, other: Review, why: { likeness: number; picture: boolean }): void {
    let group = this.#groupWith(other)
    const own = this.#groupOf.get(seen.review)
    if (own === undefined) this.#add(group, seen)
    else if (own !== group.key) group = this.#merge(this.#groups.get(own)!, group)
    if (group.pairs.length < MAX_PAIRS)
      group.pairs.push({ a: other.review, b: seen.review, ...why })
  }

  #groupWith(review: Review): Group {
    const key = this.#groupOf.get(review.review)
    const known = key === undefined ? undefined : this.#groups.get(key)
    if (known) return known
    const group: Group = { key: review.review, members: [], pairs: [], size: 0, toldSize: 0 }
    this.#groups.set(group.key, group)
    this.#add(group, review)
    return group
  }

  #add(group: Group, review: Review): void {
    group.size++
    this.#groupOf.set(review.review, group.key)
    group.members.push(review)
    // A group that outgrows its bound forgets its oldest; its size still counts them.
    if (group.members.length > MAX_MEMBERS) this.#groupOf.delete(group.members.shift()!.review)
  }

  #merge(a: Group, b: Group): Group {
    const [into, from] = a.size >= b.size ? [a, b] : [b, a]
    this.#groups.delete(from.key)
    for (const review of from.members) this.#groupOf.set(review.review, into.key)
    into.members = [...into.members, ...from.members]
      .sort((x, y) => x.atMs - y.atMs || (x.review < y.review ? -1 : 1))
      .slice(-MAX_MEMBERS)
    into.pairs = [...into.pairs, ...from.pairs].slice(0, MAX_PAIRS)
    into.size += from.size
    into.toldSize = Math.max(into.toldSize, from.toldSize)
    return into
  }

  #tell(group: Group, nowMs: number): void {
    const suspicion = suspicionOf(group, nowMs, this.#limits)
    if (!suspicion) return
    group.toldSize = group.size
    this.#told.push(suspicion)
  }
}

const piecesOf = (text: string): Set<string> => (text === '' ? new Set() : shingles(text, SHINGLE))
const counterOf = (piece: string): number => hash32(piece, 11) % COUNTERS

type Inputs = { readonly members: readonly Review[]; readonly pairs: readonly Pair[] }

function figuresOf({ members, pairs }: Inputs, limits: Limits): Figure[] {
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

function suspicionOf(group: Group, nowMs: number, limits: Limits): Suspicion | null {
  const members = [...group.members]
  const figures = figuresOf({ members, pairs: group.pairs }, limits)
  if (!figures.every(({ met }) => met)) return null
  const shops = shopsOf(members, limits)
  const buyers = [...new Set(members.map(({ buyer }) => buyer))]
  const hostile = members.reduce((sum, { score }) => sum + score, 0) / members.length <= 2
  const times = members.map(({ atMs }) => atMs)
  const window = { fromMs: Math.min(...times), untilMs: Math.max(...times) }
  const days = spanOfDays(window.fromMs, window.untilMs)
  const pictures = group.pairs.filter(({ picture }) => picture).length
  const severity: AlertLevel =
    members.length >= 20 ? 'high' : members.length >= 8 ? 'medium' : 'low'
  return {
    behaviour: hostile ? 'malicious-review' : 'copied-review',
    shops: hostile ? [] : shops,
    victims: hostile ? shops : [],
    accounts: buyers.slice(0, 2_000),
    severity,
    confidence: Math.round((1 - 0.8 ** (members.length / limits.minReviews + 1)) * 100) / 100,
    window,
    raisedMs: nowMs,
    key: `copies ${group.key}`,
    evidence: { figures, graph: graphOf(group) },
    inputs: { members, pairs: [...group.pairs] } as unknown as JsonRecord,
    sentence: {
      zh: `${days.zh}，${shops.length} 家网店的 ${members.length} 条评价（${buyers.length} 个账号）文字近似或图片相同${pictures > 0 ? `，其中 ${pictures} 对图片相同` : ''}，疑为按同一模板撰写，须人工核实。`,
      en: `${days.en}: ${members.length} reviews of ${shops.length} shops by ${buyers.length} accounts are alike in text or share a picture${pictures > 0 ? ` (${pictures} pairs share one)` : ''}; they may follow one template. A person must verify.`,
    },
  }
}

/** Shops with several of the reviews; where each shop has one or two, all of them. */
function shopsOf(members: readonly Review[], { minReviews }: Limits) {
  const counts = new Map<string, number>()
  for (const { shop } of members) counts.set(shop, (counts.get(shop) ?? 0) + 1)
  const ranked = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  const several = ranked.filter(([, count]) => count >= Math.min(3, minReviews))
  return (several.length > 0 ? several : ranked).slice(0, 200).map(([shop]) => shopKey(shop))
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

function limitsOf(parameters: Parameters): Limits {
  const limits = {
    likeness: numberOf(parameters, 'likeness'),
    minInformation: numberOf(parameters, 'minInformation'),
    minReviews: numberOf(parameters, 'minReviews'),
    minAccounts: numberOf(parameters, 'minAccounts'),
    windowDays: numberOf(parameters, 'windowDays'),
    maxReviews: numberOf(parameters, 'maxReviews'),
  }
  if (!(limits.likeness > 0 && limits.likeness <= 1)) throw new RangeError('likeness is no share')
  if (!(limits.minReviews >= 2)) throw new RangeError('minReviews must be two at least')
  return limits
}

export const reviewCopies: Model = {
  card,
  create: (parameters, state) => new ReviewCopiesDetector(limitsOf(parameters), state),
  recompute: (inputs, parameters) => figuresOf(inputs as unknown as Inputs, limitsOf(parameters)),
}
