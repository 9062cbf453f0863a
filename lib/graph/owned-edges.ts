/**
 * Every edge is kept in the list of one of its two ends, its owner. Lists live in one arena of
 * power-of-two rooms, so that ten million edges cost about 60 MB and insertion and removal never
 * wait for a collector. Order within a list is part of the state: a copy behaves like the original.
 */
import type { EdgeList } from './edge-list.ts'

const SMALLEST_ROOM = 4
const NO_ROOM = 0xffffffff

export class OwnedEdges {
  /** How many edges each node owns. */
  loads: Uint32Array
  edgeCount = 0
  private starts: Uint32Array
  /** The capacity of a node's room, 0 before its first edge. */
  private rooms: Uint32Array
  private arena: Uint32Array
  private arenaSize = 0
  /** First free room of 2^k places, chained through the arena. */
  private readonly free = new Uint32Array(32).fill(NO_ROOM)

  constructor(nodeCount: number, edgeCapacity: number) {
    this.loads = new Uint32Array(nodeCount)
    this.starts = new Uint32Array(nodeCount)
    this.rooms = new Uint32Array(nodeCount)
    this.arena = new Uint32Array(Math.max(1024, edgeCapacity))
  }

  /** Gives every edge to the end that owns fewer so far. O(nodes + edges). */
  static fromEdges(edges: EdgeList): OwnedEdges {
    const { sources, targets, nodeCount } = edges
    const loads = new Uint32Array(nodeCount)
    const owners = new Uint8Array(sources.length)
    for (let edge = 0; edge < sources.length; edge++) {
      const source = sources[edge]!
      const target = targets[edge]!
      if (loads[target]! < loads[source]!) {
        owners[edge] = 1
        loads[target]!++
      } else loads[source]!++
    }
    const owned = new OwnedEdges(nodeCount, roomsFor(loads))
    for (let node = 0; node < nodeCount; node++) owned.reserve(node, loads[node]!)
    for (let edge = 0; edge < sources.length; edge++) {
      const source = sources[edge]!
      const target = targets[edge]!
      if (owners[edge] === 1) owned.add(target, source)
      else owned.add(source, target)
    }
    return owned
  }

  get nodeCount(): number {
    return this.loads.length
  }

  /** The other end of the owner's edge at `index`. */
  other(owner: number, index: number): number {
    return this.arena[this.starts[owner]! + index]!
  }

  add(owner: number, other: number): void {
    const load = this.loads[owner]!
    if (load === this.rooms[owner]) this.moveToLargerRoom(owner)
    this.arena[this.starts[owner]! + load] = other
    this.loads[owner] = load + 1
    this.edgeCount++
  }

  /** Where the owner keeps an edge to `other`, or -1. O(load). */
  indexOf(owner: number, other: number): number {
    const { arena } = this
    const start = this.starts[owner]!
    const end = start + this.loads[owner]!
    for (let at = start; at < end; at++) if (arena[at] === other) return at - start
    return -1
  }

  /** The last edge of the list takes the place of the removed one. */
  removeAt(owner: number, index: number): void {
    const last = --this.loads[owner]!
    const start = this.starts[owner]!
    this.arena[start + index] = this.arena[start + last]!
    this.edgeCount--
  }

  /** Makes the numbers below `nodeCount` usable as nodes. */
  growTo(nodeCount: number): void {
    const size = Math.max(nodeCount, this.loads.length + (this.loads.length >>> 1))
    this.loads = enlarged(this.loads, size)
    this.starts = enlarged(this.starts, size)
    this.rooms = enlarged(this.rooms, size)
  }

  /** All edges as (owner, other), in list order. */
  toEdgeList(): EdgeList {
    const sources = new Uint32Array(this.edgeCount)
    const targets = new Uint32Array(this.edgeCount)
    let edge = 0
    for (let owner = 0; owner < this.loads.length; owner++) {
      for (let index = 0; index < this.loads[owner]!; index++) {
        sources[edge] = owner
        targets[edge++] = this.other(owner, index)
      }
    }
    return { nodeCount: this.loads.length, rowCount: 0, sources, targets }
  }

  private reserve(node: number, count: number): void {
    if (count === 0) return
    const room = roomFor(count)
    this.starts[node] = this.takeRoom(room)
    this.rooms[node] = room
  }

  private moveToLargerRoom(owner: number): void {
    const old = this.starts[owner]!
    const oldRoom = this.rooms[owner]!
    this.reserve(owner, oldRoom + 1)
    if (oldRoom === 0) return
    this.arena.copyWithin(this.starts[owner]!, old, old + oldRoom)
    const size = 31 - Math.clz32(oldRoom)
    this.arena[old] = this.free[size]!
    this.free[size] = old
  }

  private takeRoom(room: number): number {
    const size = 31 - Math.clz32(room)
    const free = this.free[size]!
    if (free !== NO_ROOM) {
      this.free[size] = this.arena[free]!
      return free
    }
    const start = this.arenaSize
    this.arenaSize += room
    if (this.arenaSize > this.arena.length) {
      this.arena = enlarged(this.arena, this.arenaSize + (this.arenaSize >>> 1))
    }
    return start
  }
}

function roomFor(count: number): number {
  return count <= SMALLEST_ROOM ? SMALLEST_ROOM : 1 << (32 - Math.clz32(count - 1))
}

function roomsFor(loads: Uint32Array): number {
  let places = 0
  for (let node = 0; node < loads.length; node++) {
    if (loads[node]! > 0) places += roomFor(loads[node]!)
  }
  return places + (places >>> 2)
}

function enlarged(old: Uint32Array, size: number): Uint32Array {
  const larger = new Uint32Array(size)
  larger.set(old)
  return larger
}
