/**
 * Where the nodes of a graph of evidence stand. Rings around a centre — the few shops inside, the many accounts around them,
 * what is only context outermost — put the same evidence into the same picture each time, which a force layout does not, and
 * cost O(nodes + edges).
 */
import type { GraphNode } from '#contract'

export type Place = { readonly x: number; readonly y: number }
type Ends = { readonly from: string; readonly to: string }

/** Between neighbours on a ring, and between rings. */
const spacing = 60
const gap = 130
/** Each ring is turned a little against the one within, or lone nodes would stand in a line and hide their edges. */
const ringTurn = 0.3

export function arranged(
  nodes: readonly GraphNode[],
  lines: readonly Ends[],
): ReadonlyMap<string, Place> {
  const neighbours = neighboursOf(nodes, lines)
  const order = new Map(walked(nodes, neighbours).map((id, place) => [id, place]))
  const places = new Map<string, Place>()
  let outermost = 0
  for (const group of groupsOf(nodes)) {
    const angles = new Map(group.map(({ id }) => [id, meanAngle(neighbours.get(id)!, places)]))
    const sorted = group.toSorted(
      (a, b) =>
        (angles.get(a.id) ?? 7) - (angles.get(b.id) ?? 7) || order.get(a.id)! - order.get(b.id)!,
    )
    const wanted = sorted.map(({ id }) => angles.get(id))
    outermost = placeGroup(sorted, { inner: outermost, turn: turnTowards(wanted) }, places)
  }
  return places
}

/** The suspected group before its context, the few before the many. */
function groupsOf(nodes: readonly GraphNode[]): GraphNode[][] {
  const groups = Map.groupBy(nodes, ({ role, kind }) => `${role} ${kind}`)
  const outside = ([first]: GraphNode[]) => (first!.role === 'core' ? 0 : 1)
  return [...groups.values()].sort((a, b) => outside(a) - outside(b) || a.length - b.length)
}

/** Places a group around what stands already and answers the radius it reaches. */
function placeGroup(
  group: readonly GraphNode[],
  { inner, turn }: { inner: number; turn: number },
  places: Map<string, Place>,
): number {
  if (group.length === 1 && places.size === 0) {
    places.set(group[0]!.id, { x: 0, y: 0 })
    return 1
  }
  const alone = (group.length * spacing) / (2 * Math.PI)
  const first = inner === 0 ? Math.max(gap, Math.min(alone, 4 * gap)) : inner + gap
  // More nodes than a ring has room for stand in rows behind each other, kept at their angle.
  let rows = 1
  while (roomOf(first, rows) < group.length) rows++
  group.forEach(({ id }, i) => {
    const radius = first + (i % rows) * spacing
    const angle = slot(i, group.length) + turn - Math.PI / 2
    places.set(id, { x: radius * Math.cos(angle), y: radius * Math.sin(angle) })
  })
  return first + (rows - 1) * spacing
}

const slot = (i: number, of: number): number => (2 * Math.PI * i) / of

/** How far a ring is turned so that its nodes come nearest to their neighbours within. */
function turnTowards(wanted: readonly (number | undefined)[]): number {
  let [x, y] = [0, 0]
  wanted.forEach((angle, i) => {
    if (angle === undefined) return
    x += Math.cos(angle - slot(i, wanted.length))
    y += Math.sin(angle - slot(i, wanted.length))
  })
  return Math.atan2(y, x) + ringTurn
}

function roomOf(first: number, rows: number): number {
  let room = 0
  for (let row = 0; row < rows; row++)
    room += Math.floor((2 * Math.PI * (first + row * spacing)) / spacing)
  return room
}

/** The direction in which its placed neighbours lie, 0 to 2π from the top; undefined where they cancel out. */
function meanAngle(of: readonly string[], places: ReadonlyMap<string, Place>): number | undefined {
  let [x, y] = [0, 0]
  for (const id of of) {
    const place = places.get(id)
    const length = place && Math.hypot(place.x, place.y)
    if (!length) continue
    x += place.x / length
    y += place.y / length
  }
  if (Math.hypot(x, y) < 1e-6) return undefined
  return (Math.atan2(y, x) + 2.5 * Math.PI) % (2 * Math.PI)
}

/** Onward neighbours first, so that a loop of funds is walked in the direction of the money. */
function neighboursOf(nodes: readonly GraphNode[], lines: readonly Ends[]) {
  const neighbours = new Map<string, string[]>(nodes.map(({ id }) => [id, []]))
  for (const { from, to } of lines) neighbours.get(from)?.push(to)
  for (const { from, to } of lines) neighbours.get(to)?.push(from)
  return neighbours
}

/** Depth first from the busiest node, so that who deals with each other stands side by side. */
function walked(nodes: readonly GraphNode[], neighbours: ReadonlyMap<string, string[]>): string[] {
  const degree = (id: string) => neighbours.get(id)!.length
  const starts = nodes.map(({ id }) => id).sort((a, b) => degree(b) - degree(a) || (a < b ? -1 : 1))
  const seen = new Set<string>()
  for (const start of starts) {
    const stack = [start]
    while (stack.length > 0) {
      const id = stack.pop()!
      if (seen.has(id)) continue
      seen.add(id)
      stack.push(
        ...neighbours
          .get(id)!
          .filter(next => neighbours.has(next))
          .toReversed(),
      )
    }
  }
  return [...seen]
}
