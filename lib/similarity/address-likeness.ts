/**
 * How alike two delivery addresses are, with the reasons. Brushing crews write one address a
 * hundred ways: other numerals, other script, sounds instead of characters, the building next
 * door. What one side leaves out is no contradiction; what both say differently is.
 */
import { type Address, parseAddress } from './address.ts'
import { type ChineseConverters, plainConverters } from './chinese-text.ts'
import { damerauLevenshtein, isSubsequence } from './edit-distance.ts'
import { type Likeness, likeness, type ReasonCode, reason } from './reason.ts'

export interface AddressOptions {
  converters?: ChineseConverters
  /** Building numbers this far apart still count as near. */
  buildingTolerance?: number
}

/** From this score on, two addresses probably mean one door, or one hidden behind its neighbour. */
export const LIKELY_SAME_ADDRESS = 0.85

export function addressLikeness(
  a: string,
  b: string,
  { converters = plainConverters, buildingTolerance = 1 }: AddressOptions = {},
): Likeness {
  if (a === b && a.trim() !== '') return likeness(1, 'identical')
  return parsedAddressLikeness(parseAddress(a, converters), parseAddress(b, converters), {
    converters,
    buildingTolerance,
  })
}

/** The same over addresses parsed before: parse each once when many are compared. */
export function parsedAddressLikeness(
  a: Address,
  b: Address,
  { converters = plainConverters, buildingTolerance = 1 }: AddressOptions = {},
): Likeness {
  const place = placeLikeness(a, b, converters)
  if (place.score < 0.5) return { ...place, score: place.score * 0.5 }
  const numbers = numberLikeness(a, b, buildingTolerance)
  const reasons = [...place.reasons, ...numbers.reasons]
  const score = place.score * numbers.score
  return reasons.length === 0 ? likeness(0.99, 'same-spelling') : { score, reasons }
}

function placeLikeness(a: Address, b: Address, converters: ChineseConverters): Likeness {
  const reasons: ReasonCode[] = []
  let score = 1
  for (const level of ['area', 'town'] as const) {
    if (a[level] === b[level]) continue
    if (nested(a[level], b[level])) {
      reasons.push('region-omitted')
      score *= 0.98
    } else if (sounds(a[level], converters) === sounds(b[level], converters)) {
      reasons.push('pinyin')
      score *= 0.97
    } else {
      return likeness(level === 'area' ? 0.2 : 0.4, 'region-differs')
    }
  }
  const name = textLikeness(a.place, b.place, converters)
  return { score: score * name.score, reasons: [...reasons.map(reason), ...name.reasons] }
}

/** Levels left out: 宁晋 or 河北宁晋 of 河北邢台宁晋. */
function nested(a: string, b: string): boolean {
  return isSubsequence(a, b) || isSubsequence(b, a)
}

function textLikeness(a: string, b: string, converters: ChineseConverters): Likeness {
  if (a === b) return { score: 1, reasons: [] }
  if (a === '' || b === '') return likeness(0.8, 'words-omitted')
  if (sounds(a, converters) === sounds(b, converters)) return likeness(0.95, 'pinyin')
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a]
  if ([...shorter].length >= 3 && isSubsequence(shorter, longer))
    return likeness(0.92, 'words-omitted')
  const longest = [...longer].length
  const written = 1 - damerauLevenshtein(a, b) / longest
  const spoken = soundLikeness(a, b, converters)
  const score = Math.max(written, spoken * 0.95)
  return likeness(score, score >= 0.5 ? 'misspelling' : 'place-differs')
}

function soundLikeness(a: string, b: string, converters: ChineseConverters): number {
  const left = sounds(a, converters)
  const right = sounds(b, converters)
  if (left === a && right === b) return 0
  return 1 - damerauLevenshtein(left, right) / Math.max(left.length, right.length)
}

function sounds(text: string, converters: ChineseConverters): string {
  return text === '' ? '' : converters.pinyin(text).join('')
}

/** Factors by which a contradiction in a number lowers the score of the place. */
const DOOR_DIFFERS = 0.5
const BUILDING_NEAR = 0.92
const BUILDING_DIFFERS = 0.6
const UNIT_DIFFERS = 0.8
const ROOM_DIFFERS = 0.7

function numberLikeness(a: Address, b: Address, buildingTolerance: number): Likeness {
  const reasons: ReasonCode[] = []
  let score = 1
  const differs = (field: 'door' | 'building' | 'unit' | 'room') =>
    a[field] !== undefined && b[field] !== undefined && a[field] !== b[field]
  if (differs('door')) {
    score *= DOOR_DIFFERS
    reasons.push('room-differs')
  }
  if (differs('building')) {
    const near = Math.abs(ordinal(a.building!) - ordinal(b.building!)) <= buildingTolerance
    score *= near ? BUILDING_NEAR : BUILDING_DIFFERS
    reasons.push(near ? 'building-adjacent' : 'building-differs')
  }
  if (differs('unit')) {
    score *= UNIT_DIFFERS
    reasons.push('room-differs')
  }
  if (differs('room')) {
    score *= ROOM_DIFFERS
    reasons.push('room-differs')
  }
  return likeness(score, ...reasons)
}

/** Buildings are lettered or numbered: a = 1, b = 2; the two kinds never meet. */
function ordinal(building: string): number {
  return /^\d+$/.test(building) ? Number(building) : building.charCodeAt(0) - 0x60 + 1e6
}
