/**
 * How well a ranking without labels agrees with labels that came later. The only file of this room
 * that reads labels: no score may. Ties count as the average over their orders, so that a constant
 * score earns exactly what guessing earns.
 */

/** 1 what is looked for, 0 what is not, anything else unknown and left out. */
export type Labels = ArrayLike<number>

export interface RankingFigures {
  positives: number
  negatives: number
  /** Chance that a positive stands above a negative (Hanley and McNeil 1982, ties by midrank). */
  auc: number
  /** Σ precision × recall gained, over distinct scores. */
  averagePrecision: number
  precisionAtK: { k: number; precision: number }[]
  recallAtPrecision: { precision: number; recall: number }[]
}

export interface EvaluationOptions {
  /** Cut-offs for precision; those beyond the labelled items are left out. */
  ks?: number[]
  precisions?: number[]
}

/** Highest score first. NaN where there are no positives or no negatives. O(n log n). */
export function evaluateRanking(
  scores: ArrayLike<number>,
  labels: Labels,
  options: EvaluationOptions = {},
): RankingFigures {
  if (scores.length !== labels.length) throw new RangeError('scores and labels differ in length')
  const { ks = [50, 100, 200, 500, 1000], precisions = [0.99, 0.95, 0.9, 0.8] } = options
  const groups = tiedGroups(scores, labels)
  const positives = groups.reduce((sum, group) => sum + group.positives, 0)
  const labelled = groups.reduce((sum, group) => sum + group.size, 0)
  const negatives = labelled - positives
  let above = 0
  let hits = 0
  let pairsWon = 0
  let averagePrecision = 0
  const recalls = precisions.map(precision => ({ precision, recall: 0 }))
  for (const group of groups) {
    const groupNegatives = group.size - group.positives
    const negativesBelow = negatives - (above - hits) - groupNegatives
    pairsWon += group.positives * (negativesBelow + groupNegatives / 2)
    above += group.size
    hits += group.positives
    averagePrecision += (group.positives / positives) * (hits / above)
    for (const entry of recalls)
      if (hits / above >= entry.precision) entry.recall = hits / positives
  }
  return {
    positives,
    negatives,
    auc: pairsWon / (positives * negatives),
    averagePrecision: positives === 0 ? Number.NaN : averagePrecision,
    precisionAtK: ks
      .filter(k => k <= labelled)
      .map(k => ({ k, precision: expectedHits(groups, k) / k })),
    recallAtPrecision: recalls,
  }
}

interface TiedGroup {
  size: number
  positives: number
}

function tiedGroups(scores: ArrayLike<number>, labels: Labels): TiedGroup[] {
  const known: number[] = []
  for (let item = 0; item < scores.length; item++) {
    if (labels[item] === 0 || labels[item] === 1) known.push(item)
  }
  known.sort((left, right) => scores[right]! - scores[left]!)
  const groups: TiedGroup[] = []
  let last = Number.NaN
  for (const item of known) {
    if (scores[item] !== last) groups.push({ size: 0, positives: 0 })
    last = scores[item]!
    const group = groups.at(-1)!
    group.size++
    group.positives += labels[item]!
  }
  return groups
}

function expectedHits(groups: TiedGroup[], k: number): number {
  let left = k
  let hits = 0
  for (const group of groups) {
    const taken = Math.min(left, group.size)
    hits += (group.positives * taken) / group.size
    left -= taken
    if (left === 0) break
  }
  return hits
}
