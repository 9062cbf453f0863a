/**
 * Keeps a nearly densest block while edges come and go, in microseconds an edge, with a proof at
 * hand.
 *
 * Every edge is owned by one of its ends and no node owns more than `ceiling` edges; so no set of
 * nodes has more than ceiling × |set| edges inside, and nothing in the graph is denser than the
 * ceiling (Hakimi 1965). When an edge meets two full ends, a search along owned edges looks for a
 * node with room and passes ownership along the path. When the search stops growing, the nodes it
 * saw are a block denser than the known one (Kowalik, ISAAC 2006): the known block is replaced and
 * the ceiling rises. The orientation as the certificate of dynamic densest subgraph is Sawlani and
 * Wang's (STOC 2020).
 *
 * Bound, at all times: densest ≤ ceiling ≤ (1 + slack) × block density + 1. The static greedy
 * answer is never above the densest, so it obeys the same bound.
 */
import type { Block } from './blocks.ts'
import { findDensestBlock } from './blocks.ts'
import type { EdgeList } from './edge-list.ts'
import { MAX_NODES } from './edge-list.ts'
import { OwnedEdges } from './owned-edges.ts'

export interface TrackedBlock extends Block {
  /** No set of nodes of the present graph is denser than this. */
  densityCeiling: number
}

/** Everything a tracker knows, in plain arrays: restoring it and replaying gives the same state. */
export interface TrackerState {
  slack: number
  ceiling: number
  members: Uint32Array
  loads: Uint32Array
  /** The other ends of all owned edges, owner after owner. */
  owned: Uint32Array
}

export interface TrackerOptions {
  /**
   * How far the block may fall behind: 0.1 keeps it within a factor 1.1 (and one) of the densest.
   */
  slack?: number
}

export class BlockTracker {
  readonly slack: number
  private readonly owned: OwnedEdges
  private ceiling = 1
  private inside: Uint8Array
  private insideCount = 0
  private insideEdges = 0
  /** The search's memory: which search saw a node last, and the owner and index that led to it. */
  private seen: Uint32Array
  private searches = 0
  private cameFrom: Uint32Array
  private cameBy: Uint32Array
  private queue: Uint32Array

  private constructor(owned: OwnedEdges, options: TrackerOptions) {
    this.slack = options.slack ?? 0.1
    if (!(this.slack > 0 && this.slack <= 1)) throw new RangeError('slack must lie in (0, 1]')
    this.owned = owned
    const { nodeCount } = owned
    this.inside = new Uint8Array(nodeCount)
    this.seen = new Uint32Array(nodeCount)
    this.cameFrom = new Uint32Array(nodeCount)
    this.cameBy = new Uint32Array(nodeCount)
    this.queue = new Uint32Array(nodeCount)
  }

  static empty(options: TrackerOptions = {}): BlockTracker {
    return new BlockTracker(new OwnedEdges(1024, 4096), options)
  }

  /** Starts from a whole graph and its static densest block. O(edges) and short searches. */
  static fromEdges(edges: EdgeList, options: TrackerOptions = {}): BlockTracker {
    const tracker = new BlockTracker(OwnedEdges.fromEdges(edges), options)
    tracker.restart(findDensestBlock(edges))
    return tracker
  }

  static restore(state: TrackerState): BlockTracker {
    const owned = new OwnedEdges(state.loads.length, state.owned.length * 2)
    const tracker = new BlockTracker(owned, { slack: state.slack })
    let next = 0
    for (let node = 0; node < state.loads.length; node++) {
      for (let index = 0; index < state.loads[node]!; index++) owned.add(node, state.owned[next++]!)
    }
    tracker.ceiling = state.ceiling
    tracker.replaceBlock(state.members)
    return tracker
  }

  get edgeCount(): number {
    return this.owned.edgeCount
  }

  /** O(nodes + edges). */
  state(): TrackerState {
    const owned = this.owned.toEdgeList().targets
    const loads = this.owned.loads.slice()
    return { slack: this.slack, ceiling: this.ceiling, members: this.members(), loads, owned }
  }

  /** The tracked block, or null while the graph is as thin as a tree. O(nodes). */
  block(): TrackedBlock | null {
    if (this.insideCount === 0) return null
    return {
      nodes: this.members(),
      edgeCount: this.insideEdges,
      density: this.density(),
      densityCeiling: this.ceiling,
    }
  }

  /** Whether a node belongs to the tracked block: what an event's handler asks. O(1). */
  has(node: number): boolean {
    return this.inside[node] === 1
  }

  /** Edges ÷ members of the tracked block, 0 without one. */
  density(): number {
    return this.insideCount === 0 ? 0 : this.insideEdges / this.insideCount
  }

  /**
   * Adds an edge; parallel edges count each. Amortised O(1) but for searches between full nodes.
   */
  insert(source: number, target: number): void {
    if (source === target) throw new RangeError('an edge needs two ends')
    const largest = Math.max(source, target)
    if (largest >= this.inside.length) this.growTo(largest + 1)
    const { loads } = this.owned
    let owner = loads[target]! < loads[source]! ? target : source
    if (loads[owner]! >= this.ceiling) owner = this.makeRoom(source, target)
    this.owned.add(owner, owner === source ? target : source)
    if ((this.inside[source]! & this.inside[target]!) === 1) {
      this.insideEdges++
      this.ceiling = Math.max(this.ceiling, this.ceilingFor(this.slack / 2))
    }
  }

