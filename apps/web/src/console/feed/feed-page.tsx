/**
 * Measures as their recipient meets them (requirements 6.5, 18.4, 19.5): what is to be carried out, the report on it,
 * what has been lifted, and the check of whoever wants to join.
 */
import { useState } from 'react'
import type { FeedItem } from '#contract'
import { call, queryClient, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Cited } from '../../design/cited.tsx'
import { EmptyState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { Loaded } from '../loaded.tsx'
import { mayCall, useMe } from '../me.ts'
import { EntryCheck } from './entry-check.tsx'
import { ImposeButton, liftingOwn } from './own-measure.tsx'
import { type Told, useFeed } from './use-feed.ts'
import { feedWords } from './words.ts'
import '../cases/cases.css'

export function FeedPage() {
  const { say, format } = useSpeech()
  const own = say(feedWords)
  const me = useMe()
  const read = useFeed()
  return (
    <div className="stack loose">
      <PageHead
        title={own.title}
        lead={own.lead}
        beside={mayCall(me, 'imposeMeasure') && <ImposeButton />}
      />
      <Loaded read={read}>
        {({ told, whole }) => (
          <div className="stack loose">
            <Standing told={told.filter(({ lifted }) => lifted === null)} />
            <Lifted told={told.filter(({ lifted }) => lifted !== null)} />
            {!whole && <p className="soft">{own.many(format.count(told.length))}</p>}
          </div>
        )}
      </Loaded>
      <EntryCheck />
    </div>
  )
}

function Standing({ told }: { told: readonly Told[] }) {
  const { say } = useSpeech()
  const own = say(feedWords)
  const me = useMe()
  const [act, setAct] = useState<Act | null>(null)
  const columns = useColumns(own.columns)
  const reporting: Column<Told> = {
    key: 'feedback',
    title: own.columns.feedback,
    cell: ({ imposed }) => {
      if (imposed.own) {
        const title = own.liftTitle(say(imposed), imposed.subject.name)
        return <Button onClick={() => setAct(liftingOwn(imposed, title))}>{own.lift}</Button>
      }
      return (
        <div className="stack tight">
          <Feedback item={imposed} />
          {mayCall(me, 'reportMeasure') && (
            <span>
              <Button
                weight={imposed.feedback ? 'quiet' : 'plain'}
                onClick={() =>
                  setAct(reportOn(imposed, own.reportTitle(say(imposed), imposed.subject.name)))
                }
              >
                {imposed.feedback ? own.again : own.report}
              </Button>
            </span>
          )}
        </div>
      )
    },
  }
  return (
    <section className="stack">
      <h2>{own.standing}</h2>
      {told.length === 0 ? (
        <EmptyState title={own.standingNone}>
          <p>{own.standingNoneHint}</p>
        </EmptyState>
      ) : (
        <Table
          caption={own.standing}
          columns={[...columns, reporting]}
          rows={told}
          keyOf={({ imposed }) => imposed.measureId}
        />
      )}
      <ActDialog act={act} close={() => setAct(null)} done={() => setAct(null)} />
    </section>
  )
}

function Lifted({ told }: { told: readonly Told[] }) {
  const { say } = useSpeech()
  const own = say(feedWords)
  const columns = useColumns(own.columns)
  if (told.length === 0) return null
  return (
    <section className="stack">
      <h2>{own.done}</h2>
      <Table
        caption={own.done}
        columns={columns}
        rows={told}
        keyOf={({ imposed }) => imposed.measureId}
      />
    </section>
  )
}

function useColumns(titles: (typeof feedWords)['zh']['columns']): Column<Told>[] {
  const { say, format } = useSpeech()
  const own = say(feedWords)
  const lists = useRead('listListTypes').data?.items ?? []
  return [
    {
      key: 'measure',
      title: titles.measure,
      head: true,
      width: '32%',
      cell: ({ imposed }) => (
        <>
          {say(imposed)}
          <span className="soft small block">
            {imposed.own ? own.own : say({ zh: imposed.labelZh, en: imposed.labelEn })} ·{' '}
            <Cited>{imposed.basis}</Cited>
          </span>
        </>
      ),
    },
    {
      key: 'subject',
      title: titles.subject,
      width: '20%',
      cell: ({ imposed: { subject } }) => (
        <>
          <a href={`/subjects/${subject.id}`}>{subject.name}</a>
          {subject.code && <code className="soft small block">{subject.code}</code>}
        </>
      ),
    },
    {
      key: 'term',
      title: titles.term,
      cell: ({ imposed, lifted }) => (
        <>
          {lifted && <Badge tone="good">{own.lifted(format.dayOf(lifted.at))}</Badge>}
          <span className="block">{own.from(format.day(imposed.from))}</span>
          <span className="soft small block">
            {imposed.until ? own.until(format.day(imposed.until)) : own.noEnd}
          </span>
        </>
      ),
    },
    {
      key: 'why',
      title: titles.why,
      cell: ({ imposed, lifted }) => {
        const list = lists.find(({ code }) => code === imposed.listType)
        return lifted || !list ? (lifted ?? imposed).reason : say(list)
      },
    },
  ]
}

function Feedback({ item: { feedback } }: { item: FeedItem }) {
  const { say, format } = useSpeech()
  const own = say(feedWords)
  if (!feedback)
    return (
      <span>
        <Badge tone="warn">{own.waiting}</Badge>
      </span>
    )
  return (
    <span>
      <Badge tone={feedback.applied ? 'good' : 'plain'}>
        {feedback.applied ? own.applied : own.notApplied}
      </Badge>
      <span className="soft small block">{format.instant(feedback.at)}</span>
      {feedback.reason && <span className="small block">{feedback.reason}</span>}
    </span>
  )
}

const label = (name: 'reportApplied' | 'yes' | 'no' | 'reportReason') => ({
  zh: feedWords.zh[name],
  en: feedWords.en[name],
})

const reportOn = ({ measureId }: FeedItem, title: string): Act => ({
  key: `${measureId}.report`,
  title,
  form: {
    fields: [
      {
        name: 'applied',
        kind: 'choice',
        label: label('reportApplied'),
        required: true,
        options: [
          { code: 'yes', ...label('yes') },
          { code: 'no', ...label('no') },
        ],
      },
      {
        name: 'reason',
        kind: 'text',
        label: label('reportReason'),
        required: true,
        when: { field: 'applied', is: ['no'] },
      },
    ],
  },
  send: async ({ applied, reason }, idempotencyKey) => {
    const body = { applied: applied === 'yes', ...(reason ? { reason: String(reason) } : {}) }
    await call('reportMeasure', { params: { id: measureId }, body, idempotencyKey })
    await queryClient.invalidateQueries({ queryKey: ['readMeasureFeed'] })
  },
})
