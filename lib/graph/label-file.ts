/**
 * Reads published labels, of nodes or of edges, in the shapes in which they come: `id,label`,
 * `u,v,label`, `id number label`, 0/1, ±1 (where −1 is the fraud), words, or a bare list of the
 * fraudulent. Labels are for evaluation only; no score of this room sees them.
 */
import type { EdgeTable } from './edge-table.ts'
import { labelOf, readLayout, splitLine } from './table-layout.ts'

/** What became of the rows of the file. */
export interface LabelReading {
  rows: number
  /** Rows that say neither the one nor the other. */
  unlabelled: number
  /** Rows whose ids the graph does not have. */
  unknownIds: number
  /** The value that was taken for fraud; null for a bare list of the fraudulent. */
  fraudIs: number | null
}

export interface NodeLabels {
  on: 'nodes'
  /** For each node: 1 looked for, 0 not, -1 unknown. */
  labels: Int8Array
  /** Labelled ids that no edge mentions: nothing is known of them, so they rank last. */
  absent: { positives: number; negatives: number }
  reading: LabelReading
}

export interface EdgeLabels {
  on: 'edges'
  /** For each edge: 1 looked for, 0 not, -1 unknown. */
  labels: Int8Array
  reading: LabelReading
}

interface LabelRow {
  fields: string[]
  label: number
}

interface LabelRows {
  rows: LabelRow[]
  fraudIs: number | null
  /** All rows are fraud, and what is not listed is not. */
  isList: boolean
}

/** Labels take few values, ids take many. */
const MOST_LABEL_VALUES = 4
/** Pairs of ids that are edges by accident are far rarer. */
const LEAST_EDGE_SHARE = 0.1

/** Throws a RangeError if the file's ids are neither nodes nor edges of the graph. */
export function readLabels(text: string, table: EdgeTable): NodeLabels | EdgeLabels {
  const found = readRows(text)
  const width = Math.max(0, ...found.rows.slice(0, 1000).map(row => row.fields.length))
  if (width >= 2) {
    const edgeLabels = labelEdges(found, table)
    if (edgeLabels !== null) return edgeLabels
  }
  return labelNodes(found, width, table)
}

/**
 * What published labels mean: with −1 and 1, −1 is the fraud (REV2, Yelp), and with −1 and 0 it must
 * be; otherwise 1 is, against 0 or 2. Everything else is unknown.
 */
export function polarityOf(values: Iterable<number>): (value: number) => 1 | 0 | -1 {
  const seen = new Set(values)
  const bad = fraudValue(seen)
  const good = bad === -1 && seen.has(1) ? 1 : seen.has(0) ? 0 : 2
  return value => (value === bad ? 1 : value === good ? 0 : -1)
}

/** Which of the values means fraud. */
export function fraudValue(values: Iterable<number>): 1 | -1 {
  const seen = new Set(values)
  return seen.has(-1) && (seen.has(1) || seen.has(0)) ? -1 : 1
}

