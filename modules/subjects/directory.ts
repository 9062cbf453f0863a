/**
 * What codes are called: areas by their GB/T 2260 name, townships (GB/T 10114) by the government that serves them here,
 * platforms as they are registered. People read names; the codes stay what facts and machines speak of.
 */
import { areaInEnglish, areaOf, placeInEnglish } from '#lib/identifiers'
import { townshipNames } from '#modules/access'
import type { Db } from '#platform/database'
import { chinese } from './names.ts'

export type AreaNames = { readonly areaZh: string; readonly areaEn: string }

export type Directory = {
  /** Of a county or above (six digits), a township (nine) or a village (twelve). */
  area(code: string): AreaNames
  /** The same of the beginning of a code: a city has four digits, a province two, the country none. */
  within(prefix: string): AreaNames
  /** The registered name of a platform, or its code. */
  platform(code: string): string
}

export async function readDirectory(db: Db): Promise<Directory> {
  const { pinyin } = await chinese()
  const townships = await townshipNames(db)
  const platforms = await platformNames(db)
  const areaNames = (code: string): AreaNames => {
    const area = areaOf(code.slice(0, 6))
    if (!area) return { areaZh: code, areaEn: code }
    const above = { areaZh: area.zh, areaEn: areaInEnglish(area, pinyin) }
    const township = townships.get(code.slice(0, 9))
    if (township === undefined) return above
    return {
      areaZh: `${above.areaZh}${township}`,
      areaEn: `${placeInEnglish(township, pinyin)}, ${above.areaEn}`,
    }
  }
  return {
    area: areaNames,
    within: prefix => {
      if (prefix === '') return { areaZh: '全国', areaEn: 'the whole country' }
      const whole = prefix.padEnd(6, '0')
      const names = areaNames(whole)
      return names.areaZh === whole ? { areaZh: prefix, areaEn: prefix } : names
    },
    platform: code => platforms.get(code) ?? code,
  }
}

async function platformNames(db: Db): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('subjects.subject')
    .select(['platform', 'shown_name'])
    .where('platform', 'is not', null)
    .where('status', '=', 'active')
    .execute()
  return new Map(rows.map(row => [row.platform!, row.shown_name]))
}
