/**
 * Waybill numbers. Each carrier numbers as it likes, so this only brings one parcel's number to
 * one spelling, checks the one published check digit (UPU S10, used by China Post), and names the
 * carrier where the letters in front leave no doubt.
 */
import { s10Check } from './check-characters.ts'
import { type Bilingual, cleanCode, type Parsed, refuseCheck, refuseLength } from './refusal.ts'

export interface WaybillParts {
  form: 's10' | 'carrier'
  /** Only when the number itself tells. */
  carrier?: Bilingual & { code: string }
}

const NAME = { zh: '运单号', en: 'waybill number' }
const MIN_LENGTH = 8
const MAX_LENGTH = 32

const CARRIERS: readonly (Bilingual & { code: string; pattern: RegExp })[] = [
  { code: 'sf', pattern: /^SF\d{13}$/, zh: '顺丰速运', en: 'SF Express' },
  { code: 'yto', pattern: /^YT\d{13,15}$/, zh: '圆通速递', en: 'YTO Express' },
  { code: 'jt', pattern: /^JT\d{13}$/, zh: '极兔速递', en: 'J&T Express' },
  { code: 'jd', pattern: /^JD[A-Z0-9]{11,18}$/, zh: '京东物流', en: 'JD Logistics' },
  { code: 'deppon', pattern: /^DPK\d{12}$/, zh: '德邦快递', en: 'Deppon Express' },
]

export function parseWaybill(text: string): Parsed<WaybillParts> {
  const value = cleanCode(text)
  if (value.length < MIN_LENGTH || value.length > MAX_LENGTH) {
    const refusal = refuseLength(NAME, value, [MIN_LENGTH, MAX_LENGTH])
    if (refusal.code === 'empty') return refusal
    return {
      ...refusal,
      expected: `${MIN_LENGTH}–${MAX_LENGTH}`,
      zh: `运单号应为 ${MIN_LENGTH}–${MAX_LENGTH} 位，实为 ${value.length} 位`,
      en: `a waybill number has ${MIN_LENGTH}–${MAX_LENGTH} characters, this has ${value.length}`,
    }
  }
  const index = value.search(/[^0-9A-Z]/)
  if (index >= 0) {
    return {
      ok: false,
      code: 'charset',
      position: index + 1,
      actual: value[index]!,
      zh: `运单号第 ${index + 1} 位“${value[index]}”不是字母或数字`,
      en: `character ${index + 1}, “${value[index]}”, is neither a letter nor a digit`,
    }
  }
  const s10 = /^[A-Z]{2}(\d{8})(\d)([A-Z]{2})$/.exec(value)
  if (!s10) {
    const carrier = CARRIERS.find(({ pattern }) => pattern.test(value))
    const named = carrier && { code: carrier.code, zh: carrier.zh, en: carrier.en }
    return {
      ok: true,
      value,
      parts: { form: 'carrier', ...(named && { carrier: named }) },
      warnings: [],
    }
  }
  const expected = s10Check(s10[1]!)
  if (s10[2] !== expected) return refuseCheck(11, expected, s10[2]!)
  const post = { code: 'china-post', zh: '中国邮政', en: 'China Post' }
  return {
    ok: true,
    value,
    parts: { form: 's10', ...(s10[3] === 'CN' && { carrier: post }) },
    warnings: [],
  }
}
