/**
 * The six area digits inside a longer identifier. Refused only when no such province exists:
 * counties are merged and renamed, codes of the dead ones stay valid in the numbers that carry
 * them.
 */
import { type Area, areaOf } from './area.ts'
import { type Refusal, refuseNonDigit, type Warning } from './refusal.ts'

/** `position` is where the six digits start in the whole identifier, counted from 1. */
export function refuseArea(code: string, position: number): Refusal | undefined {
  const letters = refuseNonDigit(code, position - 1)
  if (letters) return { ...letters, code: 'area', field: 'area' }
  if (areaOf(code)) return undefined
  const last = position + 5
  const province = code.slice(0, 2)
  return {
    ok: false,
    code: 'area',
    field: 'area',
    position,
    actual: code,
    zh: `第 ${position}–${last} 位“${code}”不是行政区划代码：没有以“${province}”开头的省级地区`,
    en: `characters ${position}–${last}, “${code}”, are no area code: no province is “${province}”`,
  }
}

export function areaWarnings(area: Area): Warning[] {
  if (area.status === 'former') {
    return [
      {
        code: 'area-former',
        zh: `行政区划代码 ${area.code}（${area.zh}）已不再使用`,
        en: `area code ${area.code} (${area.zh}) is no longer in use`,
      },
    ]
  }
  if (area.status === 'unknown') {
    return [
      {
        code: 'area-unknown',
        zh: `行政区划代码 ${area.code} 不在现行和已知的旧代码表中`,
        en: `area code ${area.code} is in neither the current nor the known former table`,
      },
    ]
  }
  return []
}
