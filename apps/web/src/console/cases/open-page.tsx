/** Opens a case from a report, a clue or an inspection; a case from an alert is opened where the alert is read. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call, queryClient, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Button } from '../../design/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { type ChosenSubject, SubjectPicker } from '../forms/subject-picker.tsx'
import { caseWords } from './words.ts'
import './cases.css'

export function OpenCasePage() {
  const { say } = useSpeech()
  const own = say(caseWords)
  const navigate = useNavigate()
  const [subject, setSubject] = useState<ChosenSubject | null>(null)
  const [act, setAct] = useState<Act | null>(null)
  const actOf = useOpening()
  return (
    <div className="stack loose">
      <PageHead
        title={own.open.title}
        lead={own.open.lead}
        crumbs={[{ label: own.title, to: '/console/cases' }]}
      />
      <SubjectPicker label={own.open.subject} chosen={subject} choose={setSubject} />
      {subject && (
        <p>
          <Button
            weight="primary"
            onClick={() =>
              setAct(actOf(subject, id => navigate({ to: '/console/cases/$id', params: { id } })))
            }
          >
            {own.open.title}
          </Button>
        </p>
      )}
      <ActDialog act={act} close={() => setAct(null)} done={() => setAct(null)} />
    </div>
  )
}

function useOpening() {
  const { say, format } = useSpeech()
  const { zh, en } = caseWords
  const catalogue = useRead('caseCatalogue').data
  const label = (name: 'type' | 'name' | 'facts' | 'origin') => ({
    zh: zh.open[name],
    en: en.open[name],
  })
  const origins = (['report', 'clue', 'inspection'] as const).map(code => ({
    code,
    zh: zh.page.origins[code],
    en: en.page.origins[code],
  }))
  return (subject: ChosenSubject, opened: (id: string) => Promise<void>): Act => ({
    key: `open.${subject.id}`,
    title: format.pair(say(caseWords).open.title, subject.name),
    form: {
      effect: { zh: zh.open.effect, en: en.open.effect },
      fields: [
        {
          name: 'caseType',
          kind: 'choice',
          label: label('type'),
          required: true,
          options: catalogue?.types ?? [],
        },
        { name: 'title', kind: 'line', label: label('name'), required: true },
        { name: 'facts', kind: 'text', label: label('facts'), required: true },
        {
          name: 'origin',
          kind: 'choice',
          label: label('origin'),
          required: true,
          options: origins,
        },
        {
          name: 'evidence',
          kind: 'evidence',
          label: { zh: zh.page.evidence, en: en.page.evidence },
          options: catalogue?.evidence ?? [],
        },
      ],
    },
    send: async (body, idempotencyKey) => {
      const given = { ...body, subjectId: subject.id } as never
      const { id } = await call('openCase', { body: given, idempotencyKey })
      await queryClient.invalidateQueries({ queryKey: ['listCases'] })
      await opened(id)
    },
  })
}
