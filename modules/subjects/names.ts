/**
 * Names as people type them: full-width or half-width, traditional or simplified, or only the initials of the pinyin.
 * Any part of a name is found through its grams (single characters and pairs) in a GIN index over arrays, which works on
 * both engines without an extension; `like '%…%'` alone would read every row, and a word index cannot cut Chinese.
 */
import { type ChineseConverters, foldText, hasHan, loadChineseConverters } from '#lib/similarity'

let loading: Promise<ChineseConverters> | undefined
/** The dictionaries take 150 ms and megabytes; a process loads them when it first meets a name. */
export const chinese = (): Promise<ChineseConverters> => (loading ??= loadChineseConverters())

export type SearchText = { nameKey: string; initials: string; grams: string[] }

/** What names are found by, in the order given. */
export async function searchTextsOf(names: readonly string[]): Promise<SearchText[]> {
  const converters = await chinese()
  return names.map(name => {
    const nameKey = keyOf(name, converters)
    const initials = initialsOf(nameKey, converters)
    return { nameKey, initials, grams: [...new Set([...gramsOf(nameKey), ...gramsOf(initials)])] }
  })
}

/** The form to compare by: simplified, half-width, lower case, letters and digits only. */
export const nameKeyOf = async (name: string): Promise<string> => keyOf(name, await chinese())

/** What a name must hold to hold this text: its pairs, or itself when it is one character long. */
export function neededGrams(nameKey: string): string[] {
  const characters = [...nameKey]
  return characters.length < 2 ? characters : [...new Set(pairsOf(characters))]
}

const keyOf = (name: string, converters: ChineseConverters): string =>
  foldText(name, converters).replace(/[^\p{L}\p{N}]/gu, '')

/** `清风百货` → `qfbh`; empty for a name without Han characters. */
const initialsOf = (nameKey: string, converters: ChineseConverters): string =>
  hasHan(nameKey)
    ? converters
        .pinyin(nameKey)
        .map(syllable => syllable[0])
        .join('')
    : ''

function gramsOf(text: string): string[] {
  const characters = [...text]
  return [...characters, ...pairsOf(characters)]
}

const pairsOf = (characters: readonly string[]): string[] =>
  characters.slice(1).map((character, i) => `${characters[i]}${character}`)
