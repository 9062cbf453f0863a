/**
 * Evaluates a card over the facts about one subject as of a date: a score, a grade, and for each
 * item a reason that names the records it came from. A pure function in integers: the same card,
 * facts and date give the same bytes, which is what lets anyone recompute a published grade.
 */

import {
  type Card,
  type CardItem,
  divideRounded,
  type Facts,
  type Observation,
  rangeOf,
  weighed,
} from './card.ts'
import { checkCard } from './card-check.ts'
import { sentencesOf } from './sentences.ts'

export type Reason = {
  item: string
  /** Hundredths this item adds, and the most it could have added. */
  points: number
  max: number
  /** Sum of the values after ageing, in thousandths of a unit. */
  amountMilli: number
  sentenceZh: string
  sentenceEn: string
  records: string[]
}

export type Evaluation = {
  card: { id: string; version: string }
  subject: string
  asOf: string
  /** Hundredths of points. */
  score: number
  grade: string
  reasons: Reason[]
  /** Everything the result depends on, in a fixed order: digest this. */
  inputs: { card: Card; subject: string; asOf: string; observations: Observation[] }
}

export type Change = {
  /** Records to leave out, observations to add, another date to look from. */
  without?: string[]
  with?: Observation[]
  asOf?: string
}

export type Comparison = {
  before: Evaluation
  after: Evaluation
  scoreChange: number
  items: { item: string; before: number; after: number }[]
}

/** `asOf` is an ISO date; later observations are not known yet. Throws on a card with faults. */
export function evaluateCard(card: Card, facts: Facts, asOf: string): Evaluation {
  assertSound(card)
  const today = dayOf(asOf)
  const features = new Set(card.items.map(item => item.feature))
  const observations = facts.observations
    .filter(({ feature, on }) => features.has(feature) && dayOf(on) <= today)
    .map(({ record, feature, value, on }) => ({ record, feature, value, on }))
    .sort(inFixedOrder)
  const reasons = card.items.map(item => reasonOf(item, observations, today))
  const sum = reasons.reduce((total, reason) => total + reason.points, card.base)
  const { least, most } = card.bounds ?? { least: sum, most: sum }
  const score = Math.max(least, Math.min(most, sum))
  return {
    card: { id: card.id, version: card.version },
    subject: facts.subject,
    asOf,
    score,
    grade: gradeOf(card, score),
    reasons,
    inputs: { card, subject: facts.subject, asOf, observations },
  }
}

/** The same subject before and after a change: "what if this penalty were repaired?" */
export function whatIf(card: Card, facts: Facts, asOf: string, change: Change): Comparison {
  const without = new Set(change.without)
  const kept = facts.observations.filter(({ record }) => !without.has(record))
  const changed = { ...facts, observations: [...kept, ...(change.with ?? [])] }
  const before = evaluateCard(card, facts, asOf)
  const after = evaluateCard(card, changed, change.asOf ?? asOf)
  const items = before.reasons.flatMap((reason, i) => {
    const points = after.reasons[i]!.points
    return points === reason.points
      ? []
      : [{ item: reason.item, before: reason.points, after: points }]
  })
  return { before, after, scoreChange: after.score - before.score, items }
}

function reasonOf(item: CardItem, observations: Observation[], today: number): Reason {
  const own = observations.filter(({ feature }) => feature === item.feature)
  let amountMilli = 0
  const counted: Observation[] = []
  for (const observation of own) {
    const permille = permilleAt(item, today - dayOf(observation.on))
    if (permille === 0) continue
    amountMilli += observation.value * permille
    counted.push(observation)
  }
  if (!Number.isSafeInteger(amountMilli)) {
    throw new RangeError(`item ${item.key}: the amount is not a safe integer`)
  }
  const points = weighed(rawPoints(item, amountMilli), item.weight)
  const shown = { points, amountMilli, records: counted.map(({ record }) => record) }
  return { item: item.key, max: rangeOf(item).most, ...shown, ...sentencesOf(item, shown) }
}

function rawPoints(item: CardItem, amountMilli: number): number {
  const { points } = item
  if (points.kind === 'bands') {
    return points.bands.findLast(band => amountMilli >= band.from * 1000)?.points ?? 0
  }
  const exact = divideRounded(BigInt(amountMilli) * BigInt(points.each), 1000n)
  const floor = BigInt(points.least)
  const ceiling = BigInt(points.most)
  return Number(exact < floor ? floor : exact > ceiling ? ceiling : exact)
}

function permilleAt(item: CardItem, ageDays: number): number {
  if (!item.ageing) return 1000
  return item.ageing.find(step => ageDays <= step.untilDays)?.permille ?? 0
}

function gradeOf(card: Card, score: number): string {
  let best: { grade: string; min: number } | undefined
  for (const grade of card.grades) {
    if (grade.min <= score && (!best || grade.min > best.min)) best = grade
  }
  if (!best) throw new RangeError(`card ${card.id}: no grade for score ${score}`)
  return best.grade
}

/** Cards are checked once per object; they are data that nobody changes in place. */
const sound = new WeakSet<Card>()

function assertSound(card: Card): void {
  if (sound.has(card)) return
  const [first] = checkCard(card)
  if (first) throw new RangeError(`card ${card.id}, item ${first.item ?? '-'}: ${first.messageEn}`)
  sound.add(card)
}

/** Days since the epoch; a date that does not exist would otherwise roll over in silence. */
function dayOf(isoDate: string): number {
  const atMs = Date.parse(`${isoDate}T00:00:00Z`)
  if (Number.isNaN(atMs) || new Date(atMs).toISOString().slice(0, 10) !== isoDate) {
    throw new RangeError(`not an ISO date: ${isoDate}`)
  }
  return atMs / 86_400_000
}

function inFixedOrder(a: Observation, b: Observation): number {
  return (
    compare(a.feature, b.feature) ||
    compare(a.on, b.on) ||
    compare(a.record, b.record) ||
    a.value - b.value
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
