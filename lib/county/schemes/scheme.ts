/**
 * What is planted in the county, as ground truth: who took part, by which orders, from when to
 * when. Detectors are measured against it and never see it.
 */

export const SCHEME_KINDS = [
  'brushing-ring',
  'camouflaged-ring',
  'reverse-brushing',
  'empty-parcel-pool',
  'self-funding-loop',
  'extortion-group',
  'paid-praise',
  'proxied-mailing',
  'false-traffic',
  'counterfeit-lead',
  'price-fraud',
  'reborn-operator',
  'honest-sale-burst',
  'honest-group-buy',
] as const

export type SchemeKind = (typeof SCHEME_KINDS)[number]

export type Scheme = {
  id: string
  kind: SchemeKind
  titleZh: string
  titleEn: string
  /** False for honest crowds that look like trouble and must not be alerted. */
  suspicious: boolean
  /** Instants of the first and last act. */
  from: string
  to: string
  /** Ids and tokens of those who took part; customers who were only cheated are not accounts. */
  merchants: string[]
  shops: string[]
  accounts: string[]
  orders: string[]
  /** Ordinary purchases made by the accounts to look honest. */
  camouflageOrders: string[]
  /** Shops that were harmed, and shops that gained from it. */
  victims: string[]
  beneficiaries: string[]
  /** Purses that money went through, parcel nodes, goods, and events outside orders. */
  purses: string[]
  nodes: string[]
  skus: string[]
  eventIds: string[]
  /** Merchants that are one operator, with the token that shows it. */
  links: {
    as: 'device' | 'address' | 'payee' | 'sender-node'
    token: string
    merchants: string[]
  }[]
}

export const TITLES: Readonly<Record<SchemeKind, { zh: string; en: string }>> = {
  'brushing-ring': { zh: '刷单团伙', en: 'Brushing ring' },
  'camouflaged-ring': { zh: '伪装的跨平台刷单团伙', en: 'Camouflaged ring across platforms' },
  'reverse-brushing': { zh: '反向刷单', en: 'Reverse brushing of a competitor' },
  'empty-parcel-pool': { zh: '空包单号池', en: 'Empty-parcel waybill pool' },
  'self-funding-loop': { zh: '自融资金回路', en: 'Self-funding payment loop' },
  'extortion-group': { zh: '恶意差评勒索', en: 'Extortion by bad reviews' },
  'paid-praise': { zh: '好评返现', en: 'Paid praise' },
  'proxied-mailing': { zh: '礼品代发', en: 'Proxied mailing' },
  'false-traffic': { zh: '虚假流量', en: 'False traffic' },
  'counterfeit-lead': { zh: '假冒线索', en: 'Counterfeit lead' },
  'price-fraud': { zh: '虚构原价', en: 'Fictitious struck price' },
  'reborn-operator': { zh: '关联重生', en: 'Reborn operator' },
  'honest-sale-burst': { zh: '店庆大促(正常)', en: 'Anniversary sale (honest)' },
  'honest-group-buy': { zh: '村民团购(正常)', en: 'Village group purchase (honest)' },
}
