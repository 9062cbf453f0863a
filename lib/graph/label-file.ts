/**
 * Reads published labels, of nodes or of edges, in the shapes in which they come: `id,label`,
 * `u,v,label`, `id number label`, 0/1, ±1 (where −1 is the fraud), or words. Labels are for
 * evaluation only; no score of this room sees them.
 */
import type { EdgeTable } from './edge-table.ts'
import { readLayout, splitLine } from './table-layout.ts'

export interface NodeLabels {
  on: 'nodes'
  /** For each node: 1 looked for, 0 not, -1 unknown. */
  labels: Int8Array
  /** Labelled ids that no edge mentions: nothing is known of them, so they rank last. */
  absent: { positives: number; negatives: number }
}

export interface EdgeLabels {
  on: 'edges'
  /** For each edge: 1 looked for, 0 not, -1 unknown. */
  labels: Int8Array
}

interface LabelRow {
  fields: string[]
  label: number
}

const BAD_WORDS = [
  'fraud',
  'fake',
  'spam',
  'spammer',
  'bad',
  'true',
  'yes',
  'y',
  'illicit',
  'filtered',
]
const GOOD_WORDS = [
  'genuine',
  'real',
  'legit',
  'good',
  'benign',
  'false',
  'no',
  'n',
  'licit',
  'normal',
]

/** Throws a RangeError if the file's ids are neither nodes nor edges of the graph. */
export function readLabels(text: string, table: EdgeTable): NodeLabels | EdgeLabels {
  const rows = readRows(text)
  const width = Math.max(0, ...rows.slice(0, 1000).map(row => row.fields.length))
  if (width >= 2) {
    const edgeLabels = labelEdges(rows, table)
    if (edgeLabels !== null) return edgeLabels
  }
  return labelNodes(rows, width, table)
}

/**
 * What published labels mean: with −1 and 1, −1 is the fraud (REV2, Yelp); otherwise 1 is, against
 * 0 or 2. Everything else is unknown.
 */
export function polarityOf(values: Iterable<number>): (value: number) => 1 | 0 | -1 {
  const seen = new Set(values)
  const bad = seen.has(-1) && seen.has(1) ? -1 : 1
  const good = bad === -1 ? 1 : seen.has(0) ? 0 : 2
  return value => (value === bad ? 1 : value === good ? 0 : -1)
}

function readRows(text: string): LabelRow[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const data = lines.filter(line => line.trim() !== '' && !/^[#%]/.test(line))
  const layout = readLayout(data.slice(0, 50))
  const named = layout.header ? layout.roles.indexOf('label') : -1
  const rows = (layout.header ? data.slice(1) : data).map(line => {
    const fields = splitLine(line, layout.delimiter)
    const [word = ''] = fields.splice(named >= 0 ? named : fields.length - 1, 1)
    return { fields, label: numberOf(word) }
  })
  const polarity = polarityOf(rows.map(row => row.label))
  return rows.map(row => ({ fields: row.fields, label: polarity(row.label) }))
}

function numberOf(word: string): number {
  const lower = word.toLowerCase()
  if (BAD_WORDS.includes(lower)) return 1
  if (GOOD_WORDS.includes(lower)) return 0
  return word === '' ? Number.NaN : Number(word)
}

function labelEdges(rows: LabelRow[], table: EdgeTable): EdgeLabels | null {
  const { edges, names, kind } = table
  const keyOf = (source: number, target: number) => source * edges.nodeCount + target
  const labelled = new Map<number, number>()
  for (const { fields, label } of rows) {
    const source = names.nodeOf(fields[0]!, 0)
    const target = names.nodeOf(fields[1] ?? '', 1)
    if (source === undefined || target === undefined) continue
    labelled.set(keyOf(source, target), label)
    if (kind === 'unipartite') labelled.set(keyOf(target, source), label)
  }
  const labels = new Int8Array(edges.sources.length).fill(-1)
  const met = new Set<number>()
  for (let edge = 0; edge < labels.length; edge++) {
    const key = keyOf(edges.sources[edge]!, edges.targets[edge]!)
    const label = labelled.get(key)
    if (label === undefined) continue
    labels[edge] = label
    met.add(key)
  }
  return met.size * 2 > rows.length ? { on: 'edges', labels } : null
}

function labelNodes(rows: LabelRow[], width: number, table: EdgeTable): NodeLabels {
  const { names, edges } = table
  const sides = table.kind === 'bipartite' ? ([0, 1] as const) : ([0] as const)
  let best = { column: 0, side: 0 as 0 | 1, hits: 0 }
  for (let column = 0; column < width; column++) {
    for (const side of sides) {
      const found = rows.map(row => names.nodeOf(row.fields[column] ?? '', side))
      const hits = new Set(found.filter(node => node !== undefined)).size
      if (hits > best.hits) best = { column, side, hits }
    }
  }
  if (best.hits === 0) throw new RangeError('the labels name neither nodes nor edges of the graph')
  const labels = new Int8Array(edges.nodeCount).fill(-1)
  const absent = { positives: 0, negatives: 0 }
  for (const { fields, label } of rows) {
    const node = names.nodeOf(fields[best.column] ?? '', best.side)
    if (node !== undefined) labels[node] = label
    else if (label === 1) absent.positives++
    else if (label === 0) absent.negatives++
  }
  return { on: 'nodes', labels, absent }
}
