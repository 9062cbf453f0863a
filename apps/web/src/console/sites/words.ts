/** Words of the queue of reported fakes, in both languages. */
const zh = {
  title: '仿冒网站举报',
  lead: '公众举报的网址，先报的在前。核实为仿冒的，列入公开的警示名单。',
  filters: '筛选',
  all: '全部',
  state: '状态',
  states: { reported: '待核实', confirmed: '已列入警示', rejected: '未认定' },
  none: '没有举报。',
  noneHint: '公众在公示平台“识别假冒网站”页面举报后，显示在这里。',
  domain: '网址',
  imitates: '疑似模仿',
  check: '核对结果与举报内容',
  told: (times: string) => `举报 ${times} 次，最近一次`,
  reportedAt: '首次举报',
  acts: '办理',
  decide: '核实',
  decision: '核实结果',
  confirm: '是仿冒网站，列入警示名单',
  reject: '不是仿冒网站',
  reason: '理由（列入的向公众显示）',
  effect: '列入后立即向公众警示，并记入日志。',
}
const en: typeof zh = {
  title: 'Reported fakes',
  lead: 'Addresses that the public reported, the oldest first. What is confirmed stands on the public list of warnings.',
  filters: 'Filters',
  all: 'All',
  state: 'State',
  states: { reported: 'To be looked into', confirmed: 'Warned of', rejected: 'Not confirmed' },
  none: 'Nothing was reported.',
  noneHint: 'What the public reports under “Spot a fake site” stands here.',
  domain: 'Address',
  imitates: 'may imitate',
  check: 'What the check says, and the report',
  told: times => `Reported ${times} times, last`,
  reportedAt: 'First reported',
  acts: 'Act',
  decide: 'Decide',
  decision: 'What it is',
  confirm: 'A fake: put it on the list of warnings',
  reject: 'No fake',
  reason: 'Reason (shown to the public where it is confirmed)',
  effect: 'A confirmed fake is warned of in public at once, and logged.',
}

export const reportedSiteWords = { zh, en }

type Plain = Exclude<keyof typeof zh, 'states' | 'told'>
export const siteLabel = (name: Plain) => ({ zh: zh[name], en: en[name] })
