/**
 * What is drawn of a graph of evidence: edges between the same two nodes, of one kind and role, become one line that grows
 * with each of them. Generic in the kinds, so that a ring of orders, a loop of funds, shared parcels and relations between
 * operators are drawn by the same hand.
 */
import type { EvidenceGraph, GraphEdge, GraphNode } from '#contract'

export type Line = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly kind: GraphEdge['kind']
  readonly role: GraphEdge['role']
  /** In order of time. */
  readonly edges: readonly GraphEdge[]
}

export function linesOf(edges: readonly GraphEdge[]): Line[] {
  const groups = Map.groupBy(edges, ({ from, to, kind, role }) =>
    JSON.stringify([from, to, kind, role]),
  )
  return [...groups].map(([id, of]) => {
    const { from, to, kind, role } = of[0]!
    return { id, from, to, kind, role, edges: of.toSorted((a, b) => a.atMs - b.atMs) }
  })
}

/** How many of its edges had happened by then. */
export const countBy = ({ edges }: Line, untilMs: number): number =>
  edges.reduce((count, { atMs }) => count + (atMs <= untilMs ? 1 : 0), 0)

export const sumBy = ({ edges }: Line, untilMs: number): number =>
  edges.reduce((sum, { atMs, amountFen }) => sum + (atMs <= untilMs ? (amountFen ?? 0) : 0), 0)

/** Kinds in which something passes from one to the other, so that the line needs an arrow. */
export const isFlow = (kind: GraphEdge['kind']): boolean =>
  kind === 'payment' || kind === 'transfer' || kind === 'refund' || kind === 'parcel'

export type Span = { readonly fromMs: number; readonly untilMs: number }

/** The window of the evidence; an edge of no known time counts as the beginning. */
export function spanOf(edges: readonly GraphEdge[]): Span {
  const times = edges.map(({ atMs }) => atMs).filter(atMs => atMs > 0)
  if (times.length === 0) return { fromMs: 0, untilMs: 0 }
  return times.reduce<Span>(
    ({ fromMs, untilMs }, atMs) => ({
      fromMs: Math.min(fromMs, atMs),
      untilMs: Math.max(untilMs, atMs),
    }),
    { fromMs: Number.POSITIVE_INFINITY, untilMs: Number.NEGATIVE_INFINITY },
  )
}

/** How many edges fall into each of equal parts of the window. */
export function histogram(edges: readonly GraphEdge[], { fromMs, untilMs }: Span, bins: number) {
  const counts = Array.from({ length: bins }, () => 0)
  const width = (untilMs - fromMs) / bins || 1
  for (const { atMs } of edges)
    counts[Math.max(0, Math.min(bins - 1, Math.floor((atMs - fromMs) / width)))]!++
  return counts
}

export type NodeFigures = {
  readonly node: GraphNode
  readonly edges: number
  readonly amountFen: number
  readonly firstMs: number | null
  readonly lastMs: number | null
}

/** Each node with what had happened to it by then. */
export function nodeFigures({ nodes, edges }: EvidenceGraph, untilMs: number): NodeFigures[] {
  const figures = new Map(
    nodes.map(node => [
      node.id,
      {
        node,
        edges: 0,
        amountFen: 0,
        firstMs: null as number | null,
        lastMs: null as number | null,
      },
    ]),
  )
  for (const { from, to, atMs, amountFen } of edges) {
    if (atMs > untilMs) continue
    for (const id of new Set([from, to])) {
      const of = figures.get(id)
      if (!of) continue
      of.edges++
      of.amountFen += amountFen ?? 0
      of.firstMs = Math.min(of.firstMs ?? atMs, atMs)
      of.lastMs = Math.max(of.lastMs ?? atMs, atMs)
    }
  }
  return [...figures.values()]
}

/** The order that an edge between an account and a shop names; other edges name parcels, reviews or reasons. */
export function orderKeys({ nodes }: EvidenceGraph) {
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]))
  return ({ from, to, kind, reference }: GraphEdge) => {
    if (kind !== 'order' && kind !== 'payment' && kind !== 'refund') return null
    const [shop, other] = kinds.get(from) === 'shop' ? [from, to] : [to, from]
    if (kinds.get(shop) !== 'shop' || kinds.get(other) !== 'account') return null
    // A shop is called by its platform and its number there; a platform's code has no space.
    return { platform: shop.slice(0, shop.indexOf(' ')), order: reference }
  }
}
