/**
 * Nodes that keep exactly the same company are one circle. Where an edge means "met at one place",
 * a single occasion with n guests, such as one popular product, makes n (n − 1) / 2 edges and far
 * more triangles, though it was one observation; its guests who met nowhere else are true twins:
 * the same neighbours, themselves included. Joined into one node they count once.
 */
import { buildSimpleCsr, type Csr } from './csr.ts'
import { scatter } from './random.ts'

export interface Circles {
  count: number
  /** The circle of each node, numbered from 0 in the order of their lowest nodes. */
  circleOf: Uint32Array
}

/**
 * Twins by a 53-bit fingerprint of the closed neighbourhood; two that differ share one with a
 * chance of 1 in 10^16. O(edges).
 */
export function circlesOf({ nodeCount, offsets, neighbours }: Csr): Circles {
  const circles = new Map<number, number>()
  const circleOf = new Uint32Array(nodeCount)
  for (let node = 0; node < nodeCount; node++) {
    let low = scatter(node)
    let high = scatter(~node)
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      low = (low + scatter(neighbours[at]!)) >>> 0
      high = (high + scatter(~neighbours[at]!)) >>> 0
    }
    const print = low * 2 ** 21 + (high >>> 11)
    const circle = circles.get(print) ?? circles.size
    if (circle === circles.size) circles.set(print, circle)
    circleOf[node] = circle
  }
  return { count: circles.size, circleOf }
}

/** The graph whose nodes are the circles, joined where their members are. O(edges). */
export function joinCircles(csr: Csr, { count, circleOf }: Circles): Csr {
  const { nodeCount, offsets, neighbours } = csr
  // Nobody has a twin: every node is its own circle, numbered alike.
  if (count === nodeCount) return csr
  const seen = new Uint8Array(count)
  const sources = new Uint32Array(neighbours.length / 2)
  const targets = new Uint32Array(neighbours.length / 2)
  let edge = 0
  for (let node = 0; node < nodeCount; node++) {
    const circle = circleOf[node]!
    // All members have the same neighbours, so the first one speaks for its circle.
    if (seen[circle] === 1) continue
    seen[circle] = 1
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      const other = circleOf[neighbours[at]!]!
      if (other <= circle) continue
      sources[edge] = circle
      targets[edge++] = other
    }
  }
  const ends = { sources: sources.subarray(0, edge), targets: targets.subarray(0, edge) }
  return buildSimpleCsr({ nodeCount: count, rowCount: 0, ...ends })
}
