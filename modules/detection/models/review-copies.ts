/**
 * Reviews written from one template or shown with one picture by many accounts (requirements 4.6, 20.2). Each text is
 * looked up among the last reviews by MinHash and LSH (Broder 1997; Leskovec et al., ch. 3) and compared with the few
 * that may be alike; what half the county writes ("好评，物流很快") carries no information and groups nobody.
 */
import type { TradeEvent } from '#contract'
import {
  foldText,
  hash32,
  type LshIndex,
  lshIndex,
  type MinHasher,
  minHasher,
  shingles,
} from '#lib/similarity'
import { AgeingMap, type AgeingMapState } from '#lib/stream-windows'
import { numberOf, shopName } from '../evidence.ts'
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
import {
  figuresOf,
  type Group,
  type Inputs,
  isOpen,
  type Limits,
  type Review,
  suspicionOf,
} from './copies-evidence.ts'
import { untold, worthTelling } from './telling.ts'

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
/** So many reviews are imagined before the first, or every phrase would be rare on the first day. */
const PRIOR_REVIEWS = 500

const card: ModelCard = {
  code: 'review-copies',
  version: '1.2.0',
  titleZh: '评价文字、图片雷同',
  titleEn: 'Review texts or pictures copied',
  method: {
    zh: '以三字片段的最小哈希与局部敏感哈希在近期评价中查找近似文字，再按片段稀有程度加权比较；图片按报送的摘要比对。多个账号的近似评价连成一组，达到门槛时列出逐对对照。已经营一段时间的网店，雷同好评只在数日内突发的，可能是他人所为，只列账号，不指认网店；持续更久的才指认。套话和短句信息量不足，不成组。',
    en: 'MinHash and locality-sensitive hashing over three-character pieces find like texts among recent reviews; these are compared with pieces weighted by rarity; pictures are compared by their reported digest. Like reviews of several accounts form a group that is shown pair by pair. A wave of days at an established shop may be an attack, so it names accounts only; one that lasts longer names the shop too. Stock phrases and short texts carry too little information to form one.',
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
    zh: '买家照抄他人评价换积分也会成组，未必受商家指使；竞争对手借此栽赃持续多日的会误指网店；改写彻底的代写评价查不出；图片重新压缩后摘要不同。',
    en: 'Buyers who copy others for points form groups too, without any seller asking; a rival who orders them for weeks makes the shop look guilty; thoroughly rewritten texts pass it; a recompressed picture has another digest.',
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
    { name: 'suddenDays', policyKey: 'detection.mass-refunds.suddenDays' },
    { name: 'establishedDays', policyKey: 'detection.mass-refunds.establishedDays' },
    { name: 'maxShops', policyKey: 'detection.maxShops' },
  ],
  measured: [
    { data: onCounty('paid praise', 33, 0.1), precision: 1, recall: 1, date: '2026-11-28' },
    { data: onCounty('paid praise', 36, 0.5), precision: 1, recall: 0.97, date: '2026-11-28' },
    { data: onCounty('brushing ring', 33, 0.1), precision: 1, recall: 0.958, date: '2026-11-28' },
    { data: onCounty('brushing ring', 36, 0.5), precision: 1, recall: 1, date: '2026-11-28' },
  ],
  from: '2020-01-01',
  until: null,
  mode: 'production',
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
  /** Since when each shop has traded. */
  readonly #since: AgeingMap<number>
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
    const spanMs = Math.max(limits.windowDays, limits.establishedDays) * DAY_MS
    const since = kept?.since as unknown as AgeingMapState<number> | undefined
    this.#since = new AgeingMap({ spanMs, maxKeys: limits.maxShops }, since)
    this.#texts = (kept?.texts as number | undefined) ?? 0
    this.#forgotten = (kept?.forgotten as number | undefined) ?? 0
  }

  observe(event: TradeEvent, atMs: number): void {
    if (event.kind === 'order.placed') {
      const shop = shopName(event)
      this.#since.set(shop, this.#since.get(shop) ?? atMs, atMs)
      return
    }
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
      if (group.size >= this.#limits.minReviews && worthTelling(group.size, group.told, nowMs))
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
      since: this.#since.exportState() as unknown as Json,
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
    const reached = own !== undefined && figures.every(({ met }) => met)
    const open =
      reached &&
      name !== undefined &&
      isOpen(members, name, this.#since.get(name) ?? Number.POSITIVE_INFINITY, this.#limits)
    const sentence = open ? openAnswer : reached ? reachedAnswer : missedAnswer
    return { seen: own !== undefined, suspected: reached && !open, figures, sentence }
  }

  losses(): Readonly<Record<string, number>> {
    return { forgottenReviews: this.#forgotten, forgottenShops: this.#since.evictedKeys }
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
    const group: Group = { key: review.review, members: [], pairs: [], size: 0, told: untold }
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
    if (from.told.size > into.told.size) into.told = from.told
    return into
  }

  #tell(group: Group, nowMs: number): void {
    const sinceMs = (shop: string) => this.#since.get(shop) ?? Number.POSITIVE_INFINITY
    const suspicion = suspicionOf(group, sinceMs, nowMs, this.#limits)
    if (!suspicion) return
    group.told = { size: group.size, atMs: nowMs }
    this.#told.push(suspicion)
  }
}

const reachedAnswer = {
  zh: '有一组雷同评价达到门槛。',
  en: 'A group of copied reviews reaches the thresholds.',
}
const openAnswer = {
  zh: '有一组雷同评价达到门槛，但系数日内突发，是否该店所为尚不能判断。',
  en: 'A group of copied reviews reaches the thresholds, but came within days: whether the shop ordered it is open.',
}
const missedAnswer = {
  zh: '没有达到门槛的雷同评价。',
  en: 'No group of like reviews reaches the thresholds.',
}

const piecesOf = (text: string): Set<string> => (text === '' ? new Set() : shingles(text, SHINGLE))
const counterOf = (piece: string): number => hash32(piece, 11) % COUNTERS

function limitsOf(parameters: Parameters): Limits {
  const limits = {
    likeness: numberOf(parameters, 'likeness'),
    minInformation: numberOf(parameters, 'minInformation'),
    minReviews: numberOf(parameters, 'minReviews'),
    minAccounts: numberOf(parameters, 'minAccounts'),
    windowDays: numberOf(parameters, 'windowDays'),
    maxReviews: numberOf(parameters, 'maxReviews'),
    suddenDays: numberOf(parameters, 'suddenDays'),
    establishedDays: numberOf(parameters, 'establishedDays'),
    maxShops: numberOf(parameters, 'maxShops'),
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
