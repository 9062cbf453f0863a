/**
 * Texts as sets of overlapping pieces (Broder 1997), and how much two sets share. Pieces are
 * characters, not words: Chinese has no spaces, and a template with one word changed still shares
 * most of them.
 */

/** Longest text that is cut; what lies beyond is ignored. */
const MAX_TEXT_LENGTH = 20_000

/**
 * Overlapping runs of `size` characters; a shorter text is its own only piece, an empty one none.
 */
export function shingles(text: string, size = 3): Set<string> {
  const cut = text.slice(0, MAX_TEXT_LENGTH)
  if (cut.length > size && !SURROGATE.test(cut)) return piecesOf(cut, size)
  const characters = [...cut]
  if (characters.length <= size) return new Set(characters.length === 0 ? [] : [text])
  const pieces = new Set<string>()
  for (let start = 0; start + size <= characters.length; start++) {
    pieces.add(characters.slice(start, start + size).join(''))
  }
  return pieces
}

/** Where every character is one unit of UTF-16, pieces need no putting together. */
const SURROGATE = /[\ud800-\udfff]/

function piecesOf(text: string, size: number): Set<string> {
  const pieces = new Set<string>()
  for (let start = 0; start + size <= text.length; start++)
    pieces.add(text.slice(start, start + size))
  return pieces
}

/** Shared pieces over all pieces, 0 to 1. Two empty sets share nothing: 0. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = sharedCount(a, b)
  const all = a.size + b.size - shared
  return all === 0 ? 0 : shared / all
}

/**
 * Share of the smaller set that lies in the other, 0 to 1: finds a text quoted inside a longer
 * one.
 */
export function containment(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const smaller = Math.min(a.size, b.size)
  return smaller === 0 ? 0 : sharedCount(a, b) / smaller
}

function sharedCount(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let shared = 0
  for (const piece of small) if (large.has(piece)) shared++
  return shared
}