  /** Removes one edge between the two nodes; false if there is none. O(ceiling) typically. */
  remove(source: number, target: number): boolean {
    if (Math.max(source, target) >= this.inside.length) return false
    let owner = source
    let index = this.owned.indexOf(source, target)
    if (index < 0) {
      owner = target
      index = this.owned.indexOf(target, source)
    }
    if (index < 0) return false
    this.owned.removeAt(owner, index)
    if ((this.inside[source]! & this.inside[target]!) === 1) {
      this.insideEdges--
      if (this.ceiling > this.ceilingFor(this.slack)) this.lowerCeiling()
    }
    return true
  }

  /**
   * Makes the static greedy answer the tracked block if it is denser: the tracked one is near the
   * densest by its bound but may miss late joiners. O(edges).
   */
  refresh(): void {
    const block = findDensestBlock(this.owned.toEdgeList())
    if (block !== null && block.density > this.density()) this.restart(block)
  }

  /**
   * Takes the block's inner edges out of the graph, so that the next ring comes to light, and looks
   * for it anew. Returns the block. O(edges).
   */
  withdrawBlock(): TrackedBlock | null {
    const block = this.block()
    if (block === null) return null
    for (const member of block.nodes) {
      for (let index = this.owned.loads[member]! - 1; index >= 0; index--) {
        if (this.inside[this.owned.other(member, index)] === 1) this.owned.removeAt(member, index)
      }
    }
    this.restart(findDensestBlock(this.owned.toEdgeList()))
    return block
  }

  private restart(block: Block | null): void {
    this.replaceBlock(block?.nodes ?? new Uint32Array(0))
    this.lowerCeiling()
  }

  /** The least ceiling that leaves (1 + slack) × density room. */
  private ceilingFor(slack: number): number {
    return Math.floor((1 + slack) * this.density()) + 1
  }

  /** An owner with room for the edge, found by passing ownership on or by raising the ceiling. */
  private makeRoom(source: number, target: number): number {
    this.beginSearch()
    this.enqueue(source, 0, source, 0)
    this.enqueue(target, 1, target, 0)
    const roots = this.search(2)
    if (roots >= 0) return roots
    return this.owned.loads[target]! < this.owned.loads[source]! ? target : source
  }

  /**
   * Brings every load down to (1 + slack / 2) × density + 1. A node above it passes edges on; if it
   * cannot, the search has found a denser block, which raises the goal.
   */
  private lowerCeiling(): void {
    this.ceiling = this.ceilingFor(this.slack / 2)
    const { loads } = this.owned
    for (let node = 0; node < loads.length; node++) {
      while (loads[node]! > this.ceiling) {
        this.beginSearch()
        this.enqueue(node, 0, node, 0)
        this.search(1)
      }
    }
  }

  private beginSearch(): void {
    this.searches++
    if (this.searches === 0xffffffff) {
      this.seen.fill(0)
      this.searches = 1
    }
  }

  private enqueue(node: number, place: number, owner: number, index: number): void {
    this.seen[node] = this.searches
    this.cameFrom[node] = owner
    this.cameBy[node] = index
    this.queue[place] = node
  }

  /**
   * Breadth first from the nodes in the queue. Finds a node with room, passes one edge along the
   * path and returns the root that now has room; or finds a denser block, replaces the known one,
   * raises the ceiling and returns -1.
   */
  private search(rootCount: number): number {
    const { owned, seen, queue, searches } = this
    const { loads } = owned
    const growth = 1 + this.slack / 4
    let layerStart = 0
    let layerEnd = rootCount
    let size = rootCount
    for (;;) {
      for (let place = layerStart; place < layerEnd; place++) {
        const owner = queue[place]!
        const load = loads[owner]!
        for (let index = 0; index < load; index++) {
          const other = owned.other(owner, index)
          if (seen[other] === searches) continue
          this.enqueue(other, size++, owner, index)
          if (loads[other]! < this.ceiling) return this.passAlong(other)
        }
      }
      // Every node before layerEnd is full and owns edges within the seen set only.
      if (size < growth * layerEnd) {
        this.replaceBlock(queue.slice(0, size))
        this.ceiling = Math.max(this.ceiling, this.ceilingFor(this.slack / 2))
        return -1
      }
      layerStart = layerEnd
      layerEnd = size
    }
  }

  /**
   * Turns every edge on the way from a root to `end` around; `end` gains one, the root loses one.
   */
  private passAlong(end: number): number {
    let node = end
    while (this.cameFrom[node] !== node) {
      const owner = this.cameFrom[node]!
      // A path meets each list once, so the index that the search recorded is still right.
      this.owned.removeAt(owner, this.cameBy[node]!)
      this.owned.add(node, owner)
      node = owner
    }
    return node
  }

  private replaceBlock(members: Uint32Array): void {
    this.inside.fill(0)
    for (const member of members) this.inside[member] = 1
    this.insideCount = members.length
    this.insideEdges = 0
    for (const member of members) {
      const load = this.owned.loads[member]!
      for (let index = 0; index < load; index++) {
        this.insideEdges += this.inside[this.owned.other(member, index)]!
      }
    }
  }

  private members(): Uint32Array {
    const members = new Uint32Array(this.insideCount)
    let next = 0
    for (let node = 0; node < this.inside.length; node++) {
      if (this.inside[node] === 1) members[next++] = node
    }
    return members
  }

  private growTo(nodeCount: number): void {
    if (nodeCount > MAX_NODES) throw new RangeError('node number out of range')
    this.owned.growTo(nodeCount)
    const size = this.owned.nodeCount
    const inside = new Uint8Array(size)
    inside.set(this.inside)
    this.inside = inside
    this.seen = new Uint32Array(size)
    this.searches = 0
    this.cameFrom = new Uint32Array(size)
    this.cameBy = new Uint32Array(size)
    this.queue = new Uint32Array(size)
  }
}
