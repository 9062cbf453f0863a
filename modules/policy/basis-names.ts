/**
 * Bases in English. What is cited of the law stays as it is cited; what a number rests on instead, a custom, a local rule,
 * the size of the system, or the remark that a term must still be confirmed, is said in English too.
 */

const inEnglish: Readonly<Record<string, string>> = {
  '本地工作制度（待核实）': 'Local working rules (to be confirmed)',
  系统容量: 'Capacity of the system',
  '行业惯例（平台规则）': 'Custom of the trade (rules of platforms)',
  '行业惯例（平台规则，待核实）': 'Custom of the trade (rules of platforms, to be confirmed)',
  '行业惯例（待核实）': 'Custom of the trade (to be confirmed)',
  '统计惯例（5%，待核实）': 'Custom of statistics (5%, to be confirmed)',
  '统计惯例（10%，待核实）': 'Custom of statistics (10%, to be confirmed)',
  行业自律公约: 'Self-regulation pact of the trade',
  '参考 Shopee 2020 年公布的刷单识别规则':
    'After the rules against brushing that Shopee published in 2020',
  '国务院办公厅双公示要求；地方考核口径':
    'Double-publicity duty of the General Office of the State Council; local assessment',
}

/** Remarks that stand beside a citation. */
const remarks: readonly (readonly [RegExp, string])[] = [
  [/（待核实）/g, ' (to be confirmed)'],
  [/（条文待核实）/g, ' (article to be confirmed)'],
  [/（期限待核实）/g, ' (term to be confirmed)'],
  [/（天数待核实）/g, ' (days to be confirmed)'],
  [/[；，]期限待核实/g, '; term to be confirmed'],
  [/^参照外省条例五年上限；/, 'After the ceiling of five years of other provinces; '],
  [/^参照外省条例；/, 'After the regulations of other provinces; '],
  [/；试行办法不公示轻微处罚/, '; the trial measures do not publish minor penalties'],
  [/；本地红名单管理办法/, '; local rules of the red list'],
  [
    /要求及时记录；天数参照双公示七个工作日，本地工作制度/,
    ' asks for timely entry; seven working days after double publicity, local working rules',
  ],
]

export const basisInEnglish = (basis: string): string =>
  inEnglish[basis] ?? remarks.reduce((text, [remark, said]) => text.replace(remark, said), basis)
