/**
 * How sure a model must be of each account and shop that it names: the probability up to which that one may be there by
 * chance stands in policy, models weigh in log odds.
 */
import { numberOf } from '../evidence.ts'
import type { Parameters } from '../model.ts'

/** The probability allowed to chance, from policy. */
export function chanceShareOf(parameters: Parameters): number {
  const share = numberOf(parameters, 'chanceShare')
  if (!(share > 0 && share < 1)) throw new RangeError('a chance lies between none and all')
  return share
}

/** Log odds from which one is hardly there by chance. */
export const oddsNeeded = (chanceShare: number): number => Math.log(1 / chanceShare - 1)
