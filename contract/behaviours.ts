/**
 * The catalogue of dishonest behaviours that a detector may suspect (requirement 4.7): one code, its name in both
 * languages, the law that forbids it, and its family. Suspicions of one family about the same shops or accounts at the
 * same time are one suspected act and become one alert.
 */

export const behaviourFamilies = [
  'false-trade',
  'false-review',
  'hostile-review',
  'false-traffic',
  'goods-and-price',
  'evasion',
  'mutual-rating',
] as const
export type BehaviourFamily = (typeof behaviourFamilies)[number]

export type BehaviourInfo = {
  readonly zh: string
  readonly en: string
  readonly family: BehaviourFamily
  readonly basis: string
}

export const behaviours = {
  'forward-brushing': {
    zh: '刷单炒信',
    en: 'Order brushing',
    family: 'false-trade',
    basis: '《电子商务法》第17条；《反不正当竞争法》第9条',
  },
  'reverse-brushing': {
    zh: '反向刷单',
    en: 'Reverse brushing of a competitor',
    family: 'false-trade',
    basis: '《反不正当竞争法》第13条',
  },
  'self-funding': {
    zh: '自融资金回路',
    en: 'Self-funded orders',
    family: 'false-trade',
    basis: '《电子商务法》第17条；《反不正当竞争法》第9条',
  },
  'refund-loop': {
    zh: '退款回流',
    en: 'Orders paid back at once',
    family: 'false-trade',
    basis: '《电子商务法》第17条；《反不正当竞争法》第9条',
  },
  'empty-parcel': {
    zh: '空包裹',
    en: 'Empty parcels',
    family: 'false-trade',
    basis: '《快递暂行条例》第22条、第25条；《反不正当竞争法》第9条',
  },
  'proxied-mailing': {
    zh: '礼品代发',
    en: 'Gifts mailed in place of goods',
    family: 'false-trade',
    basis: '《快递暂行条例》第22条；《反不正当竞争法》第9条',
  },
  'paid-review': {
    zh: '好评返现',
    en: 'Paid praise',
    family: 'false-review',
    basis: '《电子商务法》第17条；《网络反不正当竞争暂行规定》第9条',
  },
  'copied-review': {
    zh: '评价雷同',
    en: 'Copied review texts or pictures',
    family: 'false-review',
    basis: '《电子商务法》第17条、第39条',
  },
  'malicious-review': {
    zh: '恶意差评',
    en: 'Malicious bad reviews',
    family: 'hostile-review',
    basis: '《反不正当竞争法》第12条、第13条',
  },
  extortion: {
    zh: '差评勒索',
    en: 'Extortion by bad reviews',
    family: 'hostile-review',
    basis: '《刑法》第274条；《反不正当竞争法》第13条',
  },
  'false-traffic': {
    zh: '虚假流量',
    en: 'False traffic',
    family: 'false-traffic',
    basis: '《反不正当竞争法》第9条；《网络反不正当竞争暂行规定》第9条',
  },
  counterfeit: {
    zh: '假冒伪劣线索',
    en: 'Counterfeit lead',
    family: 'goods-and-price',
    basis: '《产品质量法》第5条；《商标法》第57条',
  },
  'price-fraud': {
    zh: '价格欺诈',
    en: 'Price fraud',
    family: 'goods-and-price',
    basis: '《价格法》第14条；《明码标价和禁止价格欺诈规定》第16条、第19条',
  },
  'goods-mismatch': {
    zh: '图物不符',
    en: 'Goods unlike their picture',
    family: 'goods-and-price',
    basis: '《消费者权益保护法》第20条',
  },
  'reborn-operator': {
    zh: '关联重生',
    en: 'Closed operator under another name',
    family: 'evasion',
    basis: '《网络交易监督管理办法》第24条、第30条',
  },
  'look-alike-address': {
    zh: '仿冒网址',
    en: 'Look-alike address',
    family: 'evasion',
    basis: '《反不正当竞争法》第7条',
  },
  'unfair-rating': {
    zh: '不公允评分',
    en: 'Unfair rating of others',
    family: 'mutual-rating',
    basis: '发改财金〔2016〕2794号（四）',
  },
} as const satisfies Record<string, BehaviourInfo>

export type BehaviourCode = keyof typeof behaviours
export const behaviourCodes = Object.keys(behaviours) as BehaviourCode[]
