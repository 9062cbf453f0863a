/**
 * One spelling for texts that Chinese forms spell in many ways: full and half width, traditional
 * and simplified, Chinese and Arabic numerals. The two dictionaries (opencc-js, pinyin-pro) take
 * about 150 ms and several megabytes to load, so nothing here imports them: a caller that wants
 * them awaits `loadChineseConverters()` once and passes the result; others pass nothing and lose
 * only these two likenesses.
 */

export interface ChineseConverters {
  /** Traditional characters to simplified ones. */
  simplify(text: string): string
  /** One toneless syllable per Han character, everything else one by one; surnames read as such. */
  pinyin(text: string, options?: { surname?: boolean }): string[]
}

/** Without dictionaries: characters stay as they are and have no sound. */
export const plainConverters: ChineseConverters = {
  simplify: text => text,
  pinyin: text => [...text],
}

export async function loadChineseConverters(): Promise<ChineseConverters> {
  const [{ Converter }, { pinyin }] = await Promise.all([
    import('opencc-js/t2cn'),
    import('pinyin-pro'),
  ])
  const simplify = Converter({ from: 't', to: 'cn' })
  return {
    simplify,
    pinyin: (text, { surname = false } = {}) =>
      pinyin(text, {
        toneType: 'none',
        type: 'array',
        v: true,
        ...(surname && { mode: 'surname', surname: 'head' }),
      }),
  }
}

/** Longest text folded; more is cut. */
const MAX_TEXT_LENGTH = 2_000

/**
 * Lower case, half width, simplified, without accents; every run of punctuation becomes one
 * space, and spaces beside Han characters go.
 */
export function foldText(text: string, converters: ChineseConverters = plainConverters): string {
  return converters
    .simplify(text.slice(0, MAX_TEXT_LENGTH).normalize('NFKC'))
    .toLowerCase()
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
    .trim()
}

const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }

/** Chinese numerals to Arabic: 三 → 3, 十二 → 12, 二百零五 → 205, 二〇二六 → 2026; 百 or 千 alone stays. */
export function arabicNumerals(text: string): string {
  return text.replace(/[零〇一二两三四五六七八九十百千]+/g, run =>
    /^[百千]+$/.test(run) ? run : numeralValue(run),
  )
}

function numeralValue(run: string): string {
  if (!/[十百千]/.test(run)) return [...run].map(digit => DIGITS[digit]).join('')
  let total = 0
  let pending: number | undefined
  for (const character of run) {
    const unit = UNITS[character]
    if (unit === undefined) {
      pending = DIGITS[character]
    } else {
      total += (pending ?? 1) * unit
      pending = undefined
    }
  }
  return `${total + (pending ?? 0)}`
}

export function hasHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text)
}
