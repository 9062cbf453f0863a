/** The register of issued codes that fail their own check, and the office's review of each (requirement 0.3). */
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Evidence, IdentifierException } from '#contract'
import { call, queryClient, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Filters } from '../filters.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { Loaded } from '../loaded.tsx'
import { mayCall, useMe } from '../me.ts'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { subjectWords } from '../subjects/words.ts'
import { exceptionStates } from './route.ts'
import { exceptionLabel, exceptionWords } from './words.ts'
import '../cases/cases.css'

const route = getRouteApi('/console/code-exceptions')
const toneOf: Record<IdentifierException['state'], Tone> = {
  pending: 'warn',
  approved: 'good',
  rejected: 'plain',
}

export function ExceptionsPage() {
  const { say } = useSpeech()
  const own = say(exceptionWords)
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      <PurposeGate>
        <Exceptions />
      </PurposeGate>
    </div>
  )
}

function Exceptions() {
  const { say } = useSpeech()
  const own = say(exceptionWords)
  const { zh, en } = exceptionWords
  const { state, cursor } = route.useSearch()
  const purpose = usePurpose()
  const [act, setAct] = useState<Act | null>(null)
  const input = { query: { state, cursor }, purpose }
  const read = useRead('listIdentifierExceptions', input, { keepLast: true })
  const columns = useColumns(setAct)
  const states = exceptionStates.map(code => ({ code, zh: zh.states[code], en: en.states[code] }))
  return (
    <>
      <Filters
        legend={own.filters}
        filters={[
          {
            name: 'state',
            label: exceptionLabel('state'),
            options: [{ code: '', zh: zh.all, en: en.all }, ...states],
            value: state,
          },
        ]}
      />
      <Loaded read={read}>
        {({ items, next }) => (
          <div className="stack">
            {items.length === 0 ? (
              <EmptyState title={own.none}>
                <p>{own.noneHint}</p>
              </EmptyState>
            ) : (
              <Table caption={own.title} columns={columns} rows={items} keyOf={({ id }) => id} />
            )}
            <Pager cursor={cursor} next={next} />
          </div>
        )}
      </Loaded>
      <ActDialog act={act} close={() => setAct(null)} done={() => setAct(null)} />
    </>
  )
}

function useColumns(start: (act: Act) => void): Column<IdentifierException>[] {
  const { say, format } = useSpeech()
  const own = say(exceptionWords)
  const { identifiers } = say(subjectWords).form
  const me = useMe()
  const acts: Column<IdentifierException> = {
    key: 'acts',
    title: own.acts,
    cell: row =>
      row.state === 'pending' && (
        <Button onClick={() => start(review(row, `${own.decide}：${row.value}`))}>
          {own.decide}
        </Button>
      ),
  }
  return [
    {
      key: 'code',
      title: own.code,
      head: true,
      cell: ({ kind, value }) => (
        <>
          <code>{value}</code>
          <span className="soft small block">{identifiers[kind]}</span>
        </>
      ),
    },
    {
      key: 'subject',
      title: own.subject,
      cell: ({ subjectId, subjectName }) =>
        subjectId ? (
          <Link to="/console/subjects/$id" params={{ id: subjectId }}>
            {subjectName}
          </Link>
        ) : (
          subjectName
        ),
    },
    {
      key: 'why',
      title: own.why,
      width: '32%',
      cell: ({ reasonZh, reasonEn }) => say({ zh: reasonZh, en: reasonEn }),
    },
    {
      key: 'reported',
      title: own.reported,
      cell: ({ reportedAt, reportedBy }) => (
        <>
          {format.dayOf(reportedAt)}
          {reportedBy && <span className="soft small block">{reportedBy}</span>}
        </>
      ),
    },
    {
      key: 'state',
      title: own.state,
      cell: ({ state, decisionReason }) => (
        <>
          <Badge tone={toneOf[state]}>{own.states[state]}</Badge>
          {decisionReason && <span className="soft small block">{decisionReason}</span>}
        </>
      ),
    },
    ...(mayCall(me, 'decideIdentifierException') ? [acts] : []),
  ]
}

const review = ({ id }: IdentifierException, title: string): Act => ({
  key: `${id}.review`,
  title,
  form: {
    effect: exceptionLabel('effect'),
    fields: [
      {
        name: 'decision',
        kind: 'choice',
        label: exceptionLabel('decision'),
        required: true,
        options: [
          { code: 'approve', ...exceptionLabel('approve') },
          { code: 'reject', ...exceptionLabel('reject') },
        ],
      },
      {
        name: 'certificate',
        kind: 'evidence',
        label: exceptionLabel('certificate'),
        required: true,
        options: [{ code: 'certificate', ...exceptionLabel('certificate') }],
        when: { field: 'decision', is: ['approve'] },
      },
      { name: 'reason', kind: 'text', label: exceptionLabel('reason'), required: true },
    ],
  },
  send: async ({ certificate, ...given }, idempotencyKey) => {
    const [shown] = (certificate ?? []) as readonly Evidence[]
    const body = { ...given, ...(shown ? { evidenceSha256: shown.sha256 } : {}) }
    await call('decideIdentifierException', { params: { id }, body: body as never, idempotencyKey })
    await queryClient.invalidateQueries({ queryKey: ['listIdentifierExceptions'] })
  },
})
