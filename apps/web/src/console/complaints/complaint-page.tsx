/** Files a complaint or a report against a subject; a filing that does both becomes two linked cases. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AnswerOf, OperationTable } from '#contract'
import { call, queryClient, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Button } from '../../design/button.tsx'
import { Notice } from '../../design/notice.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { type ChosenSubject, SubjectPicker } from '../forms/subject-picker.tsx'

type Filed = AnswerOf<OperationTable['fileComplaint']>['cases']

const words = {
  zh: {
    title: '投诉举报登记',
    lead: '投诉：请求调解消费争议；举报：反映违法线索。两者兼有的，分为两个案件分别办理。',
    subject: '被投诉举报人',
    go: '填写内容',
    about: '请求',
    both: '投诉并举报',
    complaint: '投诉（请求调解）',
    report: '举报（反映违法）',
    type: '事由类别',
    name: '标题',
    facts: '经过',
    platform: '订单所在平台',
    order: '订单号',
    demand: '诉求',
    evidence: '证据',
    effect: '提交即登记，受理（核查）期限自今日起算。',
    filed: '已登记：',
  },
  en: {
    title: 'File a complaint',
    lead: 'A complaint asks for mediation; a report gives notice of an unlawful act. Both become two linked cases.',
    subject: 'Against whom',
    go: 'Write it down',
    about: 'What you ask',
    both: 'Complaint and report',
    complaint: 'Complaint (mediation)',
    report: 'Report (unlawful act)',
    type: 'Matter',
    name: 'Title',
    facts: 'What happened',
    platform: 'Platform of the order',
    order: 'Order number',
    demand: 'Demand',
    evidence: 'Evidence',
    effect: 'It is registered at once; the term for accepting or checking it runs from today.',
    filed: 'Filed: ',
  },
}
type Word = keyof typeof words.zh
const label = (name: Word) => ({ zh: words.zh[name], en: words.en[name] })

export function ComplaintPage() {
  const { say } = useSpeech()
  const own = say(words)
  const [subject, setSubject] = useState<ChosenSubject | null>(null)
  const [act, setAct] = useState<Act | null>(null)
  const [filed, setFiled] = useState<Filed>([])
  const actOf = useFiling(setFiled)
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      <div role="status">
        {filed.length > 0 && (
          <Notice tone="good">
            {own.filed}
            {filed.map(({ id, number }) => (
              <Link key={id} to="/console/cases/$id" params={{ id }}>
                {number}{' '}
              </Link>
            ))}
          </Notice>
        )}
      </div>
      <SubjectPicker label={own.subject} chosen={subject} choose={setSubject} />
      {subject && (
        <p>
          <Button weight="primary" onClick={() => setAct(actOf(subject))}>
            {own.go}
          </Button>
        </p>
      )}
      <ActDialog
        act={act}
        close={() => setAct(null)}
        done={() => {
          setAct(null)
          setSubject(null)
        }}
      />
    </div>
  )
}

const requests: Readonly<Record<string, readonly string[]>> = {
  complaint: ['complaint'],
  report: ['report'],
  both: ['complaint', 'report'],
}

function useFiling(filed: (cases: Filed) => void): (subject: ChosenSubject) => Act {
  const { say, format } = useSpeech()
  const catalogue = useRead('caseCatalogue').data
  return subject => ({
    key: `complaint.${subject.id}`,
    title: format.pair(say(words).title, subject.name),
    form: {
      effect: label('effect'),
      fields: [
        {
          name: 'about',
          kind: 'choice',
          label: label('about'),
          required: true,
          options: (['complaint', 'report', 'both'] as const).map(code => ({
            code,
            ...label(code),
          })),
        },
        {
          name: 'caseType',
          kind: 'choice',
          label: label('type'),
          required: true,
          options: catalogue?.types ?? [],
        },
        { name: 'title', kind: 'line', label: label('name'), required: true },
        { name: 'facts', kind: 'text', label: label('facts'), required: true },
        { name: 'order.platform', kind: 'platform', label: label('platform') },
        { name: 'order.order', kind: 'line', label: label('order') },
        {
          name: 'demand',
          kind: 'text',
          label: label('demand'),
          when: { field: 'about', is: ['complaint', 'both'] },
        },
        {
          name: 'evidence',
          kind: 'evidence',
          label: label('evidence'),
          options: catalogue?.evidence ?? [],
        },
      ],
    },
    send: async ({ about, ...given }, idempotencyKey) => {
      const body = { ...given, about: requests[String(about)], subjectId: subject.id } as never
      const { cases } = await call('fileComplaint', { body, idempotencyKey })
      filed(cases)
      for (const name of ['listCases', 'listMyCases'])
        await queryClient.invalidateQueries({ queryKey: [name] })
    },
  })
}
