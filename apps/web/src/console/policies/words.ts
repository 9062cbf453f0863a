/** Words of enacting policy numbers, in both languages. */
const zh = {
  title: '政策数值',
  lead: '法律、规章和本地制度里的期限、门槛等数值。发布新版本须注明依据和起始日，只能自今日或以后起施行；正在办理的案件保持其开始时的版本。',
  find: '按名称、编号或依据查找',
  search: '查找',
  none: '没有符合的数值。',
  noneHint: '换一个词试试。',
  columns: { title: '名称', value: '现行数值', basis: '依据', from: '施行', acts: '办理' },
  fromDay: (day: string) => `自${day}`,
  enact: '发布新版本',
  value: '新数值',
  from: '施行日期',
  basis: '依据',
  confidence: '可信程度',
  source: '官方文本地址',
  effect: '新版本自施行日期起用于新的计算，并公开显示、记入日志；现有版本到前一日为止。',
  published: '公示平台上的政策数值',
}
const en: typeof zh = {
  title: 'Policy numbers',
  lead: 'Terms and thresholds of laws, rules and the county. A version needs its basis and first day, today or later; running cases keep the one they began under.',
  find: 'Title, key or basis',
  search: 'Find',
  none: 'No number matches.',
  noneHint: 'Try another word.',
  columns: { title: 'Title', value: 'Value now', basis: 'Basis', from: 'In force', acts: 'Act' },
  fromDay: day => `from ${day}`,
  enact: 'Enact a version',
  value: 'New value',
  from: 'First day',
  basis: 'Legal basis',
  confidence: 'How sure',
  source: 'Address of the official text',
  effect:
    'From its first day it is used in whatever is computed anew, shown in public and logged; the version before it ends the day before.',
  published: 'Policy numbers on the public site',
}

export const enactingWords = { zh, en }

type Plain = 'value' | 'from' | 'basis' | 'confidence' | 'source' | 'effect'
export const enactingLabel = (name: Plain) => ({ zh: zh[name], en: en[name] })
