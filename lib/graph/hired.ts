/**
 * How likely a returning account is hired, from the nats by which it keeps company beyond chance.
 * People of one town and one taste coincide beyond chance too, and how much differs from market to
 * market. So no limit is fixed: the nats of honest accounts follow a gamma distribution whose mean
 * grows with activity, those of hired ones a second, much wider one, and both are fitted to the
 * market at hand by expectation maximisation (Dempster, Laird, Rubin 1977). The odds of the second
 * are a local false discovery rate (Efron 2004). If two kinds of accounts explain hardly more than
 * one kind does, nobody counts as hired and the nats only order whom to look at first.
 */
import { logGamma } from '#lib/stream-windows'

export interface Hired {
  /** Natural logarithm of hired to honest, for each account; −∞ without any coincidence. */
  logOdds: Float64Array
  /** Part of the accounts with coincidences that is hired; 0 if one kind of account explains all. */
  share: number
}

/** Two kinds of accounts that coincide; `shares` are the hired by class of activity. */
interface Mixture {
  honestShape: number
  logGammaShape: number
  honestScale: number
  /** Honest nats grow with activity to this power. */
  growth: number
  hiredScale: number
  shares: Float64Array
  share: number
  likelihood: number
}

interface Sample {
  nats: Float64Array
  visits: Float64Array
  classes: Uint8Array
}

/** A gamma distribution of shape 2: among hired accounts, those without any company are few. */
const HIRED_SHAPE = 2
/** An account hired for more places has more company, but camouflage counts as visits too. */
const HIRED_GROWTH = 0.5
/** Taste varies twofold and threefold between honest people; a ring must stand out from that. */
const LEAST_RATIO = 4
/** Two accounts that share three uncommon places reach this by themselves. */
const LEAST_HIRED_NATS = 8
/** If no hired accounts show, this part may still be; it only decides how far they can rise. */
const UNSEEN_SHARE = 0.0002
/** Whatever most accounts do is the market's habit. */
const LARGEST_SHARE = 0.7
const GROWTHS = [0, 0.25, 0.5, 0.75, 1]
/** A start from many hired accounts nearby also finds few far away; the reverse does not hold. */
const START = { quantile: 0.25, share: 0.4, times: 6 }
const CLASSES = 10
/** Every class of activity borrows so many accounts of average share. */
const BORROWED = 20
const SAMPLE = 6000
const LEAST_SAMPLE = 10
const ROUNDS = 40
/** A second kind is a share and a scale more; each costs the logarithm of the sample (Schwarz). */
const PARAMETER_COST = 2
const LARGEST_EXPONENT = 600

/** Nats and visits of each account. O(accounts + sample × rounds). */
export function findHired(nats: Float64Array, visits: Uint32Array): Hired {
  const logOdds = new Float64Array(nats.length).fill(Number.NEGATIVE_INFINITY)
  const coinciding: number[] = []
  for (let row = 0; row < nats.length; row++) if (nats[row]! > 1e-9) coinciding.push(row)
  if (coinciding.length < LEAST_SAMPLE) {
    for (const row of coinciding) logOdds[row] = Math.log(UNSEEN_SHARE) + nats[row]!
    return { logOdds, share: 0 }
  }
  const sample = sampleOf(coinciding, nats, visits)
  const oneKind = best(GROWTHS.map(growth => fitOneKind(sample, growth)))
  const twoKinds = best([
    oneKind,
    ...GROWTHS.map(growth => fitTwoKinds(sample, growth)).filter(
      ({ share }) => share < LARGEST_SHARE,
    ),
  ])
  const gain = twoKinds.likelihood - oneKind.likelihood
  const isSeen = gain > PARAMETER_COST * Math.log(sample.nats.length)
  const mixture = isSeen ? twoKinds : oneKind
  for (const row of coinciding) {
    const share = mixture.shares[classOf(visits[row]!)]!
    logOdds[row] = Math.log(share / (1 - share)) + logRatio(mixture, nats[row]!, visits[row]!)
  }
  return { logOdds, share: isSeen ? mixture.share : 0 }
}

function sampleOf(rows: number[], nats: Float64Array, visits: Uint32Array): Sample {
  const step = Math.ceil(rows.length / SAMPLE)
  const chosen = rows.filter((_, index) => index % step === 0)
  return {
    nats: Float64Array.from(chosen, row => nats[row]!),
    visits: Float64Array.from(chosen, row => visits[row]!),
    classes: Uint8Array.from(chosen, row => classOf(visits[row]!)),
  }
}

/** Two visits, three, four or five, and so on, each class wider by the root of two. */
function classOf(visits: number): number {
  return Math.max(0, Math.min(CLASSES - 1, Math.floor(2 * Math.log2(visits)) - 2))
}

function best(mixtures: Mixture[]): Mixture {
  return mixtures.reduce((one, other) => (other.likelihood > one.likelihood ? other : one))
}

