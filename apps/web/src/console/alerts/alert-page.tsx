/** One alert: what is suspected of whom, on which evidence, what the merchant says, what was done and what may be done. */
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { AlertPage as Alert, GraphNode } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { CopyButton } from '../../design/copy-button.tsx'
import type { Crumb } from '../../design/crumbs.tsx'
import { Details } from '../../design/details.tsx'
import { Notice } from '../../design/notice.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { Timeline } from '../../design/timeline.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { EvidencePanel } from '../evidence/evidence-panel.tsx'
import { useShopLabel } from '../organisations/use-shop-label.ts'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { AlertVerbs } from './alert-verbs.tsx'
import { Attachments } from './attachments.tsx'
import { detailWords } from './detail-words.ts'
import { DueMark, LevelMark, StandingMark } from './marks.tsx'
import { SuspicionSection } from './suspicion-section.tsx'
import { alertWords } from './words.ts'
import './alerts.css'

const route = getRouteApi('/console/alerts/$alertId')

export function AlertPage() {
  const { say } = useSpeech()
  const { alertId } = route.useParams()
  const crumbs: Crumb[] = [{ label: say(alertWords).title, to: '/console/alerts' }]
  return (
    <PurposeGate>
      <LoadedAlert key={alertId} id={alertId} crumbs={crumbs} />
    </PurposeGate>
  )
}

function LoadedAlert({ id, crumbs }: { id: string; crumbs: readonly Crumb[] }) {
  const { say } = useSpeech()
  const own = say(alertWords)
  const purpose = usePurpose()
  const input = { params: { id }, purpose }
  const read = useRead('readAlert', input)
  if (!read.data)
    return (
      <div className="stack loose">
        <PageHead title={own.title} />
        {read.error ? (
          <ErrorState error={read.error} retry={() => void read.refetch()} />
        ) : (
          <Skeleton lines={10} />
        )}
      </div>
    )
  const alert = read.data
  return (
    <div className="stack loose">
      <PageHead
        title={`${say({ zh: alert.behaviourZh, en: alert.behaviourEn })} · ${alert.number}`}
        crumbs={crumbs}
        beside={
          <span className="row">
            <LevelMark level={alert.level} />
            <StandingMark alert={alert} />
          </span>
        }
      />
      <Outcome alert={alert} />
      <Sentence alert={alert} />
      <AlertVerbs alert={alert} input={input} />
      <Facts alert={alert} />
      <Graph alert={alert} />
      {alert.suspicions.map(suspicion => (
        <SuspicionSection key={suspicion.id} alertId={alert.id} suspicion={suspicion} />
      ))}
      <Explanations alert={alert} />
      <History alert={alert} />
    </div>
  )
}

function Outcome({ alert }: { alert: Alert }) {
  const { say, format } = useSpeech()
  const own = say(detailWords)
  if (alert.state === 'snoozed' && alert.snoozedUntil)
    return <Notice tone="warn" title={own.snoozedUntil(format.instant(alert.snoozedUntil))} />
  if (alert.mergedInto)
    return (
      <Notice title={own.mergedInto}>
        <Link to="/console/alerts/$alertId" params={{ alertId: alert.mergedInto }}>
          {own.openIt}
        </Link>
      </Notice>
    )
  if (alert.caseId)
    return (
      <Notice tone="warn" title={own.inCase}>
        <a href={`/console/cases/${alert.caseId}`}>{own.openCase}</a>
      </Notice>
    )
  if (alert.disposition)
    return <Notice title={own.closedAs(say(alertWords).dispositions[alert.disposition])} />
  return null
}

function Sentence({ alert }: { alert: Alert }) {
  const { say } = useSpeech()
  const own = say(detailWords)
  return (
    <section className="card stack tight sentence-card" aria-labelledby="sentence">
      <h2 id="sentence">{own.sentenceTitle}</h2>
      <blockquote>{say(alert.sentence)}</blockquote>
      <div className="row">
        <CopyButton text={alert.sentence.zh} label={own.copyZh} />
        <CopyButton text={alert.sentence.en} label={own.copyEn} />
      </div>
    </section>
  )
}

