/**
 * Why a condition holds and why it does not: the same tree with a verdict, a value and a threshold at each test, and of
 * it the tests that settle the matter. It is computed from the values alone, so that a hit kept with its values explains
 * itself to the same bytes years later.
 */
import { type Condition, passes, type Read, type Test, termValue, type Value } from './condition.ts'

export type Explanation =
  | { readonly met: boolean; readonly all: readonly Explanation[] }
  | { readonly met: boolean; readonly any: readonly Explanation[] }
  | { readonly met: boolean; readonly not: Explanation }
  | ExplainedTest

export type ExplainedTest = {
  readonly met: boolean
  readonly test: Test
  /** Of its left side; null where the event does not carry it. */
  readonly value: Value | null
  /** Of its right side, where that is not a constant. */
  readonly against: Value | null
}

export function explain(condition: Condition, read: Read): Explanation {
  if ('all' in condition) {
    const all = condition.all.map(part => explain(part, read))
    return { met: all.every(({ met }) => met), all }
  }
  if ('any' in condition) {
    const parts = condition.any.map(part => explain(part, read))
    return { met: parts.some(({ met }) => met), any: parts }
  }
  if ('not' in condition) {
    const not = explain(condition.not, read)
    return { met: !not.met, not }
  }
  const value = 'known' in condition ? read(condition.known) : termValue(condition.term, read)
  const against =
    'than' in condition && !('value' in condition.than)
      ? termValue(condition.than, read)
      : undefined
  const met = passes(condition, read)
  return { met, test: condition, value: value ?? null, against: against ?? null }
}

/** A test that settles the verdict: had it come out `wanted`, the verdict might have been another. */
export type Ground = ExplainedTest & { readonly wanted: boolean }

/**
 * Of a condition that does not hold, the tests that fail it; of one that holds, the tests that carry it. Each of them
 * came out otherwise than the opposite verdict would need.
 */
export function groundsOf(explanation: Explanation): Ground[] {
  const visit = (part: Explanation, met: boolean): Ground[] => {
    if ('test' in part) return [{ ...part, wanted: !part.met }]
    if ('not' in part) return visit(part.not, !met)
    const parts = 'all' in part ? part.all : part.any
    return parts.filter(inner => inner.met === met).flatMap(inner => visit(inner, met))
  }
  return visit(explanation, explanation.met)
}

/** How many of its tests came out as the condition needs: for telling which miss was the nearest. */
export function nearness(explanation: Explanation): { met: number; of: number } {
  const visit = (part: Explanation, turned: boolean): { met: number; of: number } => {
    if ('test' in part) return { met: part.met !== turned ? 1 : 0, of: 1 }
    if ('not' in part) return visit(part.not, !turned)
    const every = 'all' in part !== turned
    const parts = ('all' in part ? part.all : part.any).map(inner => visit(inner, turned))
    if (every)
      return parts.reduce((sum, { met, of }) => ({ met: sum.met + met, of: sum.of + of }), {
        met: 0,
        of: 0,
      })
    return parts.reduce((best, one) => (one.met * best.of > best.met * one.of ? one : best))
  }
  return visit(explanation, false)
}
