/**
 * From an edge file to what `xinheng detect` prints, line by line: the graph as it was understood,
 * the suspicious blocks, ranked nodes and edges with their reasons, and, if there are labels, how
 * far the ranking agrees with them beside what trivial rankings reach. Blocks come first: on ten
 * million edges they are there within seconds.
 */
import { distinctEdges } from './distinct-edges.ts'
import { degreesOf, inDegreesOf, outDegreesOf } from './edge-list.ts'
import type { RawEdges, RefusedLine } from './edge-reader.ts'
import { buildEdgeTable, type EdgeTable, type GraphKind } from './edge-table.ts'
import { evaluateRanking, type RankingFigures } from './evaluation.ts'
import {
  type EdgeLabels,
  fraudValue,
  type LabelReading,
  type NodeLabels,
  polarityOf,
  readLabels,
} from './label-file.ts'
import { type Reason, reason } from './reasons.ts'
import { methodFor, type Suspicion, type SuspicionMethod, suspect } from './suspicion.ts'
import { findSuspiciousBlocks, type SuspiciousBlock } from './suspicious-blocks.ts'
import type { ColumnRole } from './table-layout.ts'

export interface DetectionInput {
  edges: RawEdges
  /**
   * The text of a label file, of nodes or of edges; a label column of the edge file serves as well.
   */
  labels?: string
  /** Said, not guessed: whether the two columns name two kinds of nodes. */
  kind?: GraphKind
  /** At most so many nodes of each side and so many edges are printed. */
  top?: number
  blockCount?: number
}

type Side = 'row' | 'column' | 'node'

export type DetectionLine =
  | {
      type: 'graph'
      kind: GraphKind
      kindBy: EdgeTable['kindBy']
      method: SuspicionMethod
      /** As what each column of the file was read. */
      read: { column: number; name?: string; as: ColumnRole }[]
      rows: number
      columns: number
      edges: number
      distinctPairs: number
      selfLoops: number
      refusedLines: number
      refused: RefusedLine[]
    }
  | {
      type: 'block'
      rank: number
      rows: string[]
      columns: string[]
      edges: number
      density: number
      expectedEdges: number
      evidence: number
      reasons: Reason[]
    }
  | {
      type: 'node'
      rank: number
      id: string
      side: Side
      score: number
      method: SuspicionMethod
      reasons: Reason[]
    }
  | {
      type: 'edge'
      rank: number
      source: string
      target: string
      score: number
      reasons: Reason[]
    }
  | ({
      type: 'labels'
      on: string
      from: 'edges' | 'labels'
      fraud: number
      other: number
    } & LabelReading)
  | ({ type: 'accuracy'; on: string; ranking: string } & RankingFigures)

export const DEFAULT_TOP = 100_000
export const DEFAULT_BLOCKS = 10

/** Rows and columns of a graph of one kind are its nodes: they are all in `rows`. */
export function* detectEdges(input: DetectionInput): Generator<DetectionLine> {
  const { top = DEFAULT_TOP, blockCount = DEFAULT_BLOCKS } = input
  const table = buildEdgeTable(input.edges, input.kind ?? null)
  const distinct = distinctEdges(table.edges)
  const rows = table.edges.rowCount || table.edges.nodeCount
  yield {
    type: 'graph',
    kind: table.kind,
    kindBy: table.kindBy,
    method: methodFor(table),
    read: columnsRead(input.edges, table),
    rows,
    columns: table.edges.nodeCount - rows,
    edges: table.edges.sources.length,
    distinctPairs: distinct.sources.length,
    selfLoops: table.selfLoopCount,
    refusedLines: input.edges.refusedCount,
    refused: input.edges.refused,
  }
  if (distinct.sources.length === 0) return
  const blocks: SuspiciousBlock[] = []
  for (const block of findSuspiciousBlocks(distinct, blockCount)) {
    blocks.push(block)
    yield blockLine(block, blocks.length, table)
  }
  const suspicion = suspect(table, distinct, blocks)
  yield* nodeLines(suspicion, table, top)
  yield* edgeLines(suspicion, table, distinct, top)
  yield* accuracyLines(suspicion, table, input.labels)
}

function columnsRead({ layout }: RawEdges, { weightsWereLabels }: EdgeTable) {
  return layout.roles.map((role, index) => ({
    column: index + 1,
    ...(layout.header ? { name: layout.names[index] ?? '' } : {}),
    as: role === 'weight' && weightsWereLabels ? ('label' as const) : role,
  }))
}

