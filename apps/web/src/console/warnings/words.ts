/** Words of a merchant's warnings: plain, and never a verdict. */
const zh = {
  title: '本店风险预警',
  lead: '预警只是系统提示的嫌疑，不是认定，不公开，也不影响您的信用等级。您可以查看理由并作出说明。',
  none: '没有关于您网店的预警',
  noneText: '有新的预警时会显示在这里。',
  reason: '理由',
  basis: '相关法律',
  shops: '涉及网店',
  period: '行为期间',
  figures: '依据的数值',
  whatToDo: '您可以做什么',
  steps: [
    '核对上述期间的订单、付款和发货记录，看数值是否属实。',
    '如有合理原因（如单位集中采购、促销活动），请说明，并注明能证明的材料。',
    '如确有不当行为，请立即停止并保存记录；主动纠正会被考虑。',
  ],
  explain: '作出说明',
  explainBy: (day: string) => `请在 ${day} 前说明；逾期仍可说明，但可能已经办结。`,
  text: '说明内容',
  textHint: '写清原因、时间和可以核对的材料',
  files: '证明材料',
  filesHint: '文件留在您手中，只提交名称和数字指纹（SHA-256），日后出示时据此核对',
  tooMany: (n: number) => `最多 ${n} 份`,
  submit: '提交说明',
  submitted: '说明已提交，主管机关可以看到。',
  again: '补充说明',
  explanations: '您的说明',
  states: { open: '待说明', explained: '已说明，等待处理', ended: '已办结' },
  outcome: '处理结果',
}

type WarningWords = typeof zh

const en: WarningWords = {
  title: 'Warnings about my shops',
  lead: 'A warning is a suspicion by the system, not a finding; it is not public and does not change your grade. You may see the reason and explain.',
  none: 'There is no warning about your shops',
  noneText: 'A new one would be shown here.',
  reason: 'Reason',
  basis: 'Law concerned',
  shops: 'Your shops in it',
  period: 'Period',
  figures: 'Figures it rests on',
  whatToDo: 'What you can do',
  steps: [
    'Check your orders, payments and parcels of that period against the figures.',
    'If there is a good reason, such as an office buying together or a sale, explain it and name what proves it.',
    'If something was wrong, stop it at once and keep the records; setting it right yourself counts for you.',
  ],
  explain: 'Explain',
  explainBy: day =>
    `Please explain by ${day}; later is possible, but it may have been closed by then.`,
  text: 'Explanation',
  textHint: 'Say why, when, and what can be checked',
  files: 'Proofs',
  filesHint:
    'Files stay with you; only their names and digests (SHA-256) are sent, by which they can be checked later',
  tooMany: n => `${n} at most`,
  submit: 'Send the explanation',
  submitted: 'The explanation was sent; the office can see it.',
  again: 'Add to the explanation',
  explanations: 'Your explanations',
  states: { open: 'please explain', explained: 'explained, waiting', ended: 'ended' },
  outcome: 'Outcome',
}

export const warningWords = { zh, en }
