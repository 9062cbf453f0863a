/**
 * The documents of a case as structured text in both languages: what must stand in each by law, filled from the file.
 * What people wrote stays in their words. 《行政处罚法》 art. 44 (notice), 59 (decision), 64 (hearing); the repair notice
 * goes with the decision (国办发〔2025〕22号, 两书同达).
 */
import type { CaseDocument, Severity } from '#contract'
import { formatTerm, type IsoDate } from '#lib/calendar'
import { canonicalize, sha256Hex } from '#lib/canonical'
import { caseType } from './catalogue.ts'
import type { Rules } from './clocks.ts'
import type { ListNames } from './facts.ts'
import type { CaseFile, FindingText } from './state.ts'

type Section = CaseDocument['sections'][number]

/** What is issued, before it has an id and a seal. */
export type Draft = {
  readonly kind: string
  readonly mark: string
  readonly titleZh: string
  readonly titleEn: string
  readonly sections: readonly Section[]
}

export type Issue = { readonly id: string; readonly by: string; readonly at: Date }

/** Numbers the document after its case, `130528信告〔2026〕12号`, and takes its digest. */
export function issue(draft: Draft, file: Pick<CaseFile, 'number'>, by: Issue): CaseDocument {
  const { kind, mark, titleZh, titleEn, sections } = draft
  const number = file.number.replace('〔', `${mark}〔`)
  const text = { kind, number, titleZh, titleEn, sections: [...sections] }
  return {
    id: by.id,
    ...text,
    issuedBy: by.by,
    issuedAt: by.at.toISOString(),
    sha256: sha256Hex(canonicalize(text)),
  }
}

/** Text that a person wrote is the same in both languages. */
const written = (headingZh: string, headingEn: string, text: string): Section => ({
  headingZh,
  headingEn,
  textZh: text,
  textEn: text,
})

const section = (
  headingZh: string,
  headingEn: string,
  textZh: string,
  textEn: string,
): Section => ({
  headingZh,
  headingEn,
  textZh,
  textEn,
})

const addressee = ({ subject, number }: Pick<CaseFile, 'subject' | 'number'>): Section =>
  section(
    '当事人',
    'Party',
    `${subject.name}（案件 ${number}）`,
    `${subject.name} (case ${number})`,
  )

const severityZh: Record<Severity, string> = { minor: '轻微', general: '一般', serious: '严重' }

/** What a listing brings must be told before it is decided (国办发〔2020〕49号): constraint, term and the way out. */
function listing({ list }: FindingText, names: ListNames | undefined): Section[] {
  if (list === undefined) return []
  const { zh, en, basis } = names?.get(list) ?? { zh: list, en: list, basis: '' }
  return [
    section(
      '列入名单',
      'Listing',
      `列入${zh}${basis && `（${basis}）`}。期限、相应措施及移出条件见名单目录；满最短期限可申请信用修复提前移出，期满自动移出。`,
      `Entry on: ${en}${basis && ` (${basis})`}. Its term, measures and conditions of removal stand in the catalogue of lists; repair may end it early, and it ends by itself at its term.`,
    ),
  ]
}

export function priorNotice(
  file: CaseFile,
  text: FindingText,
  windows: { statement: IsoDate; hearing: IsoDate },
  names: ListNames | undefined,
): Draft {
  const type = caseType(file.caseType)
  return {
    kind: 'prior-notice',
    mark: '信告',
    titleZh: '拟作出决定事先告知书',
    titleEn: 'Prior notice of a proposed decision',
    sections: [
      addressee(file),
      section('案由', 'Matter', type.zh, type.en),
      written('拟认定的事实', 'Facts proposed to be found', text.facts),
      written('理由', 'Reasons', text.reasons),
      written('依据', 'Legal basis', text.basis),
      section(
        '拟作出的决定',
        'Proposed decision',
        `${text.penalty}（拟认定为${severityZh[text.severity]}失信）`,
        `${text.penalty} (class: ${text.severity})`,
      ),
      ...listing(text, names),
      section(
        '您的权利',
        'Your rights',
        `您可在 ${windows.statement} 前陈述和申辩，可在 ${windows.hearing} 前申请听证。不因陈述申辩而加重处理。`,
        `You may state and defend until ${windows.statement} and ask for a hearing until ${windows.hearing}. Defending yourself never makes the decision heavier.`,
      ),
    ],
  }
}

