/**
 * Lists and measures as data with their basis (国办发〔2020〕49号; 全国失信惩戒措施基础清单): no county adds a measure,
 * and a list of serious dishonesty needs a law, a regulation or a Party and State document (requirement 19.1).
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BasisKind, Bilingual, ListType, MeasureClass, MeasureKind } from '#contract'
import { refuse } from '#platform/runtime'

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'data', name), 'utf8')) as T

/** How a measure is labelled wherever it is shown: an order is never confused with a hint (requirement 19.4). */
export const classLabels: Readonly<Record<MeasureClass, Bilingual>> = {
  rights: { zh: '依法减损权益或增加义务', en: 'Reduces rights by law' },
  management: { zh: '管理措施，不减损权益', en: 'Management only, reduces no right' },
  market: { zh: '供参考，由市场主体自主决定', en: 'For reference; the market party decides' },
  incentive: { zh: '守信激励', en: 'Incentive' },
}

export const measureKinds: readonly MeasureKind[] = read<
  Omit<MeasureKind, 'labelZh' | 'labelEn'>[]
>('measures.json').map(kind => ({
  ...kind,
  labelZh: classLabels[kind.class].zh,
  labelEn: classLabels[kind.class].en,
}))

const kindByCode = new Map(measureKinds.map(kind => [kind.code, kind]))

/** A measure outside the catalogue is refused (invariant 6). */
export const measureKind = (code: string): MeasureKind =>
  kindByCode.get(code) ?? refuse('measures.outside-catalogue', { measure: code })

/** A list type as data; its term is read by policy, its entries are counted. */
export type ListTypeData = Omit<ListType, 'termZh' | 'termEn' | 'entries' | 'proof'>

export const shippedListTypes = read<readonly ListTypeData[]>('list-types.json')

const qualifying: readonly BasisKind[] = [
  'law',
  'administrative-regulation',
  'local-regulation',
  'party-state-document',
]

/** Refuses a list of serious dishonesty that rests on less than a regulation. */
export function requireBasis({ nature, basisKind, basis }: ListTypeData): void {
  if (nature === 'serious-dishonesty' && !qualifying.includes(basisKind))
    refuse('measures.no-basis', { nature, basis })
}