function blockLine(block: SuspiciousBlock, rank: number, table: EdgeTable): DetectionLine {
  const rowEnd = table.edges.rowCount || table.edges.nodeCount
  const nameOf = (node: number) => table.names.nameOf(node)
  const { edgeCount, expectedEdges, nodes } = block
  return {
    type: 'block',
    rank,
    rows: Array.from(
      nodes.filter(node => node < rowEnd),
      nameOf,
    ),
    columns: Array.from(
      nodes.filter(node => node >= rowEnd),
      nameOf,
    ),
    edges: edgeCount,
    density: edgeCount / nodes.length,
    expectedEdges,
    evidence: block.evidence,
    reasons: [
      reason('dense-block', {
        members: nodes.length,
        edges: edgeCount,
        expected: Math.round(expectedEdges),
      }),
    ],
  }
}

function* nodeLines(suspicion: Suspicion, table: EdgeTable, top: number): Generator<DetectionLine> {
  const { rowCount, nodeCount } = table.edges
  const sides: [Side, number, number][] =
    rowCount === 0
      ? [['node', 0, nodeCount]]
      : [
          ['row', 0, rowCount],
          ['column', rowCount, nodeCount],
        ]
  const { scores, method } = suspicion
  for (const [side, first, end] of sides) {
    const ranked = highest(scores.subarray(first, end), top)
    for (let rank = 1; rank <= ranked.length; rank++) {
      const node = first + ranked[rank - 1]!
      const id = table.names.nameOf(node)
      const reasons = suspicion.reasonsOf(node)
      yield { type: 'node', rank, id, side, score: scores[node]!, method, reasons }
    }
  }
}

function* edgeLines(
  suspicion: Suspicion,
  table: EdgeTable,
  distinct: EdgeTable['edges'],
  top: number,
): Generator<DetectionLine> {
  const { names } = table
  // A rating has a direction, so a signed network keeps its own list of edges.
  const edges = suspicion.method === 'raters' ? table.edges : distinct
  const scores = edgeScores(suspicion, edges)
  const ranked = highest(scores, top)
  for (let rank = 1; rank <= ranked.length; rank++) {
    const edge = ranked[rank - 1]!
    const source = edges.sources[edge]!
    const target = edges.targets[edge]!
    const reasons = [...suspicion.reasonsOf(source)]
    if (suspicion.method === 'market') reasons.push(...newTo(reasons, suspicion.reasonsOf(target)))
    yield {
      type: 'edge',
      rank,
      source: names.nameOf(source),
      target: names.nameOf(target),
      score: scores[edge]!,
      reasons,
    }
  }
}

/** A product's crowd is a reason for the product and for its one-time visitors: once is enough. */
function newTo(known: Reason[], more: Reason[]): Reason[] {
  return more.filter(({ zh }) => known.every(reason => reason.zh !== zh))
}

function edgeScores(suspicion: Suspicion, edges: EdgeTable['edges']): Float64Array {
  const { sources, targets } = edges
  const scores = new Float64Array(sources.length)
  for (let edge = 0; edge < scores.length; edge++) {
    scores[edge] = suspicion.edgeScore(sources[edge]!, targets[edge]!)
  }
  return scores
}

/** Places of the highest scores, best first, ties in order; what cannot be judged is left out. */
function highest(scores: Float64Array, top: number): Uint32Array {
  // Numbers alone sort ten times faster than places by their numbers, so the cut comes first.
  const ascending = scores.filter(score => !Number.isNaN(score)).sort()
  const least = ascending[Math.max(0, ascending.length - top)] ?? Number.POSITIVE_INFINITY
  const candidates: number[] = []
  for (let item = 0; item < scores.length; item++) if (scores[item]! >= least) candidates.push(item)
  candidates.sort((left, right) => scores[right]! - scores[left]! || left - right)
  return Uint32Array.from(candidates.slice(0, top))
}

function* accuracyLines(
  suspicion: Suspicion,
  table: EdgeTable,
  text: string | undefined,
): Generator<DetectionLine> {
  const found = labelsOf(table, text)
  if (found === null) return
  yield labelsLine(found, text === undefined ? 'edges' : 'labels')
  const { edges, weights } = table
  const degrees = degreesOf(edges)
  const rankings: [string, (item: number) => number][] = []
  if (found.on === 'nodes') {
    yield* compare(found, suspicion.scores, nodeBaselines(table, suspicion.method))
    return
  }
  const { sources, targets } = edges
  rankings.push(['source degree', edge => degrees[sources[edge]!]!])
  rankings.push(['−source degree', edge => -degrees[sources[edge]!]!])
  rankings.push(['target degree', edge => degrees[targets[edge]!]!])
  rankings.push(['−target degree', edge => -degrees[targets[edge]!]!])
  if (weights !== null) rankings.push(['−weight', edge => -weights[edge]!])
  yield* compare(found, edgeScores(suspicion, edges), rankings)
  yield* compare(culprits(found, table), suspicion.scores, nodeBaselines(table, suspicion.method))
}

