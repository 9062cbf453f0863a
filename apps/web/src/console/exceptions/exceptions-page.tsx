/** The register of issued codes that fail their own check, and the office's review of each (requirement 0.3). */
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Evidence, IdentifierException } from '#contract'
import { call, queryClient, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import type { Column } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { DecisionQueue } from '../decision-queue.tsx'
import type { Act } from '../forms/act-dialog.tsx'
import { mayCall, useMe } from '../me.ts'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { subjectWords } from '../subjects/words.ts'
import { exceptionStates } from './route.ts'
import { exceptionLabel, exceptionWords } from './words.ts'

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
  const { state, cursor } = route.useSearch()
  const purpose = usePurpose()
  const [act, decide] = useState<Act | null>(null)
  const input = { query: { state, cursor }, purpose }
  const read = useRead('listIdentifierExceptions', input, { keepLast: true })
  const columns = useColumns(decide)
  return (
    <DecisionQueue
      words={exceptionWords}
      states={exceptionStates}
      {...{ state, cursor, read, columns, act, decide }}
    />
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
        <Button onClick={() => start(review(row, format.pair(own.decide, row.value)))}>
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
