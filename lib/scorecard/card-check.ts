/**
 * Finds what is wrong with a card before it is published: each fault names the item and the rule.
 * A card that passes gives every possible subject a score and a grade.
 */

import { type Card, type CardItem, rangeOf } from './card.ts'

export type CardFault = {
  /** Key of the item, or null when the card as a whole is at fault. */
  item: string | null
  rule: CardRule
  messageZh: string
  messageEn: string
}

export type CardRule =
  | 'identity'
  | 'integer'
  | 'items'
  | 'key-unique'
  | 'text'
  | 'weight'
  | 'bands-rising'
  | 'caps'
  | 'ageing'
  | 'bounds'
  | 'grades'
  | 'grades-cover'

/** All faults, in the order of the card; an empty list means it may be published. */
export function checkCard(card: Card): CardFault[] {
  const faults: CardFault[] = []
  const fault: Report = (item, rule, messageZh, messageEn) =>
    faults.push({ item, rule, messageZh, messageEn })
  if (!card.id || !card.version)
    fault(null, 'identity', '缺少编号或版本', 'id or version is missing')
  if (!isInteger(card.base))
    fault(null, 'integer', '基础分须为整数(百分之一分)', 'base: not an integer')
  if (card.items.length === 0) fault(null, 'items', '没有评分项', 'the card has no items')
  const seen = new Set<string>()
  for (const item of card.items) {
    if (seen.has(item.key)) fault(item.key, 'key-unique', '评分项重复', 'the key is used twice')
    seen.add(item.key)
    checkItem(item, fault)
  }
  checkGrades(card, fault, faults.length === 0)
  return faults
}

type Report = (item: string | null, rule: CardRule, messageZh: string, messageEn: string) => void

function checkItem(item: CardItem, fault: Report): void {
  const { key, points, ageing } = item
  for (const field of ['key', 'titleZh', 'titleEn', 'feature', 'basis'] as const) {
    if (!item[field]) fault(key, 'text', `缺少 ${field}`, `${field} is missing`)
  }
  if (!isInteger(item.weight) || item.weight < 1) {
    fault(key, 'weight', '权重须为正整数(百分比)', 'weight is not a positive integer per cent')
  }
  if (points.kind === 'bands') checkBands(key, points.bands, fault)
  else checkUnits(key, points, fault)
  if (ageing) checkAgeing(key, ageing, fault)
}

function checkBands(key: string, bands: { from: number; points: number }[], fault: Report): void {
  if (bands.length === 0) fault(key, 'bands-rising', '没有分段', 'there are no bands')
  bands.forEach((band, i) => {
    if (!isInteger(band.from) || !isInteger(band.points)) {
      fault(key, 'integer', `第 ${i + 1} 段不是整数`, `band ${i + 1} is not made of integers`)
    } else if (i > 0 && band.from <= bands[i - 1]!.from) {
      fault(key, 'bands-rising', `第 ${i + 1} 段未递增`, `band ${i + 1} does not rise`)
    }
  })
}

function checkUnits(
  key: string,
  points: { each: number; least: number; most: number },
  fault: Report,
): void {
  if (![points.each, points.least, points.most].every(isInteger)) {
    fault(key, 'integer', '每单位分或上下限不是整数', 'each, least or most is not an integer')
  } else if (points.least > 0 || points.most < 0 || points.least === points.most) {
    fault(key, 'caps', '上下限须包含零且不相等', 'caps must enclose zero and differ')
  }
}

function checkAgeing(
  key: string,
  steps: { untilDays: number; permille: number }[],
  fault: Report,
): void {
  steps.forEach((step, i) => {
    const before = steps[i - 1] ?? { untilDays: -1, permille: 1000 }
    const sound = isInteger(step.untilDays) && isInteger(step.permille) && step.permille >= 0
    if (!sound || step.untilDays <= before.untilDays || step.permille > before.permille) {
      const messageEn = `ageing step ${i + 1}: days must rise and per mille (0..1000) must not`
      fault(key, 'ageing', `第 ${i + 1} 个衰减档:天数须递增,千分比须在 0 至 1000 且不增`, messageEn)
    }
  })
}

function checkGrades(card: Card, fault: Report, itemsSound: boolean): void {
  const { bounds, grades } = card
  if (
    bounds &&
    !(isInteger(bounds.least) && isInteger(bounds.most) && bounds.least < bounds.most)
  ) {
    fault(
      null,
      'bounds',
      '总分上下限须为整数且下限小于上限',
      'bounds must be integers, least < most',
    )
    return
  }
  const mins = grades.map(grade => grade.min)
  const names = grades.map(grade => grade.grade)
  const sound = mins.every(isInteger) && names.every(name => name !== '')
  if (!sound || new Set(mins).size < mins.length || new Set(names).size < names.length) {
    fault(
      null,
      'grades',
      '等级名称或起点缺失、重复或非整数',
      'grades: missing, repeated or not integer',
    )
    return
  }
  if (!itemsSound) return
  const floor = card.items.reduce((sum, item) => sum + rangeOf(item).least, card.base)
  const lowest = bounds ? Math.max(bounds.least, Math.min(bounds.most, floor)) : floor
  if (!mins.some(min => min <= lowest)) {
    const messageEn = `no grade reaches down to the lowest possible score ${lowest}`
    fault(null, 'grades-cover', `最低可能得分 ${lowest} 没有对应等级`, messageEn)
  }
}

function isInteger(value: number): boolean {
  return Number.isSafeInteger(value)
}
