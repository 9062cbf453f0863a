/** The queue of reported fakes (requirement 3.9): what the check says, what was seen, and an officer's decision. */
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { type ReportedSite, type SiteState, siteStates } from '#contract'
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
import { reportedSiteWords, siteLabel } from './words.ts'

const route = getRouteApi('/console/sites')
const toneOf: Record<SiteState, Tone> = { reported: 'warn', confirmed: 'bad', rejected: 'plain' }

export function ReportedSitesPage() {
  const { say } = useSpeech()
  const own = say(reportedSiteWords)
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      <PurposeGate>
        <Reports />
      </PurposeGate>
    </div>
  )
}

function Reports() {
  const { state, cursor } = route.useSearch()
  const purpose = usePurpose()
  const [act, decide] = useState<Act | null>(null)
  const input = { query: { state, cursor }, purpose }
  const read = useRead('listSiteReports', input, { keepLast: true })
  const columns = useColumns(decide)
  return (
    <DecisionQueue
      words={reportedSiteWords}
      states={siteStates}
      {...{ state, cursor, read, columns, act, decide }}
    />
  )
}

function useColumns(start: (act: Act) => void): Column<ReportedSite>[] {
  const { say, words, format } = useSpeech()
  const own = say(reportedSiteWords)
  const me = useMe()
  const acts: Column<ReportedSite> = {
    key: 'acts',
    title: own.acts,
    cell: site =>
      site.state === 'reported' && (
        <Button onClick={() => start(decision(site, format.pair(own.decide, site.domain)))}>
          {own.decide}
        </Button>
      ),
  }
  return [
    {
      key: 'domain',
      title: own.domain,
      head: true,
      cell: ({ domain, imitates }) => (
        <>
          <code>{domain}</code>
          {imitates && (
            <span className="soft small block">
              {own.imitates} <code>{imitates}</code>
            </span>
          )}
        </>
      ),
    },
    {
      key: 'check',
      title: own.check,
      width: '40%',
      cell: site => (
        <>
          {say({ zh: site.zh, en: site.en })}
          <span className="soft small block">
            {format.pair(own.told(format.count(site.reports)), site.text)}
          </span>
        </>
      ),
    },
    { key: 'at', title: own.reportedAt, cell: ({ reportedAt }) => format.dayOf(reportedAt) },
    {
      key: 'state',
      title: own.state,
      cell: ({ state, decidedBy, reason }) => (
        <>
          <Badge tone={toneOf[state]}>{own.states[state]}</Badge>
          {reason && (
            <span className="soft small block">
              {format.pair(decidedBy ?? words.states.system, reason)}
            </span>
          )}
        </>
      ),
    },
    ...(mayCall(me, 'decideSite') ? [acts] : []),
  ]
}

const decision = ({ id }: ReportedSite, title: string): Act => ({
  key: `${id}.decide`,
  title,
  form: {
    effect: siteLabel('effect'),
    fields: [
      {
        name: 'decision',
        kind: 'choice',
        label: siteLabel('decision'),
        required: true,
        options: [
          { code: 'confirm', ...siteLabel('confirm') },
          { code: 'reject', ...siteLabel('reject') },
        ],
      },
      { name: 'reason', kind: 'text', label: siteLabel('reason'), required: true },
    ],
  },
  send: async (body, idempotencyKey) => {
    await call('decideSite', { params: { id }, body: body as never, idempotencyKey })
    for (const name of ['listSiteReports', 'listWarnedSites'])
      await queryClient.invalidateQueries({ queryKey: [name] })
  },
})
