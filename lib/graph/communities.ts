/**
 * Splits a graph into communities by label propagation (Raghavan, Albert, Kumara 2007): every node
 * takes the label that most of its neighbours have. Several rings of equal density peel out as one
 * block; this tells them apart. Nodes go in order and ties to the label of least hash: repeatable,
 * and without a bias for low numbers that would let one label run through the graph.
 */
import type { Csr } from './csr.ts'

const MAX_ROUNDS = 30

/** The community of each node, numbered from 0. O(edges × rounds). */
export function communitiesOf(csr: Csr): { count: number; communityOf: Int32Array } {
  const { nodeCount, offsets, neighbours } = csr
  const labels = Int32Array.from({ length: nodeCount }, (_, node) => node)
  const votes = new Uint32Array(nodeCount)
  for (let round = 0, moved = 1; moved > 0 && round < MAX_ROUNDS; round++) {
    moved = 0
    for (let node = 0; node < nodeCount; node++) {
      let best = labels[node]!
      let most = 0
      for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
        const label = labels[neighbours[at]!]!
        const count = ++votes[label]!
        if (count > most || (count === most && mixed(label) < mixed(best))) {
          most = count
          best = label
        }
      }
      for (let at = offsets[node]!; at < offsets[node + 1]!; at++)
        votes[labels[neighbours[at]!]!] = 0
      if (best !== labels[node]) moved++
      labels[node] = best
    }
  }
  const numbers = new Int32Array(nodeCount).fill(-1)
  let count = 0
  const communityOf = labels.map(label => {
    if (numbers[label]! < 0) numbers[label] = count++
    return numbers[label]!
  })
  return { count, communityOf }
}

function mixed(label: number): number {
  const spread = Math.imul(label + 1, 0x9e3779b1)
  return (spread ^ (spread >>> 15)) >>> 0
}
