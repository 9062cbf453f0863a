/**
 * Areas as English readers know them: "Ningjin County, Xingtai, Hebei". Only provinces have official English forms;
 * below them a name is its pinyin (GB/T 28039: syllables in one word) and the kind of place in English.
 */
import { type Area, areaOf } from './area.ts'

/** One toneless syllable per Han character. */
export type Pinyin = (text: string) => string[]

/** The area from itself up to its province; with the code alone where its own name is unknown. */
export function areaInEnglish(area: Area, pinyin: Pinyin): string {
  const { code, level, name, en } = area
  if (level === 'nation' || level === 'province') return en
  const province = areaOf(`${code.slice(0, 2)}0000`)!.en
  if (name === '') return `${code}, ${province}`
  if (level === 'city') return `${placeInEnglish(name, pinyin)}, ${province}`
  const city = areaOf(`${code.slice(0, 4)}00`)!.name
  const above = city === '' ? [] : [placeInEnglish(city, pinyin)]
  return [placeInEnglish(name, pinyin), ...above, province].join(', ')
}

/** `宁晋县` → `Ningjin County`, `邢台市` → `Xingtai`, `槐原镇` → `Huaiyuan Town`. */
export function placeInEnglish(name: string, pinyin: Pinyin): string {
  const [ending, kind] = kinds.find(([suffix]) => name.endsWith(suffix)) ?? ['', '']
  // A name of one character would vanish without its ending: 蠡县 is Li County, but 县 alone is nothing.
  const own = name.slice(0, name.length - ending.length) || name
  return kind === '' ? joined(pinyin(own)) : `${joined(pinyin(own))} ${kind}`
}

/** Longer endings first. A city needs no word in English. */
const kinds: readonly (readonly [string, string])[] = [
  ['自治州', 'Autonomous Prefecture'],
  ['自治县', 'Autonomous County'],
  ['自治旗', 'Autonomous Banner'],
  ['市辖区', 'Districts'],
  ['街道', 'Subdistrict'],
  ['地区', 'Prefecture'],
  ['新区', 'New Area'],
  ['市', ''],
  ['县', 'County'],
  ['区', 'District'],
  ['旗', 'Banner'],
  ['盟', 'League'],
  ['镇', 'Town'],
  ['乡', 'Township'],
]

/** An apostrophe keeps syllables apart that begin with a vowel: Xi'an is not Xian. */
const joined = (syllables: readonly string[]): string => {
  const word = syllables.map((s, i) => (i > 0 && /^[aoe]/.test(s) ? `'${s}` : s)).join('')
  return word.charAt(0).toUpperCase() + word.slice(1)
}
