/** Words of the register of code exceptions, in both languages. */
const zh = {
  title: '例外代码',
  lead: '登记主体时校验不通过、但登记人认为确系赋码机关核发的代码。凭登记证照审核通过后方可使用。',
  filters: '筛选',
  all: '全部',
  state: '状态',
  states: { pending: '待审核', approved: '已通过', rejected: '未通过' },
  none: '没有例外代码。',
  noneHint: '登记主体时代码校验不通过而仍要登记的，会报到这里。',
  code: '代码',
  subject: '主体',
  why: '校验不通过的原因',
  reported: '报送',
  acts: '办理',
  decide: '审核',
  decision: '审核结果',
  approve: '通过：确系赋码机关核发',
  reject: '不通过',
  certificate: '登记证照',
  reason: '理由',
  effect: '通过的代码即登记在该主体名下；审核记入日志。',
}
const en: typeof zh = {
  title: 'Code exceptions',
  lead: 'Codes that failed their check at registration though the registrar holds that an authority issued them. They may be used once approved on the certificate that shows them.',
  filters: 'Filters',
  all: 'All',
  state: 'State',
  states: { pending: 'To be reviewed', approved: 'Approved', rejected: 'Rejected' },
  none: 'No exceptions.',
  noneHint: 'A code that fails its check and is registered all the same is sent here.',
  code: 'Code',
  subject: 'Subject',
  why: 'Why the check failed',
  reported: 'Sent in',
  acts: 'Act',
  decide: 'Review',
  decision: 'Result',
  approve: 'Approve: an authority issued it',
  reject: 'Reject',
  certificate: 'Certificate that shows it',
  reason: 'Reason',
  effect: 'An approved code belongs to the subject from now on; the review is logged.',
}

export const exceptionWords = { zh, en }

type Plain = Exclude<keyof typeof zh, 'states'>
export const exceptionLabel = (name: Plain) => ({ zh: zh[name], en: en[name] })
