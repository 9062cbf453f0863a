/** What rests on the decision of a case: entries on lists, measures, and the acts that bring them about. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { CasePage } from '#contract'
import { call, queryClient, useRead } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { EntryCards } from '../lists/entry-cards.tsx'
import { useLists } from '../lists/list-options.ts'
import { MeasureTable } from '../lists/measure-table.tsx'
import { mayCall, useMe } from '../me.ts'
import { usePurpose } from '../purpose.tsx'
import { caseWords } from './words.ts'

export function CaseListings({ page }: { page: CasePage }) {
  const { say } = useSpeech()
  const own = say(caseWords).page
  const me = useMe()
  const purpose = usePurpose()
  const [chosen, setChosen] = useState<'enter' | 'impose' | null>(null)
  const acts = useListingActs(page)
  const inForce = page.decision?.outcome === 'finding' && page.decision.deliveredOn !== null
  const read = useRead('caseListings', { params: { id: page.id }, purpose }, { enabled: inForce })
  if (!inForce) return null
  const { entries = [], measures = [] } = read.data ?? {}
  const acting = page.state !== 'revoked' && mayCall(me, 'enterList')
  return (
    <section className="stack">
      <h2>{own.listings}</h2>
      {read.error && <ErrorState error={read.error} />}
      {read.data && entries.length + measures.length === 0 && (
        <p className="soft">{own.noListings}</p>
      )}
      <EntryCards entries={entries} />
      {measures.length > 0 && <MeasureTable measures={measures} />}
      {page.recordIds.length > 0 && mayCall(me, 'listRecords') && (
        <p>
          <Link to="/console/records" search={{ subject: page.subject.id }}>
            {own.records}
          </Link>
        </p>
      )}
      {acting && (
        <div className="row">
          <Button onClick={() => setChosen('enter')}>{own.enter}</Button>
          <Button onClick={() => setChosen('impose')}>{own.impose}</Button>
        </div>
      )}
      <ActDialog
        act={chosen && acts[chosen]}
        close={() => setChosen(null)}
        done={() => setChosen(null)}
      />
    </section>
  )
}

const refresh = () =>
  Promise.all(
    ['caseListings', 'listEntries', 'listMeasures', 'listListTypes'].map(name =>
      queryClient.invalidateQueries({ queryKey: [name] }),
    ),
  )

function useListingActs(page: CasePage): { enter: Act; impose: Act } {
  const { say } = useSpeech()
  const own = say(caseWords).page
  const { zh, en } = caseWords
  const lists = useLists(['serious-dishonesty', 'attention'])
  const kinds = useRead('measureCatalogue').data?.items ?? []
  const label = (name: 'whichList' | 'whichMeasure' | 'reason' | 'until' | 'untilHint') => ({
    zh: zh.page[name],
    en: en.page[name],
  })
  const reason = { name: 'reason', kind: 'text', label: label('reason'), required: true } as const
  return {
    enter: {
      key: `${page.id}.enter`,
      title: own.enter,
      form: {
        effect: { zh: zh.page.enterEffect, en: en.page.enterEffect },
        fields: [
          {
            name: 'list',
            kind: 'choice',
            label: label('whichList'),
            required: true,
            options: lists,
          },
          reason,
        ],
      },
      initial: page.decision?.list ? { list: page.decision.list } : {},
      send: async ({ list, reason: why }, idempotencyKey) => {
        const body = { caseId: page.id, reason: String(why) }
        await call('enterList', { params: { listType: String(list) }, body, idempotencyKey })
        await refresh()
      },
    },
    impose: {
      key: `${page.id}.impose`,
      title: own.impose,
      form: {
        effect: { zh: zh.page.imposeEffect, en: en.page.imposeEffect },
        fields: [
          {
            name: 'measure',
            kind: 'choice',
            label: label('whichMeasure'),
            required: true,
            // A right is reduced by a list's own basis alone, and a market party acts by its own choice.
            options: kinds.filter(kind => kind.class === 'management'),
          },
          { name: 'until', kind: 'day', label: label('until'), hint: label('untilHint') },
          reason,
        ],
      },
      send: async (given, idempotencyKey) => {
        const body = { ...given, subjectId: page.subject.id, caseId: page.id }
        await call('imposeMeasure', { body: body as never, idempotencyKey })
        await refresh()
      },
    },
  }
}