function readRows(text: string): LabelRows {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const data = lines.filter(line => line.trim() !== '' && !/^[#%]/.test(line))
  const layout = readLayout(data.slice(0, 50))
  const split = (line: string) => splitLine(line, layout.delimiter)
  const named = layout.header ? layout.roles.indexOf('label') : -1
  const body = (layout.header ? data.slice(1) : data).map(split)
  const place = named >= 0 ? named : placeOfLabels(body)
  const words = body.map(fields => fields.at(place))
  if (named < 0 && isListOfIds(body, words)) {
    return { rows: body.map(fields => ({ fields, label: 1 })), fraudIs: null, isList: true }
  }
  const meaning = meaningOf(words.filter(word => word !== undefined))
  const rows = body.map(fields => {
    const [word = ''] = fields.splice(place < 0 ? fields.length - 1 : place, 1)
    return { fields, label: meaning(word) }
  })
  const values = new Set(rows.map(row => row.label))
  const polarity = polarityOf(values)
  return {
    rows: rows.map(row => ({ fields: row.fields, label: polarity(row.label) })),
    fraudIs: fraudValue(values),
    isList: false,
  }
}

/** The last column with few values that are labels; −1, the last of all, if none is. */
function placeOfLabels(body: string[][]): number {
  const width = Math.max(0, ...body.slice(0, 1000).map(fields => fields.length))
  for (let column = width - 1; column >= 0; column--) {
    const words = body.map(fields => fields[column] ?? '')
    const isFew = new Set(words).size <= Math.min(MOST_LABEL_VALUES, body.length - 1)
    const areLabels = words.filter(word => [0, 1, -1].includes(labelOf(word))).length
    if (isFew && areLabels * 2 > words.length) return column
  }
  return -1
}

/** Of two words of which one is known, the other is the contrary, unless it says that nobody knows. */
function meaningOf(words: string[]): (word: string) => number {
  const kinds = [...new Set(words)]
  const strange = kinds.filter(word => Number.isNaN(labelOf(word)))
  const known = kinds.map(labelOf).filter(label => label === 0 || label === 1)
  const isContrary =
    kinds.length === 2 && known.length === 1 && !/^(un|\?|-|n\/?a|null|none|$)/i.test(strange[0]!)
  return word => (isContrary && word === strange[0] ? 1 - known[0]! : labelOf(word))
}

/** One column is ids; several are, if the last takes many values and hardly one is a label. */
function isListOfIds(body: string[][], words: (string | undefined)[]): boolean {
  if (body.every(fields => fields.length === 1)) return body.length > 0
  if (new Set(words).size <= MOST_LABEL_VALUES) return false
  return words.filter(word => [0, 1, -1].includes(labelOf(word ?? ''))).length * 2 < words.length
}

function labelEdges({ rows, fraudIs, isList }: LabelRows, table: EdgeTable): EdgeLabels | null {
  const { edges, names, kind } = table
  const keyOf = (source: number, target: number) => source * edges.nodeCount + target
  const labelled = new Map<number, { label: number; rows: number }>()
  const put = (key: number, label: number) => {
    labelled.set(key, { label, rows: (labelled.get(key)?.rows ?? 0) + 1 })
  }
  for (const { fields, label } of rows) {
    const source = names.nodeOf(fields[0]!, 0)
    const target = names.nodeOf(fields[1] ?? '', 1)
    if (source === undefined || target === undefined) continue
    put(keyOf(source, target), label)
    if (kind === 'unipartite') put(keyOf(target, source), label)
  }
  const labels = new Int8Array(edges.sources.length).fill(isList ? 0 : -1)
  let met = 0
  for (let edge = 0; edge < labels.length; edge++) {
    const found = labelled.get(keyOf(edges.sources[edge]!, edges.targets[edge]!))
    if (found === undefined) continue
    labels[edge] = found.label
    met += found.rows
    found.rows = 0
  }
  if (met === 0 || met < LEAST_EDGE_SHARE * rows.length) return null
  const unlabelled = rows.filter(({ label }) => label === -1).length
  const unknownIds = Math.max(0, rows.length - met)
  return { on: 'edges', labels, reading: { rows: rows.length, unlabelled, unknownIds, fraudIs } }
}

function labelNodes(found: LabelRows, width: number, table: EdgeTable): NodeLabels {
  const { names, edges } = table
  const { rows, fraudIs, isList } = found
  const sides = table.kind === 'bipartite' ? ([0, 1] as const) : ([0] as const)
  const nodeOf = (row: LabelRow, column: number, side: 0 | 1) =>
    names.nodeOf((row.fields[column] ?? '').replace(/^(\d+)\.0$/, '$1'), side)
  let best = { column: 0, side: 0 as 0 | 1, hits: 0 }
  for (let column = 0; column < width; column++) {
    for (const side of sides) {
      const nodes = rows.map(row => nodeOf(row, column, side))
      const hits = new Set(nodes.filter(node => node !== undefined)).size
      if (hits > best.hits) best = { column, side, hits }
    }
  }
  if (best.hits === 0) throw new RangeError('the labels name neither nodes nor edges of the graph')
  const labels = new Int8Array(edges.nodeCount).fill(-1)
  const rowEnd = edges.rowCount || edges.nodeCount
  if (isList) labels.fill(0, best.side === 0 ? 0 : rowEnd, best.side === 0 ? rowEnd : undefined)
  const absent = { positives: 0, negatives: 0 }
  let unknownIds = 0
  for (const row of rows) {
    const node = nodeOf(row, best.column, best.side)
    if (node !== undefined) {
      labels[node] = row.label
      continue
    }
    // Whoever stands on the other side of the graph is known, only not compared with this one.
    if (sides.some(side => nodeOf(row, best.column, side) !== undefined)) continue
    unknownIds++
    if (row.label === 1) absent.positives++
    else if (row.label === 0) absent.negatives++
  }
  const unlabelled = rows.filter(({ label }) => label === -1).length
  const reading = { rows: rows.length, unlabelled, unknownIds, fraudIs }
  return { on: 'nodes', labels, absent, reading }
}
