/**
 * Grows a tree from its leaves with nothing but its right edge in memory, and hands out each tile as it fills. Written
 * apart from the sequencer's `growTree` on purpose: verification must not repeat the mistake it looks for.
 */
import { HASH_BYTES, nodeHash, rootOf, TILE_WIDTH } from '#lib/merkle'

export type GrownTile = {
  readonly level: number
  readonly index: number
  readonly hashes: Uint8Array
}

const tileBytes = TILE_WIDTH * HASH_BYTES

export class TreeBuilder {
  size = 0
  /** Per level: the hashes of its unfinished tile, how many bytes are used, and the index of that tile. */
  private readonly levels: { hashes: Buffer; used: number; index: number }[] = []

  /** Appends flat leaf hashes; answers the tiles that became full, in order of filling. */
  append(leaves: Uint8Array): GrownTile[] {
    const full: GrownTile[] = []
    for (let at = 0; at < leaves.length; ) at += this.fill(0, leaves.subarray(at), full)
    this.size += leaves.length / HASH_BYTES
    return full
  }

  private fill(number: number, hashes: Uint8Array, full: GrownTile[]): number {
    this.levels[number] ??= { hashes: Buffer.alloc(tileBytes), used: 0, index: 0 }
    const level = this.levels[number]
    const taken = Math.min(hashes.length, tileBytes - level.used)
    level.hashes.set(hashes.subarray(0, taken), level.used)
    level.used += taken
    if (level.used === tileBytes) {
      full.push({ level: number, index: level.index, hashes: Buffer.from(level.hashes) })
      this.fill(number + 1, rootOf(level.hashes), full)
      level.used = 0
      level.index += 1
    }
    return taken
  }

  /** The partial tiles at the right edge. */
  edge(): GrownTile[] {
    return this.levels.flatMap(({ hashes, used, index }, level) =>
      used === 0 ? [] : [{ level, index, hashes: hashes.subarray(0, used) }],
    )
  }

  /**
   * The root of a tree that is not empty. Level by level a ragged tail joins from below; it is the smaller, right-hand
   * part of the tree, so it is hashed in last from the left (RFC 6962 §2.1).
   */
  root(): Uint8Array {
    let tail: Uint8Array | undefined
    for (const { hashes, used } of this.levels)
      for (const peak of peaksOf(hashes.subarray(0, used)))
        tail = tail ? nodeHash(peak, tail) : peak
    if (!tail) throw new Error('an empty tree has no edge')
    return tail
  }
}

/** The perfect subtrees of a run of hashes, smallest (rightmost) first. */
function peaksOf(hashes: Uint8Array): Uint8Array[] {
  const peaks: Uint8Array[] = []
  let end = hashes.length / HASH_BYTES
  for (let width = 1; end > 0; width *= 2) {
    if ((end & width) === 0) continue
    peaks.push(rootOf(hashes.subarray((end - width) * HASH_BYTES, end * HASH_BYTES)))
    end -= width
  }
  return peaks
}
