/**
 * Turns the raw columns of an edge file into a graph with dense node numbers, and keeps the way
 * back to the ids as they were written. Decides, if nobody said, whether the two columns name one
 * kind of node or two: nothing later may guess it again.
 */
import type { EdgeList } from './edge-list.ts'
import type { RawEdges } from './edge-reader.ts'
import type { IdDictionary } from './id-dictionary.ts'

export type GraphKind = 'bipartite' | 'unipartite'

export interface EdgeTable {
  kind: GraphKind
  edges: EdgeList
  /**
   * Aligned with the edges; null where the file has no such column. NaN where a line left it empty.
   */
  weights: Float64Array | null
  times: Float64Array | null
  labels: Float64Array | null
  names: NodeNames
  /** Whether a column without a name was found to be labels, not weights. */
  weightsWereLabels: boolean
  /** What the kind was decided by. */
  kindBy: 'option' | 'header' | 'no-shared-id' | 'numbered-apart' | 'met-by-chance' | 'shared-ids'
  /** Lines that joined a node to itself, which says nothing about company. */
  selfLoopCount: number
}

/** Fewer expected meetings say nothing, either way. */
const LEAST_MEETINGS = 12
/** Pairs that are asked whether they are answered. */
const MOST_ASKED = 200_000

/** O(edges + ids). Self-loops of a unipartite graph are left out. */
export function buildEdgeTable(raw: RawEdges, wantedKind: GraphKind | null = null): EdgeTable {
  const said = wantedKind ?? raw.layout.kindByName
  const saidBy = wantedKind === null ? 'header' : 'option'
  if (said !== 'unipartite') {
    const rows = new Ranking([raw.sources])
    const columns = new Ranking([raw.targets])
    const apart =
      nameTwoKinds(rows.keys, columns.keys, raw.dictionary !== null) ??
      (said === null && meetByChance(raw) ? 'met-by-chance' : null)
    if (said === 'bipartite' || apart !== null) {
      return bipartiteTable(raw, rows, columns, said === null ? apart! : saidBy)
    }
  }
  const ranking = new Ranking([raw.sources, raw.targets])
  const sources = ranking.rank(raw.sources, 0)
  const targets = ranking.rank(raw.targets, 0)
  const edges = { nodeCount: ranking.keys.length, rowCount: 0, sources, targets }
  const names = new NodeNames(raw.dictionary, [ranking.keys])
  const kindBy = said === null ? 'shared-ids' : saidBy
  const kind = 'unipartite'
  const columns = settleLabels(raw, kind)
  return withoutSelfLoops({ kind, kindBy, edges, ...columns, names, selfLoopCount: 0 })
}

function bipartiteTable(
  raw: RawEdges,
  rows: Ranking,
  columns: Ranking,
  kindBy: EdgeTable['kindBy'],
): EdgeTable {
  const rowCount = rows.keys.length
  const sources = rows.rank(raw.sources, 0)
  const targets = columns.rank(raw.targets, rowCount)
  const edges = { nodeCount: rowCount + columns.keys.length, rowCount, sources, targets }
  const names = new NodeNames(raw.dictionary, [rows.keys, columns.keys])
  const kind = 'bipartite'
  return { kind, kindBy, edges, ...settleLabels(raw, kind), names, selfLoopCount: 0 }
}

/**
 * A column without a name that holds nothing but 0 and 1 would weigh edges as nothing: it labels
 * them. So do −1 and 1 between people and goods; between people they are trust and distrust. Read
 * as weights, labels would steer the very ranking that they are to judge.
 */
function settleLabels({ layout, weights, times, labels }: RawEdges, kind: GraphKind) {
  const asTheyStand = { weights, times, labels, weightsWereLabels: false }
  if (layout.header || weights === null || labels !== null) return asTheyStand
  const seen = { bad: false, none: false, good: false }
  for (const weight of weights) {
    if (weight === -1) seen.bad = true
    else if (weight === 0) seen.none = true
    else if (weight === 1) seen.good = true
    else if (!Number.isNaN(weight)) return asTheyStand
  }
  const areLabels = seen.good && (seen.bad ? kind === 'bipartite' : seen.none)
  return areLabels
    ? { weights: null, times, labels: weights, weightsWereLabels: true }
    : asTheyStand
}

/** The ids of the nodes as the file writes them. */
export class NodeNames {
  private readonly dictionary: IdDictionary | null
  /** Keys by rank, one list for each kind of node. */
  private readonly keys: Uint32Array[]
  private numbers: Map<string, number>[] | null = null

  constructor(dictionary: IdDictionary | null, keys: Uint32Array[]) {
    this.dictionary = dictionary
    this.keys = keys
  }

  nameOf(node: number): string {
    const [first, second] = this.keys
    const key = node < first!.length ? first![node] : second?.[node - first!.length]
    if (key === undefined) throw new RangeError(`no node ${node}`)
    return this.dictionary === null ? String(key) : this.dictionary.text(key)
  }

  /**
   * The node of that name; `side` 1 means the columns of a bipartite graph. Undefined if unknown.
   */
  nodeOf(name: string, side: 0 | 1): number | undefined {
    this.numbers ??= this.keys.map((keys, index) => {
      const first = index === 0 ? 0 : this.keys[0]!.length
      const numbers = new Map<string, number>()
      for (let rank = 0; rank < keys.length; rank++) {
        numbers.set(this.nameOf(first + rank), first + rank)
      }
      return numbers
    })
    return this.numbers[this.keys.length === 1 ? 0 : side]!.get(name)
  }
}

/**
 * Two columns that share no id name two kinds of things. If they share ids they name one kind,
 * unless both simply count from the same start to different ends, as files do that number users and
 * products separately.
 */