function Facts({ alert }: { alert: Alert }) {
  const { say, format } = useSpeech()
  const own = say(detailWords)
  const list = say(alertWords)
  const shopLabel = useShopLabel()
  const named = new Set(alert.keepers.map(({ platform, shop }) => `${platform} ${shop}`))
  const unknown = alert.shops.filter(({ platform, shop }) => !named.has(`${platform} ${shop}`))
  const sellers = Map.groupBy(alert.keepers, ({ sellerId }) => sellerId)
  return (
    <section className="card">
      <Details
        items={[
          {
            term: own.receiver,
            value: `${say({ zh: alert.receiverAreaZh, en: alert.receiverAreaEn })}${alert.escalations > 0 ? ` · ${list.escalated(alert.escalations)}` : ''}`,
          },
          { term: own.handler, value: alert.handler?.name ?? own.nobody },
          { term: own.due, value: <DueMark alert={alert} /> },
          { term: own.period, value: format.span(alert.from, alert.until) },
          { term: own.raised, value: format.instant(alert.raisedAt) },
          { term: own.confidence, value: format.percent(alert.confidence) },
          alert.absorbed.length > 0
            ? { term: own.others, value: own.absorbed(format.count(alert.absorbed.length)) }
            : null,
          sellers.size > 0
            ? {
                term: own.sellers,
                value: (
                  <ul className="plain-list">
                    {[...sellers].map(([sellerId, kept]) => (
                      <li key={sellerId}>
                        <Link to="/console/subjects/$id" params={{ id: sellerId }}>
                          {kept[0]!.sellerName}
                        </Link>{' '}
                        <Link
                          to="/console/subjects/$id/relations"
                          params={{ id: sellerId }}
                          className="small"
                        >
                          {own.relations}
                        </Link>{' '}
                        <span className="small soft block">{format.list(kept.map(shopLabel))}</span>
                      </li>
                    ))}
                  </ul>
                ),
              }
            : null,
          unknown.length > 0
            ? {
                term: own.unknownShops,
                value: format.list(unknown.map(shopLabel)),
              }
            : null,
        ]}
      />
    </section>
  )
}

function Graph({ alert }: { alert: Alert }) {
  const own = useSpeech().say(detailWords)
  const { keepers } = alert
  const nameOf = useCallback(
    ({ id, kind }: GraphNode) =>
      kind === 'shop'
        ? keepers.find(({ platform, shop }) => `${platform} ${shop}` === id)?.shopName
        : undefined,
    [keepers],
  )
  return (
    <section className="stack" aria-labelledby="graph">
      <h2 id="graph">{own.graphTitle}</h2>
      <EvidencePanel graph={alert.graph} nameOf={nameOf} />
    </section>
  )
}

function Explanations({ alert }: { alert: Alert }) {
  const { say, format } = useSpeech()
  const own = say(detailWords)
  return (
    <section className="stack" aria-labelledby="explanations">
      <h2 id="explanations">{own.explanationsTitle}</h2>
      {alert.explanations.length === 0 && <p className="soft">{own.noExplanation}</p>}
      {alert.explanations.map(({ at, by, text, attachments }) => (
        <article key={at} className="card stack tight">
          <p className="small soft">
            {by} · {format.instant(at)}
          </p>
          <p>{text}</p>
          <Attachments files={attachments} />
        </article>
      ))}
    </section>
  )
}

function History({ alert }: { alert: Alert }) {
  const { say, words, format } = useSpeech()
  const own = say(detailWords)
  return (
    <section className="stack" aria-labelledby="history">
      <h2 id="history">{own.historyTitle}</h2>
      <Timeline
        items={withoutRepetition(alert.timeline).map(({ step, times }) => ({
          key: step.id,
          when: format.instant(step.at),
          title: `${say(step)}${times > 1 ? own.times(format.count(times)) : ''} · ${step.by ?? words.states.system}`,
          body: (step.sentence || step.text) && (
            <p className="small">{step.sentence ? say(step.sentence) : step.text}</p>
          ),
          tone: step.kind === 'escalated' ? 'warn' : step.kind === 'explained' ? 'civic' : 'plain',
        }))}
      />
    </section>
  )
}

/** A growing act is told again and again; of such steps in a row the last says all. */
function withoutRepetition(timeline: Alert['timeline']) {
  const told: { step: Alert['timeline'][number]; times: number }[] = []
  for (const step of timeline) {
    const last = told.at(-1)
    if (step.kind === 'strengthened' && last?.step.kind === 'strengthened')
      told[told.length - 1] = { step, times: last.times + 1 }
    else told.push({ step, times: 1 })
  }
  return told
}
