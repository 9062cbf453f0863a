/**
 * Enters a record that needs no decision: what a platform, an agency or an office knows of its own. Each item of the
 * catalogue names the evidence it wants; one about nobody's dishonesty but the law's finding follows from a case alone.
 */
import { useState } from 'react'
import type { CatalogueItem } from '#contract'
import { call, queryClient, useRead } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { severityOptions } from '../cases/step-forms.ts'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { type ChosenSubject, SubjectPicker } from '../forms/subject-picker.tsx'
import { listLabel, listWords } from '../lists/words.ts'

export function NewRecordButton() {
  const { say, format } = useSpeech()
  const own = say(listWords)
  const catalogue = useRead('recordCatalogue').data?.items ?? []
  const [choosing, setChoosing] = useState(false)
  const [act, setAct] = useState<Act | null>(null)
  const chosen = (subject: ChosenSubject | null) => {
    setChoosing(false)
    if (subject) setAct(entering(subject, catalogue, format.pair(own.enterRecord, subject.name)))
  }
  return (
    <>
      <Button onClick={() => setChoosing(true)}>{own.enterRecord}</Button>
      <Dialog title={own.enterRecord} open={choosing} close={() => setChoosing(false)}>
        <p className="soft">{own.enterRecordLead}</p>
        <SubjectPicker label={own.subject} chosen={null} choose={chosen} />
      </Dialog>
      <ActDialog act={act} close={() => setAct(null)} done={() => setAct(null)} />
    </>
  )
}

function entering({ id }: ChosenSubject, catalogue: readonly CatalogueItem[], title: string): Act {
  const items = catalogue.filter(({ needsDecision }) => !needsDecision)
  const kinds = new Map(
    items.flatMap(({ evidence }) => evidence.map(kind => [kind.code, kind] as const)),
  )
  const negative = items.filter(({ polarity }) => polarity === 'negative').map(({ code }) => code)
  return {
    key: `${id}.record`,
    title,
    form: {
      effect: listLabel('enterRecordEffect'),
      fields: [
        {
          name: 'item',
          kind: 'choice',
          label: listLabel('item'),
          required: true,
          options: items.map(({ code, titleZh, titleEn, evidence }) => ({
            code,
            zh: `${titleZh}（证据：${evidence.map(kind => kind.zh).join('、')}）`,
            en: `${titleEn} (evidence: ${evidence.map(kind => kind.en).join(', ')})`,
          })),
        },
        {
          name: 'severity',
          kind: 'choice',
          label: listLabel('severity'),
          options: severityOptions,
          when: { field: 'item', is: negative },
        },
        { name: 'textZh', kind: 'text', label: listLabel('text'), required: true },
        { name: 'textEn', kind: 'text', label: listLabel('textEn') },
        { name: 'basis', kind: 'text', label: listLabel('basis'), required: true },
        { name: 'document', kind: 'line', label: listLabel('documentNumber') },
        { name: 'occurredOn', kind: 'day', label: listLabel('occurred'), required: true },
        {
          name: 'evidence',
          kind: 'evidence',
          label: listLabel('evidence'),
          required: true,
          options: [...kinds.values()],
        },
      ],
    },
    send: async (given, idempotencyKey) => {
      await call('addRecord', { body: { ...given, subjectId: id } as never, idempotencyKey })
      for (const name of ['fileOf', 'listRecords'])
        await queryClient.invalidateQueries({ queryKey: [name] })
    },
  }
}
