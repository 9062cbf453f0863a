/**
 * How alike two names of people or organisations are, with the reasons. Made for duplicate
 * search, screening against lists and 关联重生 (a closed shop coming back under a near name). It
 * proposes; a person decides. From `LIKELY_SAME` on a pair is worth a look: the bound was set on
 * labelled pairs.
 */
import {
  arabicNumerals,
  type ChineseConverters,
  foldText,
  hasHan,
  plainConverters,
} from './chinese-text.ts'
import { damerauLevenshtein } from './edit-distance.ts'
import {
  type OrganisationName,
  organisationName,
  organisationWords,
  regionsAgree,
} from './organisation-name.ts'
import { type Likeness, likeness, reason } from './reason.ts'
import { wordLikeness } from './word-likeness.ts'

export interface NameOptions {
  kind?: 'person' | 'organisation'
  converters?: ChineseConverters
}

/** From this score on, two names probably mean the same subject. */
export const LIKELY_SAME = 0.8

export function nameLikeness(
  a: string,
  b: string,
  { kind = 'organisation', converters = plainConverters }: NameOptions = {},
): Likeness {
  if (a === b && a !== '') return likeness(1, 'identical')
  const left = foldText(a, converters)
  const right = foldText(b, converters)
  if (left === '' || right === '') return likeness(0, 'different')
  if (left.replaceAll(' ', '') === right.replaceAll(' ', '')) {
    return likeness(0.99, 'same-spelling')
  }
  const hanSides = Number(hasHan(left)) + Number(hasHan(right))
  if (hanSides === 1) return acrossScripts(left, right, kind, converters)
  if (hanSides === 0) return inLetters(left, right, kind)
  return kind === 'person'
    ? hanPersons(left, right, converters)
    : hanOrganisations(left, right, converters)
}

/**
 * Of two or three characters each one matters. The same sound comes near, yet stays below the
 * bound: 李静 and 李晶 live next door to each other in every county.
 */
function hanPersons(a: string, b: string, converters: ChineseConverters): Likeness {
  const sound = (text: string) => converters.pinyin(text, { surname: true }).join(' ')
  if (sameSound(a, b, sound)) return likeness(0.78, 'pinyin')
  return spelling(a, b)
}

function hanOrganisations(a: string, b: string, converters: ChineseConverters): Likeness {
  if (arabicNumerals(a) === arabicNumerals(b)) return likeness(0.98, 'numerals')
  const left = organisationName(a)
  const right = organisationName(b)
  const names = tradeNames(left, right, converters)
  if (left.region === right.region) return names
  return regionsAgree(left.region, right.region)
    ? { score: names.score * 0.98, reasons: [...names.reasons, reason('region-omitted')] }
    : { score: names.score * 0.7, reasons: [...names.reasons, reason('region-differs')] }
}

/** 华丰商贸 and 华丰科技 may be related, 华丰商贸 and 华美商贸 hardly: what was chosen freely counts. */
function tradeNames(
  a: OrganisationName,
  b: OrganisationName,
  converters: ChineseConverters,
): Likeness {
  const sameIndustry = a.industry === b.industry
  if (a.tradeName === b.tradeName) {
    if (!sameIndustry) return likeness(0.78, 'industry-differs')
    return a.form === b.form ? { score: 1, reasons: [] } : likeness(0.97, 'legal-form')
  }
  const left = `${a.tradeName}${a.industry}`
  const right = `${b.tradeName}${b.industry}`
  const sound = (text: string) => converters.pinyin(text).join(' ')
  if (numbersIn(left) !== numbersIn(right)) return likeness(0.6, 'numbers-differ')
  if (sameSound(left, right, sound)) return likeness(0.92, 'pinyin')
  const own = spelling(a.tradeName, b.tradeName)
  return { score: own.score * (sameIndustry ? 1 : 0.8), reasons: own.reasons }
}

function sameSound(a: string, b: string, sound: (text: string) => string): boolean {
  return a.length === b.length && sound(a) === sound(b)
}

function spelling(a: string, b: string): Likeness {
  const longest = Math.max([...a].length, [...b].length)
  const score = 1 - damerauLevenshtein(a, b) / longest
  return likeness(score, score >= 0.5 ? 'misspelling' : 'different')
}

function numbersIn(text: string): string {
  return (text.match(/\d+/g) ?? []).join(' ')
}

/** 张三 and Zhang San: the Chinese side is read aloud, surname first or last. */
function acrossScripts(
  a: string,
  b: string,
  kind: 'person' | 'organisation',
  converters: ChineseConverters,
): Likeness {
  const [han, latin] = hasHan(a) ? [a, b] : [b, a]
  const core = kind === 'person' ? han : spokenName(han)
  const syllables = converters.pinyin(core, { surname: kind === 'person' }).filter(s => s !== ' ')
  const words = kind === 'person' ? latin.split(' ') : organisationWords(latin).words
  const aloud = syllables.join('')
  const turned = [...syllables.slice(1), syllables[0] ?? ''].join('')
  const written = words.join('')
  if (hasHan(aloud)) return likeness(0, 'different')
  if (aloud === written || (kind === 'person' && turned === written)) {
    return likeness(0.9, 'pinyin')
  }
  const distance = Math.min(damerauLevenshtein(aloud, written), damerauLevenshtein(turned, written))
  const score = 0.9 * (1 - distance / Math.max(aloud.length, written.length))
  return likeness(score, score >= 0.6 ? 'pinyin' : 'different')
}

function spokenName(han: string): string {
  const { tradeName, industry } = organisationName(han)
  return `${tradeName}${industry}`
}

function inLetters(a: string, b: string, kind: 'person' | 'organisation'): Likeness {
  if (kind === 'person') return wordLikeness(a.split(' '), b.split(' '))
  const left = organisationWords(a)
  const right = organisationWords(b)
  const words = wordLikeness(left.words, right.words)
  // Series of one issuer (Trust 2006-2, Fund II) differ in nothing but their number.
  if (numeralWords(left.words) !== numeralWords(right.words)) {
    return likeness(Math.min(words.score, 0.6), 'numbers-differ')
  }
  if (words.score < 1) return words
  return likeness(0.97, left.stripped || right.stripped ? 'legal-form' : 'word-order')
}

function numeralWords(words: readonly string[]): string {
  return words.filter(word => /\d|^[ivx]+$/.test(word)).join(' ')
}
