/**
 * Why two names, addresses or domains count as alike or not: a closed list of codes, each with the
 * sentence an officer reads beside the score. A score without its reasons is never shown.
 */

const REASONS = {
  identical: { zh: '完全相同', en: 'identical' },
  'same-spelling': {
    zh: '仅全半角、大小写、繁简或标点不同',
    en: 'differ only in width, case, script or punctuation',
  },
  numerals: { zh: '仅数字写法不同', en: 'differ only in how numbers are written' },
  'legal-form': { zh: '仅组织形式或店铺后缀不同', en: 'differ only in legal form or shop suffix' },
  'industry-differs': {
    zh: '字号相同，行业不同',
    en: 'same trade name in another line of business',
  },
  'region-omitted': { zh: '一方省略了地区', en: 'one leaves out the region' },
  'region-differs': { zh: '地区不同', en: 'the regions differ' },
  'word-order': { zh: '词序不同', en: 'the words stand in another order' },
  'words-omitted': { zh: '一方多出或缺少字词', en: 'one has words the other lacks' },
  misspelling: { zh: '个别字词写法不同', en: 'a few letters or characters differ' },
  pinyin: { zh: '读音相同', en: 'sound the same' },
  initials: { zh: '一方为缩写', en: 'one is abbreviated' },
  'numbers-differ': { zh: '所含数字不同', en: 'the numbers in them differ' },
  'building-adjacent': { zh: '楼栋号相邻', en: 'neighbouring buildings' },
  'building-differs': { zh: '楼栋不同', en: 'different buildings' },
  'room-differs': { zh: '门牌或房号不同', en: 'different doors or rooms' },
  'place-differs': { zh: '地点不同', en: 'different places' },
  different: { zh: '不同', en: 'different' },
} as const satisfies Record<string, { zh: string; en: string }>

export type ReasonCode = keyof typeof REASONS

export interface Reason {
  code: ReasonCode
  zh: string
  en: string
}

export interface Likeness {
  /** 0 (nothing in common) to 1 (the same). */
  score: number
  reasons: Reason[]
}

export function reason(code: ReasonCode): Reason {
  return { code, ...REASONS[code] }
}

export function likeness(score: number, ...codes: ReasonCode[]): Likeness {
  return { score, reasons: [...new Set(codes)].map(reason) }
}
