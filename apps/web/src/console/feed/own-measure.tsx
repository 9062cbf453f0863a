/**
 * Measures that a platform or a bank takes by its own choice (requirement 19.5): refuse entry, lower a grade, hide or
 * close a shop, freeze an account, expose; each in its own name, with reason and term, and lifted by itself.
 */
import { useState } from 'react'
import type { FeedItem, MeasureKind } from '#contract'
import { call, queryClient, useRead } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { type ChosenSubject, SubjectPicker } from '../forms/subject-picker.tsx'
import { useMe } from '../me.ts'
import { feedWords } from './words.ts'

type Word = Exclude<keyof (typeof feedWords)['zh']['choice'], 'title'>
const label = (name: Word) => ({ zh: feedWords.zh.choice[name], en: feedWords.en.choice[name] })
const reason = { name: 'reason', kind: 'text', label: label('reason'), required: true } as const
const readAgain = () => queryClient.invalidateQueries({ queryKey: ['readMeasureFeed'] })

export function ImposeButton() {
  const { say } = useSpeech()
  const own = say(feedWords).choice
  const me = useMe()
  const audience = me.roles.includes('finance') ? 'finance' : 'platform'
  const kinds = (useRead('measureCatalogue').data?.items ?? []).filter(
    kind => kind.class === 'market' && kind.audience.includes(audience),
  )
  const [choosing, setChoosing] = useState(false)
  const [act, setAct] = useState<Act | null>(null)
  const chosen = (subject: ChosenSubject | null) => {
    setChoosing(false)
    if (subject) setAct(imposing(subject, kinds, own.title(subject.name)))
  }
  return (
    <>
      <Button onClick={() => setChoosing(true)}>{own.impose}</Button>
      <Dialog title={own.impose} open={choosing} close={() => setChoosing(false)}>
        <p className="soft">{own.lead}</p>
        <SubjectPicker label={own.subject} chosen={null} choose={chosen} />
      </Dialog>
      <ActDialog act={act} close={() => setAct(null)} done={() => setAct(null)} />
    </>
  )
}

const imposing = ({ id }: ChosenSubject, options: readonly MeasureKind[], title: string): Act => ({
  key: `own.${id}.impose`,
  title,
  form: {
    effect: label('effect'),
    fields: [
      { name: 'measure', kind: 'choice', label: label('measure'), required: true, options },
      { name: 'until', kind: 'day', label: label('until'), hint: label('untilHint') },
      reason,
    ],
  },
  send: async (given, idempotencyKey) => {
    await call('imposeMeasure', { body: { ...given, subjectId: id } as never, idempotencyKey })
    await readAgain()
  },
})

export const liftingOwn = ({ measureId }: FeedItem, title: string): Act => ({
  key: `${measureId}.lift`,
  title,
  form: { effect: label('liftEffect'), fields: [reason] },
  send: async (body, idempotencyKey) => {
    await call('liftMeasure', { params: { id: measureId }, body: body as never, idempotencyKey })
    await readAgain()
  },
})
