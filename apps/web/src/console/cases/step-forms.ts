/**
 * What each step of a procedure asks of whoever takes it: the fields of its operation, in the words of those who fill
 * them in. Which steps are lawful, for whom and when, is the server's to say; a test holds these forms to its schemas.
 * In one file because they share their fields, and whoever changes a procedure reads them side by side.
 */

import type { Static } from 'typebox'
import type { Bilingual, CaseCatalogue, CasePage } from '#contract'
import type { Form, FormField, FormValues, Option } from '../forms/form.ts'

/** Where a choice takes its options from, when they are not the form's own. */
export type OptionSource =
  | 'handlers'
  | 'evidence'
  | 'lists'
  | 'stages'
  | 'disposals'
  | 'refusalGrounds'
  | 'terminationGrounds'
  | 'severities'

export type StepField = Omit<FormField, 'options'> & {
  readonly options?: readonly Option[] | OptionSource
  /** Only the party itself may say this. */
  readonly party?: true
}

export type StepForm = Omit<Form, 'fields'> & {
  readonly fields: readonly StepField[]
  readonly preview?: 'previewNotice' | 'previewDecision'
  /** What is already known and need not be written again. */
  initial?(page: CasePage, today: string): FormValues
}

const say = (zh: string, en: string): Bilingual => ({ zh, en })
const text = (name: string, zh: string, en: string, more: Partial<StepField> = {}): StepField => ({
  name,
  kind: 'text',
  label: say(zh, en),
  required: true,
  ...more,
})
const line = (name: string, zh: string, en: string, more: Partial<StepField> = {}): StepField =>
  text(name, zh, en, { kind: 'line', ...more })
const day = (name: string, zh: string, en: string, more: Partial<StepField> = {}): StepField =>
  text(name, zh, en, { kind: 'day', ...more })
const choice = (
  name: string,
  label: Bilingual,
  options: OptionSource | readonly Option[],
  more: Partial<StepField> = {},
): StepField => ({ name, kind: 'choice', label, options, required: true, ...more })

const reason = text('reason', '理由', 'Reasons')
const basis = text('basis', '依据', 'Legal basis', {
  hint: say('法律、法规、规章的名称和条款', 'Title and article of the law or regulation'),
})
const evidence: StepField = {
  name: 'evidence',
  kind: 'evidence',
  label: say('证据', 'Evidence'),
  options: 'evidence',
}

const finding: readonly StepField[] = [
  text('facts', '事实', 'Facts'),
  text('reasons', '理由', 'Reasons'),
  basis,
  text('penalty', '处理内容', 'Decision', {
    hint: say('例如：罚款三万元', 'For example: a fine of 30,000 yuan'),
  }),
  choice('severity', say('失信程度', 'Severity'), 'severities'),
  day('occurredOn', '违法行为终了日', 'Day the act ended', {
    hint: say('自此日起计算追究时效', 'Limitation runs from this day'),
  }),
  choice('list', say('拟列入的名单', 'List to be entered on'), 'lists', {
    required: false,
    hint: say(
      '未在事先告知书中告知的名单，不得在决定中列入',
      'A list that was not in the notice cannot follow in the decision',
    ),
  }),
]
const considered = text(
  'considered',
  '陈述申辩和听证意见的采纳情况',
  'How statement, defence and hearing were considered',
)

const ofProposal = ({ proposed, facts }: CasePage): FormValues => {
  if (!proposed) return { facts }
  const { reasons, basis: law, penalty, severity, occurredOn, list } = proposed
  return {
    facts: proposed.facts,
    reasons,
    basis: law,
    penalty,
    severity,
    occurredOn,
    ...(list ? { list } : {}),
  }
}

