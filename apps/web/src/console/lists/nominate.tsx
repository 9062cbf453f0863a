/** Nominates a subject for a list of honour: found, reasoned, with evidence; the server checks it against the lists. */
import { useState } from 'react'
import type { ListType } from '#contract'
import { call, queryClient, useRead } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { type ChosenSubject, SubjectPicker } from '../forms/subject-picker.tsx'
import { listLabel, listWords } from './words.ts'

export function NominateButton({ type }: { type: ListType }) {
  const { say, format } = useSpeech()
  const own = say(listWords)
  const kinds = useRead('caseCatalogue').data?.evidence ?? []
  const [choosing, setChoosing] = useState(false)
  const [act, setAct] = useState<Act | null>(null)
  const [nominee, setNominee] = useState<ChosenSubject | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const chosen = (subject: ChosenSubject | null) => {
    setChoosing(false)
    if (subject) {
      setDone(null)
      setNominee(subject)
      setAct(nomination(type, subject, format.pair(own.nominate, subject.name), kinds))
    }
  }
  return (
    <>
      <p>
        <Button onClick={() => setChoosing(true)}>{own.nominate}</Button>
      </p>
      <Dialog title={own.nominate} open={choosing} close={() => setChoosing(false)}>
        <SubjectPicker label={own.subject} chosen={null} choose={chosen} />
      </Dialog>
      <p role="status" className={done ? 'notice good' : 'unseen'}>
        {done}
      </p>
      <ActDialog
        act={act}
        close={() => setAct(null)}
        done={() => {
          setAct(null)
          setDone(own.nominated(nominee?.name ?? ''))
        }}
      />
    </>
  )
}

const nomination = (
  { code }: ListType,
  subject: ChosenSubject,
  title: string,
  options: readonly { code: string; zh: string; en: string }[],
): Act => ({
  key: `${code}.${subject.id}.nominate`,
  title,
  form: {
    effect: listLabel('nominateEffect'),
    fields: [
      { name: 'reason', kind: 'text', label: listLabel('reason'), required: true },
      {
        name: 'evidence',
        kind: 'evidence',
        label: listLabel('evidence'),
        required: true,
        options,
      },
    ],
  },
  send: async (given, idempotencyKey) => {
    const body = { ...given, subjectId: subject.id } as never
    await call('nominateSubject', { params: { listType: code }, body, idempotencyKey })
    await queryClient.invalidateQueries({ queryKey: ['listEntries'] })
  },
})
