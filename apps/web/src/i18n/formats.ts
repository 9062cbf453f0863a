/**
 * Numbers, days, instants and money as each language writes them. Days are days in China, whoever reads them where.
 */
import type { Language } from './language.tsx'

export type Formats = {
  count(n: number): string
  /** Fixed decimals, for scores and ratios. */
  decimal(n: number, digits: number): string
  percent(ratio: number): string
  /** `YYYY-MM-DD` → 2026年11月24日 / 24 Nov 2026. */
  day(day: string): string
  /** RFC 3339 → its day in China. */
  dayOf(at: string): string
  /** From one instant's day to another's; one day is said once. */
  span(from: string, until: string): string
  /** RFC 3339 → day and minute in China. */
  instant(at: string): string
  yuan(fen: number): string
  /** Things side by side: 甲、乙 / A, B. */
  list(items: readonly string[]): string
  /** What, and which: 解除：甲 / Lift: A. */
  pair(what: string, which: string): string
  /** A remark after a word: 甲（乙） / A (B). */
  aside(word: string, remark: string): string
  /** Clauses of one sentence: 甲；乙 / A; B. */
  clauses(items: readonly string[]): string
}

/** From here on one decimal would round to a certainty that is none. */
const nearlyAll = 0.9995

export function formatsOf(language: Language): Formats {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const daysInChina = new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeZone: 'Asia/Shanghai',
  })
  const dayOf = (at: string) => daysInChina.format(new Date(at))
  const instants = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  })
  const counts = new Intl.NumberFormat(locale)
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'CNY' })
  return {
    count: n => counts.format(n),
    decimal: (n, digits) => n.toFixed(digits),
    percent: ratio =>
      ratio < 1 && ratio >= nearlyAll ? `> ${percents.format(0.999)}` : percents.format(ratio),
    day: day => days.format(new Date(`${day}T00:00:00Z`)),
    dayOf,
    span: (from, until) =>
      dayOf(from) === dayOf(until) ? dayOf(from) : `${dayOf(from)} – ${dayOf(until)}`,
    instant: at => instants.format(new Date(at)),
    yuan: fen => money.format(fen / 100),
    list: items => items.join(language === 'zh' ? '、' : ', '),
    pair: (what, which) => `${what}${language === 'zh' ? '：' : ': '}${which}`,
    aside: (word, remark) => (language === 'zh' ? `${word}（${remark}）` : `${word} (${remark})`),
    clauses: items => items.join(language === 'zh' ? '；' : '; '),
  }
}
