/**
 * How far two short texts are apart: Damerau–Levenshtein in its optimal-alignment form, and
 * Jaro–Winkler (Winkler 1990). Both count characters, not UTF-16 units.
 */

/** Longest texts compared, in characters; beyond it only the head counts. */
const MAX_LENGTH = 256

/**
 * Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
 * Stops early and answers `limit + 1` once the distance exceeds `limit`. O(length²).
 */
export function damerauLevenshtein(a: string, b: string, limit = MAX_LENGTH): number {
  if (a === b) return 0
  const from = characters(a)
  const to = characters(b)
  if (Math.abs(from.length - to.length) > limit) return limit + 1
  let before: number[] = []
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    let best = row
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      let distance = Math.min(
        previous[column]! + 1,
        current[column - 1]! + 1,
        previous[column - 1]! + (same ? 0 : 1),
      )
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      if (row > 1 && column > 1 && swapped) distance = Math.min(distance, before[column - 2]! + 1)
      current.push(distance)
      best = Math.min(best, distance)
    }
    if (best > limit) return limit + 1
    before = previous
    previous = current
  }
  return Math.min(previous[to.length]!, limit + 1)
}

/** 1 for equal texts, 0 for nothing in common; a shared beginning counts extra. */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return a === '' ? 0 : 1
  const from = characters(a)
  const to = characters(b)
  const jaro = jaroOf(from, to)
  let prefix = 0
  while (prefix < 4 && from[prefix] !== undefined && from[prefix] === to[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

/** Whether one text is left when characters of the other are struck out. */
export function isSubsequence(part: string, whole: string): boolean {
  let at = 0
  for (const character of part) {
    const found = whole.indexOf(character, at)
    if (found < 0) return false
    at = found + character.length
  }
  return true
}

function jaroOf(from: readonly string[], to: readonly string[]): number {
  const window = Math.max(Math.floor(Math.max(from.length, to.length) / 2) - 1, 0)
  const taken = new Array<boolean>(to.length).fill(false)
  const matchedFrom: string[] = []
  from.forEach((character, index) => {
    const end = Math.min(index + window + 1, to.length)
    for (let at = Math.max(index - window, 0); at < end; at++) {
      if (taken[at] || to[at] !== character) continue
      taken[at] = true
      matchedFrom.push(character)
      return
    }
  })
  const matches = matchedFrom.length
  if (matches === 0) return 0
  const matchedTo = to.filter((_, index) => taken[index])
  const outOfOrder = matchedFrom.filter((character, index) => character !== matchedTo[index]).length
  return (matches / from.length + matches / to.length + (matches - outOfOrder / 2) / matches) / 3
}

function characters(text: string): string[] {
  return [...text.slice(0, MAX_LENGTH * 2)].slice(0, MAX_LENGTH)
}
