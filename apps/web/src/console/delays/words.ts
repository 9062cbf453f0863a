/** Words of the page of delays of entry, in both languages. */
const zh = {
  title: '录入时效',
  lead: '各单位从事实发生到录入信用记录所用的天数，以及超过期限才录入的记录，逾期多的在前。按录入日期统计。',
  term: '录入期限',
  termFrom: '自生效之日起算：依决定录入的，自决定送达之日起；其他的，自事实发生之日起。',
  caption: '各单位录入时效',
  byMonth: (provider: string) => `${provider}：逐月`,
  all: '返回全部单位',
  provider: '单位',
  month: '录入月份',
  records: '记录',
  late: '逾期录入',
  share: '逾期占比',
  mean: '平均用时',
  max: '最长用时',
  days: (n: string) => `${n} 天`,
  none: '这段时间没有录入记录。',
  noneHint: '请调整起止日期。',
}

const en: typeof zh = {
  title: 'Delay of entry',
  lead: 'Days from the event to its entry as a credit record, by provider, and how many came after the term; who is late most often stands first. Counted by day of entry.',
  term: 'Term of entry',
  termFrom:
    'Counted from the day the record takes effect: where a decision orders it, its delivery; otherwise the event.',
  caption: 'Delay of entry by provider',
  byMonth: provider => `${provider} by month`,
  all: 'Back to all providers',
  provider: 'Provider',
  month: 'Month of entry',
  records: 'Records',
  late: 'Entered late',
  share: 'Share',
  mean: 'Mean',
  max: 'Longest',
  days: n => `${n} days`,
  none: 'Nothing was entered in this time.',
  noneHint: 'Choose other days.',
}

export const delayWords = { zh, en }
