/**
 * What every figure of this room looks like: the value and the parts it is made of, so that a page
 * can show the sum it came from and a stranger can do it again. "Every derived number can be
 * recomputed and explained" is the house's fourth invariant.
 */

/** One term of a figure: what it is, how much of it, and what it adds to the value. */
export type Part = { name: string; amount: number; adds: number }

export type Explained = { value: number; parts: Part[] }
