/**
 * Who rates fairly, and who is as good as people say, in a network of people rating each other:
 * a rater is fair when its ratings are reliable, a rating is reliable when its rater is fair and it
 * agrees with the ratee's goodness, goodness is the reliable ratings' mean. REV2 of Kumar et al.
 * (WSDM 2018), whose iteration contracts to one fixed point; priors keep newcomers in the middle.
 */

/** Edge i: person `raters[i]` gave person `ratees[i]` the score `scores[i]` in −10..10. */
export type RatingEdges = {
  people: number
  raters: Uint32Array
  ratees: Uint32Array
  scores: Int8Array
}

export type FairnessOptions = {
  /** Shares of fairness and of agreement in a rating's reliability. */
  fairnessShare: number
  agreementShare: number
  /** Everyone starts with so many ratings of this fairness, and with so many of goodness 0. */
  fairnessPrior: number
  fairnessPriorRatings: number
  goodnessPriorRatings: number
  /** Normality 0..1 of each person's behaviour, and how many ratings it is worth. */
  behaviour?: Float64Array
  behaviourRatings: number
  tolerance: number
  maxRounds: number
}

export type MutualFairness = {
  /** 0..1 per person; the prior for those who rated nobody. */
  fairness: Float64Array
  /** −1..1 per person. */
  goodness: Float64Array
  /** 0..1 per edge. */
  reliability: Float64Array
  rounds: number
  /** Largest change of the last round; at most `tolerance`, else the call has thrown. */
  change: number
}

export const FAIRNESS_DEFAULTS: FairnessOptions = {
  fairnessShare: 1,
  agreementShare: 1,
  fairnessPrior: 0.5,
  fairnessPriorRatings: 1,
  goodnessPriorRatings: 1,
  behaviourRatings: 0,
  tolerance: 1e-9,
  maxRounds: 500,
}

/** O(edges) per round, rounds logarithmic in the tolerance. Throws when it does not converge. */
export function mutualFairness(
  edges: RatingEdges,
  options: Partial<FairnessOptions> = {},
): MutualFairness {
  assertEdges(edges)
  const settings = { ...FAIRNESS_DEFAULTS, ...options }
  const state = initialState(edges)
  for (let round = 1; round <= settings.maxRounds; round++) {
    const goodnessChange = updateGoodness(edges, state, settings)
    updateReliability(edges, state, settings)
    const fairnessChange = updateFairness(edges, state, settings)
    const change = Math.max(goodnessChange, fairnessChange)
    if (change <= settings.tolerance) {
      const { fairness, goodness, reliability } = state
      return { fairness, goodness, reliability, rounds: round, change }
    }
  }
  throw new Error(`fairness did not settle within ${settings.maxRounds} rounds`)
}

export type RatingShown = { ratee: number; score: number; goodness: number; reliability: number }

/** The rater's own ratings, least reliable first: what its fairness is the mean of. O(edges). */
export function explainFairness(
  edges: RatingEdges,
  result: MutualFairness,
  rater: number,
): { fairness: number; ratings: RatingShown[] } {
  const ratings: RatingShown[] = []
  for (let i = 0; i < edges.raters.length; i++) {
    if (edges.raters[i] !== rater) continue
    const ratee = edges.ratees[i]!
    ratings.push({
      ratee,
      score: edges.scores[i]!,
      goodness: result.goodness[ratee]!,
      reliability: result.reliability[i]!,
    })
  }
  ratings.sort((a, b) => a.reliability - b.reliability || a.ratee - b.ratee)
  return { fairness: result.fairness[rater]!, ratings }
}

type State = {
  fairness: Float64Array
  goodness: Float64Array
  reliability: Float64Array
  /** Ratings given and received per person. */
  given: Uint32Array
  received: Uint32Array
  sums: Float64Array
}

function initialState({ people, raters, ratees }: RatingEdges): State {
  const given = new Uint32Array(people)
  const received = new Uint32Array(people)
  for (let i = 0; i < raters.length; i++) {
    given[raters[i]!]!++
    received[ratees[i]!]!++
  }
  return {
    fairness: new Float64Array(people).fill(1),
    goodness: new Float64Array(people),
    reliability: new Float64Array(raters.length).fill(1),
    given,
    received,
    sums: new Float64Array(people),
  }
}

/** Goodness = Σ reliability × score ÷ (ratings received + prior ratings of neutral goodness). */
function updateGoodness({ ratees, scores }: RatingEdges, state: State, settings: FairnessOptions) {
  const { goodness, reliability, received, sums } = state
  sums.fill(0)
  for (let i = 0; i < ratees.length; i++) sums[ratees[i]!]! += reliability[i]! * (scores[i]! / 10)
  let change = 0
  for (let p = 0; p < goodness.length; p++) {
    const weight = received[p]! + settings.goodnessPriorRatings
    const next = weight > 0 ? sums[p]! / weight : 0
    change = Math.max(change, Math.abs(next - goodness[p]!))
    goodness[p] = next
  }
  return change
}

function updateReliability(
  { raters, ratees, scores }: RatingEdges,
  state: State,
  s: FairnessOptions,
) {
  const { fairness, goodness, reliability } = state
  const shares = s.fairnessShare + s.agreementShare
  for (let i = 0; i < raters.length; i++) {
    const agreement = 1 - Math.abs(scores[i]! / 10 - goodness[ratees[i]!]!) / 2
    reliability[i] =
      (s.fairnessShare * fairness[raters[i]!]! + s.agreementShare * agreement) / shares
  }
}

/** Fairness = mean reliability of the ratings given, with the prior ratings among them. */
function updateFairness({ raters }: RatingEdges, state: State, settings: FairnessOptions) {
  const { fairness, reliability, given, sums } = state
  const { behaviour, behaviourRatings, fairnessPrior, fairnessPriorRatings } = settings
  sums.fill(0)
  for (let i = 0; i < raters.length; i++) sums[raters[i]!]! += reliability[i]!
  let change = 0
  for (let p = 0; p < fairness.length; p++) {
    const normality = behaviour ? behaviourRatings * behaviour[p]! : 0
    const weight = given[p]! + fairnessPriorRatings + (behaviour ? behaviourRatings : 0)
    const sum = sums[p]! + fairnessPriorRatings * fairnessPrior + normality
    const next = weight > 0 ? sum / weight : fairnessPrior
    change = Math.max(change, Math.abs(next - fairness[p]!))
    fairness[p] = next
  }
  return change
}

function assertEdges({ people, raters, ratees, scores }: RatingEdges): void {
  if (raters.length !== ratees.length || raters.length !== scores.length) {
    throw new RangeError('raters, ratees and scores differ in length')
  }
  for (let i = 0; i < raters.length; i++) {
    if (raters[i]! >= people || ratees[i]! >= people)
      throw new RangeError(`edge ${i} leaves the network`)
    if (Math.abs(scores[i]!) > 10) throw new RangeError(`edge ${i} has score ${scores[i]}`)
  }
}
