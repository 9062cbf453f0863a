/** What the figures of a card were measured on: a scheme of a generated county, or the shops that it names there. */
import type { Bilingual } from '#contract'

const measuredOn = {
  'brushing ring': '刷单团伙',
  'camouflaged ring': '伪装的刷单团伙',
  'reverse brushing': '反向刷单',
  'empty-parcel pool': '空包单号池',
  'self-funding loop': '自融资金回路',
  'extortion group': '恶意差评勒索',
  'paid praise': '好评返现',
  'proxied mailing': '礼品代发',
  shops: '涉事网店',
} as const

/** `seed` and `size` make the county again (`bench/accuracy.ts`); size 1 is 2,000 merchants and 200,000 orders. */
export const onCounty = (what: keyof typeof measuredOn, seed: number, size: number): Bilingual => ({
  zh: `${measuredOn[what]}，生成县 ${seed}，规模 ${size}`,
  en: `${what}, generated county ${seed}, size ${size}`,
})