export const hearingNotice = (file: CaseFile, on: IsoDate, place: string): Draft => ({
  kind: 'hearing-notice',
  mark: '信听',
  titleZh: '听证通知书',
  titleEn: 'Notice of hearing',
  sections: [
    addressee(file),
    section('时间和地点', 'Day and place', `${on}，${place}`, `${on}, ${place}`),
    section(
      '权利',
      'Rights',
      '您可以亲自参加，也可以委托一至二人代理；可以申辩和质证。听证由非本案调查人员主持，不收费。',
      'You may attend in person or send one or two agents, defend yourself and test the evidence. Who chairs has not investigated. The hearing is free.',
    ),
  ],
})

export function decisionLetter(
  file: CaseFile,
  text: FindingText & { outcome: 'finding' | 'no-finding'; considered: string },
  names: ListNames | undefined,
): Draft {
  const found = text.outcome === 'finding'
  const outcome = found
    ? section(
        '决定',
        'Decision',
        `${text.penalty}（认定为${severityZh[text.severity]}失信）`,
        `${text.penalty} (class: ${text.severity})`,
      )
    : section('决定', 'Decision', '不予认定，结案。', 'No finding; the case is closed.')
  return {
    kind: 'decision',
    mark: '信决',
    titleZh: '决定书',
    titleEn: 'Decision',
    sections: [
      addressee(file),
      written('查明的事实', 'Facts', text.facts),
      written(
        '陈述申辩和听证意见的采纳情况',
        'Statement, defence and hearing considered',
        text.considered,
      ),
      written('理由', 'Reasons', text.reasons),
      written('依据', 'Legal basis', text.basis),
      outcome,
      ...(found ? [...listing(text, names), remedies] : []),
    ],
  }
}

const remedies = section(
  '救济途径',
  'Remedies',
  '不服本决定的，可自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。',
  'You may ask for administrative reconsideration within sixty days of receipt, or sue within six months.',
)

/** The second of the two letters delivered together. `terms` are those of the finding's class. */
export function repairNotice(
  file: CaseFile,
  severity: Severity,
  terms: { min: Rules[string]; max: Rules[string] },
): Draft {
  const max = formatTerm(terms.max)
  const min = terms.min.value === 0 ? undefined : formatTerm(terms.min)
  return {
    kind: 'repair-notice',
    mark: '信修告',
    titleZh: '信用修复告知书',
    titleEn: 'Notice on credit repair',
    sections: [
      addressee(file),
      section(
        '公示期',
        'Display',
        `${severityZh[severity]}失信：最短 ${min?.zh ?? '履行义务即可'}，最长 ${max.zh}，自送达之日起算。`,
        `Class ${severity}: at least ${min?.en ?? 'until duties are done'}, at most ${max.en}, from delivery.`,
      ),
      section(
        '申请条件和材料',
        'Conditions and materials',
        '最短公示期满、已纠正并履行义务、公开作出承诺。只须提交履行证明和信用承诺书。',
        'The shortest display has ended, the act is corrected and the duties are done, a public pledge is made. Only proof of performance and the pledge are needed.',
      ),
      section(
        '修复后',
        'After repair',
        '停止公示、共享和使用，解除相关措施，并同步推送各使用单位。',
        'Display, sharing and use end, measures are lifted, and every recipient is told.',
      ),
    ],
  }
}

/** Letters of one message: a reminder, an order, an invitation, an answer. */
export const letter = (
  file: Pick<CaseFile, 'subject' | 'number'>,
  { kind, mark, titleZh, titleEn }: Omit<Draft, 'sections'>,
  parts: readonly (readonly [zh: string, en: string, text: string])[],
): Draft => ({
  kind,
  mark,
  titleZh,
  titleEn,
  sections: [addressee(file), ...parts.map(([zh, en, text]) => written(zh, en, text))],
})
