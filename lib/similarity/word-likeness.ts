/**
 * How alike two names written in letters are, word by word: the words are paired best first, so
 * order does not matter; a misspelt word counts in part; a word only one side has counts little
 * when the other side is otherwise complete (a middle name), much when both sides have words of
 * their own.
 */
import { damerauLevenshtein } from './edit-distance.ts'
import { type Likeness, likeness, type ReasonCode } from './reason.ts'

interface Pair {
  left: number
  right: number
  score: number
}

/** Most words of a name that are paired. */
const MAX_WORDS = 32
/** Highest score of two names that each have a word the other lacks. */
const TWO_NAMES = 0.7
const PARTICLE_WEIGHT = 1
/** Words that carry little: particles of Arabic, Romance and Germanic names, articles. */
const PARTICLES = new Set(
  'al el bin ben ibn abu abd de la del der van von da di the of and und et y'.split(' '),
)

export function wordLikeness(a: readonly string[], b: readonly string[]): Likeness {
  const left = a.slice(0, MAX_WORDS)
  const right = b.slice(0, MAX_WORDS)
  // SiemensAG and Siemens AG: written together, the words cannot pair.
  const joined = left.length === right.length ? 0 : joinedLikeness(left.join(''), right.join(''))
  const pairs = pairWords(left, right)
  const weights = (words: readonly string[]) => words.reduce((sum, word) => sum + weightOf(word), 0)
  const pairedLeft = pairs.map(({ left: index }) => left[index]!)
  const pairedRight = pairs.map(({ right: index }) => right[index]!)
  const matched = pairs.reduce(
    (sum, pair) => sum + pair.score * (weightOf(left[pair.left]!) + weightOf(right[pair.right]!)),
    0,
  )
  const spareLeft = weights(left) - weights(pairedLeft)
  const spareRight = weights(right) - weights(pairedRight)
  // What only one side has is mostly forgiven where at least two words of the other side stand.
  const forgiven = pairs.length >= 2 ? Math.abs(spareLeft - spareRight) * 0.7 : 0
  const total = weights(left) + weights(right) - forgiven
  // A word of its own on both sides (HABIB BEN MOHAMED, HABIB BEN AHMED) marks two people.
  const apart = Math.min(spareLeft, spareRight) > PARTICLE_WEIGHT
  const paired = apart ? Math.min(matched / total, TWO_NAMES) : matched / total
  const score = Math.max(paired, joined)
  return likeness(score, ...reasonsOf(left, right, pairs, score))
}

function joinedLikeness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length)
  const limit = Math.floor(longest / 8)
  const distance = damerauLevenshtein(a, b, limit)
  return distance > limit ? 0 : 1 - distance / longest
}

function pairWords(left: readonly string[], right: readonly string[]): Pair[] {
  const possible = left
    .flatMap((a, i) => right.map((b, j) => ({ left: i, right: j, score: wordScore(a, b) })))
    .filter(({ score }) => score > 0)
    .sort((x, y) => y.score - x.score || x.left - y.left || x.right - y.right)
  const takenLeft = new Set<number>()
  const takenRight = new Set<number>()
  return possible.filter(pair => {
    if (takenLeft.has(pair.left) || takenRight.has(pair.right)) return false
    takenLeft.add(pair.left)
    takenRight.add(pair.right)
    return true
  })
}

/** 1 for equal words, less for one or two slips in a long one or for an initial, else 0. */
function wordScore(a: string, b: string): number {
  if (a === b) return 1
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a]
  if (shorter.length === 1) return longer.startsWith(shorter) ? 0.7 : 0
  const limit = longer.length < 4 ? 0 : longer.length < 7 ? 1 : 2
  const distance = damerauLevenshtein(a, b, limit)
  return distance > limit ? 0 : 1 - distance / longer.length
}

function weightOf(word: string): number {
  return PARTICLES.has(word) ? PARTICLE_WEIGHT : Math.min(Math.max(word.length, 2), 8)
}

function reasonsOf(
  left: readonly string[],
  right: readonly string[],
  pairs: readonly Pair[],
  score: number,
): ReasonCode[] {
  if (score < 0.5) return ['different']
  const codes: ReasonCode[] = []
  const inOrder = pairs.every(pair => pair.left === pair.right)
  if (!inOrder && left.length === right.length) codes.push('word-order')
  if (pairs.length < Math.max(left.length, right.length)) codes.push('words-omitted')
  for (const pair of pairs) {
    if (pair.score === 1) continue
    const shortest = Math.min(left[pair.left]!.length, right[pair.right]!.length)
    codes.push(shortest === 1 ? 'initials' : 'misspelling')
  }
  return codes.length === 0 ? ['misspelling'] : codes
}