function nameTwoKinds(
  sources: Uint32Array,
  targets: Uint32Array,
  areTexts: boolean,
): 'no-shared-id' | 'numbered-apart' | null {
  const shared = sharedCount(sources, targets)
  if (shared === 0) return 'no-shared-id'
  if (areTexts) return null
  const fewer = Math.min(sources.length, targets.length)
  const more = Math.max(sources.length, targets.length)
  const counted = isCounted(sources) && isCounted(targets)
  return counted && more > 1.1 * fewer && shared > 0.9 * fewer ? 'numbered-apart' : null
}

/**
 * Numbers that name different things on either side meet themselves, and are answered, as often as
 * chance has it. Among people hardly anybody rates himself and many answer, so two tests agree only
 * where the columns have nothing to do with each other. O(edges).
 */
function meetByChance({ sources, targets, dictionary }: RawEdges): boolean {
  const size = dictionary?.size ?? largestOf(sources, targets) + 1
  if (size > 8 * sources.length + 65536) return false
  const given = new Uint32Array(size)
  const received = new Uint32Array(size)
  let selves = 0
  for (let edge = 0; edge < sources.length; edge++) {
    given[sources[edge]!]!++
    received[targets[edge]!]!++
    if (sources[edge] === targets[edge]) selves++
  }
  let expected = 0
  for (let id = 0; id < size; id++) expected += (given[id]! * received[id]!) / sources.length
  if (!isByChance(selves, expected)) return false
  const asked = new Set<number>()
  const step = Math.ceil(sources.length / MOST_ASKED)
  for (let edge = 0; edge < sources.length; edge += step) {
    asked.add(targets[edge]! * size + sources[edge]!)
  }
  let answered = 0
  let expectedAnswers = 0
  for (let edge = 0; edge < sources.length; edge++) {
    const source = sources[edge]!
    const target = targets[edge]!
    if (source === target) continue
    if (asked.has(source * size + target)) answered++
    expectedAnswers += (given[target]! * received[source]!) / sources.length / step
  }
  return isByChance(answered, expectedAnswers)
}

function isByChance(seen: number, expected: number): boolean {
  return expected >= LEAST_MEETINGS && seen > expected / 2 && seen < expected * 2
}

function largestOf(...columns: Uint32Array[]): number {
  let largest = 0
  for (const column of columns) for (const id of column) if (id > largest) largest = id
  return largest
}

/** Whether ids run from 0 or 1 upwards with hardly a gap. */
function isCounted(keys: Uint32Array): boolean {
  return keys[0]! <= 1 && keys.at(-1)! - keys[0]! < 1.05 * keys.length
}

function sharedCount(left: Uint32Array, right: Uint32Array): number {
  let shared = 0
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i] === right[j]) shared++
    const step = left[i]! - right[j]!
    if (step <= 0) i++
    if (step >= 0) j++
  }
  return shared
}

/** The distinct keys of some columns, ascending, and each key's place among them. */
class Ranking {
  readonly keys: Uint32Array
  /** Key → place + 1, while keys are small enough for a table. */
  private readonly table: Int32Array | null

  constructor(columns: Uint32Array[]) {
    let largest = 0
    let count = 0
    for (const column of columns) {
      count += column.length
      for (let at = 0; at < column.length; at++) if (column[at]! > largest) largest = column[at]!
    }
    const tabled = largest < 8 * count + 65536
    this.table = tabled ? new Int32Array(largest + 1) : null
    this.keys =
      this.table === null ? sortedDistinct(columns, count) : fillTable(columns, this.table)
  }

  /** The places of a column's keys, counted from `first`. */
  rank(column: Uint32Array, first: number): Uint32Array {
    const ranks = new Uint32Array(column.length)
    const { table, keys } = this
    for (let at = 0; at < column.length; at++) {
      const place = table === null ? placeOf(keys, column[at]!) : table[column[at]!]! - 1
      ranks[at] = first + place
    }
    return ranks
  }
}

function fillTable(columns: Uint32Array[], table: Int32Array): Uint32Array {
  for (const column of columns) {
    for (let at = 0; at < column.length; at++) table[column[at]!] = 1
  }
  let count = 0
  for (let key = 0; key < table.length; key++) {
    if (table[key] === 1) table[key] = ++count
  }
  const keys = new Uint32Array(count)
  for (let key = 0; key < table.length; key++) if (table[key] !== 0) keys[table[key]! - 1] = key
  return keys
}

function sortedDistinct(columns: Uint32Array[], count: number): Uint32Array {
  const all = new Uint32Array(count)
  let next = 0
  for (const column of columns) {
    all.set(column, next)
    next += column.length
  }
  all.sort()
  let kept = 0
  for (let at = 0; at < count; at++) {
    if (at === 0 || all[at] !== all[kept - 1]) all[kept++] = all[at]!
  }
  return all.slice(0, kept)
}

function placeOf(keys: Uint32Array, key: number): number {
  let low = 0
  let high = keys.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keys[middle]! < key) low = middle + 1
    else high = middle
  }
  return low
}

function withoutSelfLoops(table: EdgeTable): EdgeTable {
  const { sources, targets } = table.edges
  let selfLoopCount = 0
  for (let edge = 0; edge < sources.length; edge++) {
    if (sources[edge] === targets[edge]) selfLoopCount++
  }
  if (selfLoopCount === 0) return table
  const { weights, times, labels } = table
  const stays = (_: number, edge: number) => sources[edge] !== targets[edge]
  const edges = { ...table.edges, sources: sources.filter(stays), targets: targets.filter(stays) }
  return {
    ...table,
    edges,
    weights: weights?.filter(stays) ?? null,
    times: times?.filter(stays) ?? null,
    labels: labels?.filter(stays) ?? null,
    selfLoopCount,
  }
}