export const stepForms: Readonly<Record<string, StepForm>> = {
  assign: {
    fields: [choice('handlerId', say('承办人', 'Investigator'), 'handlers')],
    initial: ({ handler }) => ({ handlerId: handler?.id ?? '' }),
  },
  'add-evidence': { fields: [{ ...evidence, required: true }] },
  verify: {
    fields: [
      choice('stage', say('核查环节', 'Stage'), 'stages'),
      text('text', '核查情况', 'What was found'),
      evidence,
    ],
  },
  drop: {
    fields: [reason],
    effect: say('线索不予立案，案件就此终结。', 'The clue is not filed; the case ends here.'),
  },
  file: {
    fixed: { disposal: 'case' },
    fields: [reason, basis],
    effect: say(
      '正式立案，办案期限自今日起算。',
      'The case is filed; the term for deciding runs from today.',
    ),
  },
  dispose: {
    fields: [
      choice('disposal', say('处置方式', 'Disposal'), 'disposals'),
      reason,
      basis,
      day('correctBy', '改正期限', 'Correct by', {
        when: { field: 'disposal', is: ['order-correction'] },
      }),
    ],
    effect: say(
      '将向当事人发出通知书；不减损其权利，不记入失信。',
      'A letter goes to the party; it reduces no right and is no record of dishonesty.',
    ),
  },
  transfer: {
    fixed: { disposal: 'transfer' },
    fields: [line('transferTo', '受移送机关', 'Receiving authority'), reason, basis],
    effect: say(
      '案件移送后，本机关不再办理。',
      'Once transferred, this office no longer handles it.',
    ),
  },
  'serve-notice': {
    fields: finding,
    preview: 'previewNotice',
    initial: ofProposal,
    effect: say(
      '确认后即送达当事人，其陈述申辩和申请听证的期限自今日起算。',
      'Once confirmed it is served on the party, whose days to state, defend and ask for a hearing run from today.',
    ),
  },
  state: {
    fields: [
      text('text', '陈述和申辩', 'Statement and defence'),
      evidence,
      {
        name: 'final',
        kind: 'check',
        party: true,
        label: say('意见已说完，不申请听证', 'I have said everything and ask for no hearing'),
        hint: say(
          '勾选后，机关可不等期限届满即作决定',
          'The office may then decide without waiting for the end of the term',
        ),
      },
    ],
  },
  'request-hearing': {
    fields: [reason],
    effect: say(
      '将向办案机关正式申请听证；听证不收费，不会因此加重处理。',
      'You formally ask for a hearing. It is free, and asking never makes the decision heavier.',
    ),
  },
  'call-hearing': {
    fields: [day('on', '听证日期', 'Day of the hearing'), line('place', '地点', 'Place')],
    effect: say('将向当事人送达听证通知书。', 'The notice of hearing is served on the party.'),
  },
  'hold-hearing': {
    fields: [text('minutes', '听证笔录', 'Minutes'), evidence],
    effect: say('笔录记入案卷，听证结束。', 'The minutes enter the file and the hearing ends.'),
  },
  return: {
    fields: [reason],
    effect: say(
      '案件退回补充调查，原告知书不再有效，须重新告知。',
      'The case goes back for investigation; its notice lapses and a new one must follow.',
    ),
  },
  extend: {
    fields: [reason],
    effect: say(
      '办案期限依法延长一次。',
      'The term for deciding is extended, once, as the law lets.',
    ),
  },
  find: {
    fixed: { outcome: 'finding' },
    fields: [...finding, considered],
    preview: 'previewDecision',
    initial: ofProposal,
    effect: say(
      '您以本人名义作出认定。决定送达后方对外生效。',
      'You decide in your own name. The decision takes effect once it is delivered.',
    ),
  },
  clear: {
    fixed: { outcome: 'no-finding', severity: 'minor' },
    fields: [
      text('facts', '查明的事实', 'Facts'),
      text('reasons', '理由', 'Reasons'),
      basis,
      text('penalty', '处理内容', 'Decision'),
      day('occurredOn', '所涉行为日期', 'Day of the act'),
      considered,
    ],
    preview: 'previewDecision',
    initial: (page, today) => ({
      ...ofProposal(page),
      penalty: '不予认定，结案。',
      occurredOn: page.proposed?.occurredOn ?? today,
    }),
    effect: say('不予认定，案件就此终结。', 'No finding is made; the case ends here.'),
  },
  deliver: {
    fields: [
      choice('method', say('送达方式', 'Way of delivery'), [
        { code: 'in-person', zh: '直接送达', en: 'In person' },
        { code: 'electronic', zh: '电子送达', en: 'Electronic' },
        { code: 'post', zh: '邮寄送达', en: 'By post' },
        { code: 'left', zh: '留置送达', en: 'Left at the address' },
        { code: 'public-notice', zh: '公告送达', en: 'By public notice' },
      ]),
      day('deliveredOn', '送达日期', 'Day of delivery'),
      line('receipt', '送达回证', 'Receipt', {
        hint: say('回证编号或签收人', 'Number of the receipt, or who signed'),
      }),
    ],
    initial: (_page, today) => ({ deliveredOn: today }),
    effect: say(
      '决定书与信用修复告知书同时送达；公示期限自送达之日起算。',
      'The decision and the notice on repair are delivered together; display counts from that day.',
    ),
  },
  acknowledge: {
    fields: [],
    effect: say(
      '签收只表示您已收到文书，不表示同意其内容，不影响复议和诉讼。',
      'It says only that you received the documents: not that you agree, and it bars no remedy.',
    ),
  },
  publish: {
    fields: [
      text('textZh', '公示内容', 'Public text'),
      text('textEn', '公示内容（英文）', 'Public text (English)', { required: false }),
    ],
    initial: ({ decision }) => ({
      textZh: decision ? `${decision.facts}${decision.penalty}。`.replace(/。。$/, '。') : '',
    }),
    effect: say(
      '决定记入信用档案，并在公示平台向公众显示。',
      'The decision enters the credit file and is shown to the public.',
    ),
  },
  close: { fields: [reason], effect: say('案件就此终结。', 'The case ends here.') },
  revoke: {
    fields: [
      reason,
      line('document', '撤销文书', 'Document that revokes', {
        hint: say('复议决定、判决或撤销决定的文号', 'Number of the judgment or revocation'),
      }),
    ],
    effect: say(
      '依据本决定的公示、名单和措施将同时撤回。',
      'Records, list entries and measures that rest on this decision are withdrawn at once.',
    ),
  },
  accept: {
    fixed: { accept: true },
    fields: [text('reason', '说明', 'Explanation')],
    effect: say(
      '受理投诉，调解期限自今日起算。',
      'The complaint is accepted; mediation runs from today.',
    ),
  },
  refuse: {
    fixed: { accept: false },
    fields: [
      choice('ground', say('法定理由', 'Lawful ground'), 'refusalGrounds'),
      text('reason', '说明', 'Explanation'),
    ],
    effect: say(
      '将书面告知投诉人不予受理及理由。',
      'Who complained is told in writing, with the ground.',
    ),
  },
  test: { fields: [text('reason', '送检事项', 'What is tested')] },
  'receive-test': { fields: [text('text', '检测结果', 'Result'), evidence] },
  agree: {
    fixed: { outcome: 'agreed' },
    fields: [text('text', '协议内容', 'Agreement')],
    effect: say('制作调解书，投诉办结。', 'The settlement is drawn up and the complaint ends.'),
  },
  terminate: {
    fixed: { outcome: 'terminated' },
    fields: [
      choice('ground', say('法定理由', 'Lawful ground'), 'terminationGrounds'),
      text('text', '说明', 'Explanation'),
    ],
    effect: say('终止调解，投诉办结。', 'Mediation is terminated and the complaint ends.'),
  },
  answer: {
    fields: [
      choice('answer', say('处理结果', 'Result'), [
        { code: 'uphold', zh: '维持原记录', en: 'Uphold the record' },
        { code: 'correct', zh: '更正记录', en: 'Correct it' },
        { code: 'withdraw', zh: '撤销记录', en: 'Withdraw it' },
      ]),
      text('corrections.textZh', '更正后的内容', 'Corrected text', {
        required: false,
        when: { field: 'answer', is: ['correct'] },
      }),
      text('corrections.basis', '更正后的依据', 'Corrected basis', {
        required: false,
        when: { field: 'answer', is: ['correct'] },
      }),
      day('corrections.occurredOn', '更正后的日期', 'Corrected day', {
        required: false,
        when: { field: 'answer', is: ['correct'] },
      }),
      reason,
    ],
    effect: say(
      '答复即送达申请人；撤销的，相应公示、名单和措施同时结束。',
      'The answer is served; if withdrawn, display, listing and measures end at once.',
    ),
  },
  grant: {
    fixed: { grant: true },
    fields: [reason],
    effect: say(
      '准予修复：停止公示、移出名单、解除措施，并推送各使用单位。',
      'Repair is granted: display ends, the entry and its measures are lifted, and every recipient is told.',
    ),
  },
  deny: {
    fixed: { grant: false },
    fields: [reason],
    effect: say('不予修复，记录继续公示。', 'Repair is denied; the record stays on display.'),
  },
}

