/**
 * How far the neighbours of a node are joined to each other beyond what their degrees would bring
 * about: triangles against a configuration model. Counting takes O(edges × largest core); where
 * that exceeds a bound, only a random part of the edges is looked at and chance is scaled alike
 * (DOULION, Tsourakakis et al., KDD 2009), so that no node is left out for its place or its size.
 */
import { surprise } from './chance.ts'
import type { Csr } from './csr.ts'
import { scatter } from './random.ts'

/** Neighbour pairs that are looked at, at most: a few seconds’ work. */
export const MAX_TRIANGLE_WORK = 1e8

/** For each node of a simple graph: nats by which its joined neighbours exceed chance. */
export function closednessOf(csr: Csr, maxWork = MAX_TRIANGLE_WORK): Float64Array {
  const { nodeCount, offsets, neighbours } = csr
  const work = triangleWork(csr)
  // A part p of the edges keeps p² of the work and p³ of the triangles.
  const part = work > maxWork ? Math.sqrt(maxWork / work) : 1
  const triangles = countTriangles(part < 1 ? thin(csr, part) : csr)
  const degreeOf = (node: number) => offsets[node + 1]! - offsets[node]!
  const closedness = new Float64Array(nodeCount)
  for (let node = 0; node < nodeCount; node++) {
    let sum = 0
    let squares = 0
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      const degree = degreeOf(neighbours[at]!)
      sum += degree
      squares += degree * degree
    }
    const expected = (sum * sum - squares) / 2 / neighbours.length
    closedness[node] = surprise(triangles[node]!, expected * part ** 3)
  }
  return closedness
}

/** Triangles at each node of a simple graph. */
export function countTriangles(csr: Csr): Float64Array {
  const { nodeCount } = csr
  const { offsets, ends, higher } = orient(csr)
  const triangles = new Float64Array(nodeCount)
  const mark = new Int32Array(nodeCount).fill(-1)
  for (let node = 0; node < nodeCount; node++) {
    for (let at = offsets[node]!; at < ends[node]!; at++) mark[higher[at]!] = node
    for (let at = offsets[node]!; at < ends[node]!; at++) {
      const second = higher[at]!
      for (let next = offsets[second]!; next < ends[second]!; next++) {
        const third = higher[next]!
        if (mark[third] !== node) continue
        triangles[node]!++
        triangles[second]!++
        triangles[third]!++
      }
    }
  }
  return triangles
}

function triangleWork(csr: Csr): number {
  const { offsets, ends, higher } = orient(csr)
  let work = 0
  for (let node = 0; node < csr.nodeCount; node++) {
    for (let at = offsets[node]!; at < ends[node]!; at++) {
      work += ends[higher[at]!]! - offsets[higher[at]!]!
    }
  }
  return work
}

/** Every edge points to the higher (degree, number): then no list is long. */
function orient({ nodeCount, offsets, neighbours }: Csr) {
  const degreeOf = (node: number) => offsets[node + 1]! - offsets[node]!
  const higher = neighbours.slice()
  const ends = new Uint32Array(nodeCount)
  for (let node = 0; node < nodeCount; node++) {
    const degree = degreeOf(node)
    let end = offsets[node]!
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      const other = neighbours[at]!
      const theirs = degreeOf(other)
      if (theirs > degree || (theirs === degree && other > node)) higher[end++] = other
    }
    ends[node] = end
  }
  return { offsets, ends, higher }
}

/** The same nodes and about this part of the edges; which ones depends on their ends alone. */
function thin({ nodeCount, offsets, neighbours }: Csr, part: number): Csr {
  const kept = new Uint32Array(neighbours.length)
  const keptOffsets = new Uint32Array(nodeCount + 1)
  let count = 0
  for (let node = 0; node < nodeCount; node++) {
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      const other = neighbours[at]!
      const low = Math.min(node, other)
      const high = Math.max(node, other)
      if (scatter(scatter(low) + high) < part * 2 ** 32) kept[count++] = other
    }
    keptOffsets[node + 1] = count
  }
  return { nodeCount, offsets: keptOffsets, neighbours: kept.slice(0, count), weights: null }
}
