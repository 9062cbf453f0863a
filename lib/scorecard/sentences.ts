/**
 * Says in a sentence what an item of a card gave and why, in Chinese and English, for the person
 * whose grade it is. Right to an explanation: Personal Information Protection Law art. 24.
 */

import { writtenDay } from '#lib/calendar'
import type { Card, CardItem } from './card.ts'
import type { Evaluation } from './evaluation.ts'

export type ShownItem = { points: number; amountMilli: number; records: string[] }

/** One item's sentence, with the count of records, the amount after ageing and the points. */
export function sentencesOf(
  item: CardItem,
  { points, amountMilli, records }: ShownItem,
): { sentenceZh: string; sentenceEn: string } {
  const counted = records.length
  const amountZh = amountOf(amountMilli, item.unitZh)
  const amountEn = amountOf(amountMilli, item.unitEn)
  const plain = counted === 1 || (item.unitZh && amountMilli === counted * 1000)
  const sumZh = plain ? amountZh : `${counted} 条记录，合计 ${amountZh}`
  const sumEn = plain ? amountEn : `${counted} records amounting to ${amountEn}`
  const countZh = counted === 0 ? '无记录' : sumZh
  const countEn = counted === 0 ? 'no records' : sumEn
  return {
    sentenceZh: `${item.titleZh}：${countZh}，${verbZh(points)}（依据：${item.basis}）`,
    sentenceEn: `${item.titleEn}: ${countEn}, ${signed(points)} points (${item.basis})`,
  }
}

/** Shares are kept in thousandths, so that no float is involved, and read as per cent. */
function amountOf(amountMilli: number, unit: string | undefined): string {
  if (unit === '‰') return `${trimmed(amountMilli, 10_000)}%`
  const counted = amountMilli === 1000 ? unit?.replace(/s$/, '') : unit
  return `${trimmed(amountMilli, 1000)}${counted ? ` ${counted}` : ''}`
}

/** The whole evaluation, weightiest items first; the lines add up to the score. */
export function explain(evaluation: Evaluation): { zh: string[]; en: string[] } {
  const { reasons, score, grade, asOf } = evaluation
  const card: Card = evaluation.inputs.card
  const day = writtenDay(asOf)
  const byWeight = reasons
    .map((reason, i) => ({ reason, i }))
    .sort((a, b) => Math.abs(b.reason.points) - Math.abs(a.reason.points) || a.i - b.i)
    .map(({ reason }) => reason)
  const sum = reasons.reduce((total, reason) => total + reason.points, card.base)
  const kept = sum !== score
  const keptZh = kept ? [`各项合计 ${points(sum)} 分，按评分卡上下限取 ${points(score)} 分`] : []
  const keptEn = kept ? [`The sum ${points(sum)} is kept within bounds at ${points(score)}`] : []
  return {
    zh: [
      `基础分 ${points(card.base)} 分`,
      ...byWeight.map(reason => reason.sentenceZh),
      ...keptZh,
      `截至${day.zh}，得分 ${points(score)}，等级 ${grade}`,
    ],
    en: [
      `Base ${points(card.base)} points`,
      ...byWeight.map(reason => reason.sentenceEn),
      ...keptEn,
      `As of ${day.en}: score ${points(score)}, grade ${grade}`,
    ],
  }
}

function verbZh(hundredths: number): string {
  if (hundredths === 0) return '不加不减分'
  return `${hundredths > 0 ? '加' : '减'} ${points(Math.abs(hundredths))} 分`
}

function signed(hundredths: number): string {
  const sign = hundredths > 0 ? '+' : hundredths < 0 ? '−' : '±'
  return `${sign}${points(Math.abs(hundredths))}`
}

const points = (hundredths: number): string => trimmed(hundredths, 100)

/** A decimal from the integer's digits, without idle zeros. */
function trimmed(value: number, unit: number): string {
  const whole = Math.trunc(Math.abs(value) / unit)
  const rest = String(Math.abs(value) % unit).padStart(String(unit).length - 1, '0')
  const fraction = rest.replace(/0+$/, '')
  return `${value < 0 ? '−' : ''}${whole}${fraction ? `.${fraction}` : ''}`
}