export type Sources = {
  readonly catalogue: Static<typeof CaseCatalogue>
  readonly handlers: readonly Option[]
  readonly lists: readonly Option[]
}

export const severityOptions: readonly Option[] = [
  { code: 'minor', zh: '轻微', en: 'Minor' },
  { code: 'general', zh: '一般', en: 'General' },
  { code: 'serious', zh: '严重', en: 'Serious' },
]

/** Stages that a check is recorded under; the others follow from what is done. */
const checkStages = new Set(['online-check', 'source-tracing', 'local-handling'])
/** Filing and transferring are steps of their own. */
const lighter = new Set(['remind', 'order-correction', 'talk', 'inspect'])

function optionsOf(source: OptionSource, { catalogue, handlers, lists }: Sources) {
  switch (source) {
    case 'handlers':
      return handlers
    case 'lists':
      return lists
    case 'severities':
      return severityOptions
    case 'stages':
      return catalogue.stages.filter(({ code }) => checkStages.has(code))
    case 'disposals':
      return catalogue.disposals.filter(({ code }) => lighter.has(code))
    default:
      return catalogue[source]
  }
}

/** The form of a step for its reader, with every option named. */
export function formOfStep(verb: string, isParty: boolean, sources: Sources): Form {
  const known = stepForms[verb]
  if (!known) throw new Error(`there is no form for the step ${verb}`)
  const { fixed, effect, fields } = known
  return {
    ...(fixed ? { fixed } : {}),
    ...(effect ? { effect } : {}),
    fields: fields
      .filter(({ party }) => !party || isParty)
      .map(({ options, party: _, ...field }) => ({
        ...field,
        ...(options
          ? { options: typeof options === 'string' ? optionsOf(options, sources) : options }
          : {}),
      })),
  }
}
