/** Measures in force and lifted, with the receipts and feedback of those who carry them out. */
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { Measure } from '#contract'
import { call, queryClient, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Button } from '../../design/button.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Filters } from '../filters.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { mayCall, useMe } from '../me.ts'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { MeasureTable } from './measure-table.tsx'
import { listLabel, listWords } from './words.ts'
import '../cases/cases.css'

const route = getRouteApi('/console/measures')

export function MeasuresPage() {
  const { say } = useSpeech()
  const own = say(listWords)
  return (
    <div className="stack loose">
      <PageHead title={own.measuresTitle} lead={own.measuresLead} />
      <PurposeGate>
        <Measures />
      </PurposeGate>
    </div>
  )
}

function Measures() {
  const { say, format } = useSpeech()
  const own = say(listWords)
  const { zh, en } = listWords
  const { state, cursor } = route.useSearch()
  const purpose = usePurpose()
  const me = useMe()
  const [act, setAct] = useState<Act | null>(null)
  const read = useRead('listMeasures', { query: { state, cursor }, purpose }, { keepLast: true })
  const states = (['in-force', 'lifted', 'ended'] as const).map(code => ({
    code,
    zh: zh.measureStates[code],
    en: en.measureStates[code],
  }))
  return (
    <>
      <Filters
        legend={own.filters}
        filters={[
          {
            name: 'state',
            label: listLabel('state'),
            options: [{ code: '', zh: zh.all, en: en.all }, ...states],
            value: state,
          },
        ]}
      />
      {read.isPending && <Skeleton lines={6} />}
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {read.data?.items.length === 0 && (
        <EmptyState title={own.measuresEmpty}>
          <p>{own.measuresEmptyHint}</p>
        </EmptyState>
      )}
      {read.data && read.data.items.length > 0 && (
        <MeasureTable
          measures={read.data.items}
          {...(mayCall(me, 'liftMeasure') && {
            acts: measure =>
              measure.state === 'in-force' && (
                <Button
                  onClick={() => setAct(lifting(measure, format.pair(own.lift, say(measure))))}
                >
                  {own.lift}
                </Button>
              ),
          })}
        />
      )}
      <Pager cursor={cursor} next={read.data?.next ?? null} />
      <ActDialog act={act} close={() => setAct(null)} done={() => setAct(null)} />
    </>
  )
}

const lifting = ({ id }: Measure, title: string): Act => ({
  key: `${id}.lift`,
  title,
  form: {
    effect: listLabel('liftEffect'),
    fields: [{ name: 'reason', kind: 'text', label: listLabel('reason'), required: true }],
  },
  send: async (body, idempotencyKey) => {
    await call('liftMeasure', { params: { id }, body: body as never, idempotencyKey })
    await queryClient.invalidateQueries({ queryKey: ['listMeasures'] })
  },
})