function labelsLine(found: NodeLabels | EdgeLabels, from: 'edges' | 'labels'): DetectionLine {
  const count = (wanted: number) => found.labels.filter(label => label === wanted).length
  const { on, reading } = found
  return { type: 'labels', on, from, fraud: count(1), other: count(0), ...reading }
}

function labelsOf(table: EdgeTable, text: string | undefined): NodeLabels | EdgeLabels | null {
  if (text !== undefined) return readLabels(text, table)
  if (table.labels === null) return null
  const labels = Int8Array.from(table.labels, polarityOf(table.labels))
  const unlabelled = labels.filter(label => label === -1).length
  const fraudIs = fraudValue(table.labels)
  const reading = { rows: labels.length, unlabelled, unknownIds: 0, fraudIs }
  return { on: 'edges', labels, reading }
}

/** Sources with a labelled edge: looked for if one of their edges is. */
function culprits({ labels, reading }: EdgeLabels, { edges }: EdgeTable): NodeLabels {
  const ofNodes = new Int8Array(edges.nodeCount).fill(-1)
  for (let edge = 0; edge < labels.length; edge++) {
    const source = edges.sources[edge]!
    ofNodes[source] = Math.max(ofNodes[source]!, labels[edge]!)
  }
  return { on: 'nodes', labels: ofNodes, absent: { positives: 0, negatives: 0 }, reading }
}

function nodeBaselines(
  { edges, weights }: EdgeTable,
  method: SuspicionMethod,
): [string, (node: number) => number][] {
  if (method === 'raters') {
    const given = outDegreesOf(edges)
    const sums = new Float64Array(edges.nodeCount)
    for (let edge = 0; edge < edges.sources.length; edge++) {
      sums[edges.sources[edge]!]! += weights![edge] || 0
    }
    return [
      ['out-degree', node => given[node]!],
      ['−out-degree', node => -given[node]!],
      ['−mean rating given', node => (given[node] === 0 ? 0 : -sums[node]! / given[node]!)],
    ]
  }
  const degrees = degreesOf(edges)
  const received = inDegreesOf(edges)
  const weighted = new Float64Array(edges.nodeCount)
  const around = new Float64Array(edges.nodeCount)
  for (let edge = 0; edge < edges.sources.length; edge++) {
    const source = edges.sources[edge]!
    const target = edges.targets[edge]!
    weighted[source]! += weights?.[edge] || 1
    weighted[target]! += weights?.[edge] || 1
    around[source]! += degrees[target]! / degrees[source]!
    around[target]! += degrees[source]! / degrees[target]!
  }
  return [
    ['degree', node => degrees[node]!],
    ['−degree', node => -degrees[node]!],
    ['weighted degree', node => weighted[node]!],
    ['in-degree', node => received[node]!],
    ['neighbours’ degree', node => around[node]!],
    ['−neighbours’ degree', node => -around[node]!],
  ]
}

/** Ours and the trivial rankings on the same items; what cannot be judged is unknown to both. */
function* compare(
  found: NodeLabels | EdgeLabels,
  scores: Float64Array,
  baselines: [string, (item: number) => number][],
): Generator<DetectionLine> {
  const absent = found.on === 'nodes' ? found.absent : { positives: 0, negatives: 0 }
  const labels = [...found.labels.map((label, item) => (Number.isNaN(scores[item]!) ? -1 : label))]
  for (let count = 0; count < absent.positives; count++) labels.push(1)
  for (let count = 0; count < absent.negatives; count++) labels.push(0)
  const present = found.labels.length
  const evaluate = (
    ranking: string,
    scoreOf: (item: number) => number,
    absentScore: number,
  ): DetectionLine => {
    const values = Float64Array.from(labels, (_, item) =>
      item < present ? scoreOf(item) : absentScore,
    )
    return { type: 'accuracy', on: found.on, ranking, ...evaluateRanking(values, labels) }
  }
  yield evaluate('xinheng', item => scores[item]!, Number.NEGATIVE_INFINITY)
  for (const [name, scoreOf] of baselines) yield evaluate(name, scoreOf, 0)
}