function fitOneKind({ nats, visits }: Sample, growth: number): Mixture {
  const count = nats.length
  let mean = 0
  let meanLog = 0
  let logScales = 0
  for (let at = 0; at < count; at++) {
    const scale = visits[at]! ** growth
    mean += nats[at]! / scale / count
    meanLog += Math.log(nats[at]! / scale) / count
    logScales += Math.log(scale)
  }
  const shape = gammaShape(Math.log(mean) - meanLog)
  const scale = mean / shape
  const logGammaShape = logGamma(shape)
  const each = (shape - 1) * meanLog - shape - logGammaShape - shape * Math.log(scale)
  return {
    honestShape: shape,
    logGammaShape,
    honestScale: scale,
    growth,
    hiredScale: 0,
    shares: new Float64Array(CLASSES).fill(UNSEEN_SHARE),
    share: 0,
    likelihood: count * each - logScales,
  }
}

function fitTwoKinds(sample: Sample, growth: number): Mixture {
  const { nats, visits, classes } = sample
  const honestUnits = visits.map(count => count ** growth)
  const hiredUnits = visits.map(count => count ** HIRED_GROWTH)
  let mixture = firstGuess(sample, growth)
  for (let round = 0; round < ROUNDS; round++) {
    const hired = { count: 0, sum: 0, byClass: new Float64Array(CLASSES) }
    const honest = { count: 0, sum: 0, logs: 0 }
    const { honestShape, honestScale, logGammaShape, shares } = mixture
    let likelihood = 0
    for (let at = 0; at < nats.length; at++) {
      const share = shares[classes[at]!]!
      const unit = nats[at]! / honestUnits[at]!
      const exponent = Math.min(LARGEST_EXPONENT, logRatio(mixture, nats[at]!, visits[at]!))
      const odds = (share / (1 - share)) * Math.exp(exponent)
      const weight = odds / (1 + odds)
      hired.count += weight
      hired.sum += (weight * nats[at]!) / hiredUnits[at]!
      hired.byClass[classes[at]!]! += weight
      honest.count += 1 - weight
      honest.sum += (1 - weight) * unit
      honest.logs += (1 - weight) * Math.log(unit)
      const scale = honestScale * honestUnits[at]!
      const ofScale = nats[at]! / scale
      likelihood += (honestShape - 1) * Math.log(ofScale) - ofScale - Math.log(scale)
      likelihood += Math.log((1 - share) * (1 + odds)) - logGammaShape
    }
    if (hired.count < 1e-6 || honest.count < 1e-6) break
    const done = Math.abs(likelihood - mixture.likelihood) < 0.01
    const mean = honest.sum / honest.count
    const shape = gammaShape(Math.log(mean) - honest.logs / honest.count)
    const share = hired.count / nats.length
    mixture = {
      honestShape: shape,
      logGammaShape: logGamma(shape),
      honestScale: mean / shape,
      growth,
      hiredScale: hired.sum / hired.count / HIRED_SHAPE,
      shares: sharesByClass(hired.byClass, classes, share),
      share,
      likelihood,
    }
    if (done) break
  }
  return mixture
}

function firstGuess({ nats, visits }: Sample, growth: number): Mixture {
  const { quantile, share, times } = START
  const count = nats.length
  const units = nats.map((value, at) => value / visits[at]! ** growth).sort()
  const honestScale = Math.max(1e-6, units[Math.floor(quantile * count)]! / -Math.log1p(-quantile))
  let ofHired = 0
  for (let at = 0; at < count; at++) {
    ofHired += (honestScale * visits[at]! ** (growth - HIRED_GROWTH)) / count
  }
  return {
    honestShape: 1,
    logGammaShape: 0,
    honestScale,
    growth,
    hiredScale: (times * ofHired) / HIRED_SHAPE,
    shares: new Float64Array(CLASSES).fill(share),
    share,
    likelihood: Number.NEGATIVE_INFINITY,
  }
}

function sharesByClass(hired: Float64Array, classes: Uint8Array, share: number): Float64Array {
  const counts = new Float64Array(CLASSES)
  for (const kind of classes) counts[kind]!++
  return hired.map((count, kind) => (count + BORROWED * share) / (counts[kind]! + BORROWED))
}

/**
 * Log density of hired over honest, never falling with the nats: where the honest distribution is
 * the more peaked one, an account of no company at all would otherwise look hired.
 */
function logRatio(mixture: Mixture, nats: number, visits: number): number {
  const { honestShape, honestScale, growth, hiredScale } = mixture
  const honest = honestScale * visits ** growth
  const leastMean = Math.max(LEAST_RATIO * honestShape * honest, LEAST_HIRED_NATS)
  const leastScale = Math.max(leastMean / HIRED_SHAPE, 2 * honest)
  const hired = Math.max(hiredScale * visits ** HIRED_GROWTH, leastScale)
  const slope = 1 / honest - 1 / hired
  const seen = Math.max(nats, (honestShape - HIRED_SHAPE) / slope)
  return (
    seen * slope +
    (HIRED_SHAPE - 1) * Math.log(seen / hired) -
    (honestShape - 1) * Math.log(seen / honest) +
    Math.log(honest / hired) +
    mixture.logGammaShape
  )
}

/**
 * The shape of a gamma distribution from the logarithm of its mean less its mean logarithm, by
 * Minka's closed approximation (2002), within 1.5 %.
 */
function gammaShape(meanLess: number): number {
  const spread = Math.max(1e-9, meanLess)
  const shape = (3 - spread + Math.sqrt((spread - 3) ** 2 + 24 * spread)) / (12 * spread)
  return Math.max(0.4, Math.min(4, shape))
}
