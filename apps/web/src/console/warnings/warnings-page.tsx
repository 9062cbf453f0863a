/** A merchant's warnings (requirement 15.4): the reason, the figures, what to do, a way to explain, and what became of it. */
import { getRouteApi } from '@tanstack/react-router'
import type { MerchantWarning } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Cited } from '../../design/cited.tsx'
import { Details } from '../../design/details.tsx'
import { Notice } from '../../design/notice.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Attachments } from '../alerts/attachments.tsx'
import { FigureTable } from '../alerts/figure-table.tsx'
import { LevelMark } from '../alerts/marks.tsx'
import { useShopLabel } from '../organisations/use-shop-label.ts'
import { ExplanationForm } from './explanation-form.tsx'
import { warningWords } from './words.ts'

const route = getRouteApi('/console/warnings')

export function WarningsPage() {
  const own = useSpeech().say(warningWords)
  const { cursor } = route.useSearch()
  const read = useRead('listWarnings', { query: { cursor, limit: 10 } }, { keepLast: true })
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      {read.isPending && <Skeleton lines={8} />}
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {read.data?.items.length === 0 && (
        <EmptyState title={own.none}>
          <p>{own.noneText}</p>
        </EmptyState>
      )}
      {read.data?.items.map(warning => (
        <Warning key={warning.alertId} warning={warning} />
      ))}
      <Pager cursor={cursor} next={read.data?.next ?? null} />
    </div>
  )
}

function Warning({ warning }: { warning: MerchantWarning }) {
  const { say, format } = useSpeech()
  const own = say(warningWords)
  const shopLabel = useShopLabel()
  const title = say({ zh: warning.behaviourZh, en: warning.behaviourEn })
  const state = !warning.open ? 'ended' : warning.explanations.length > 0 ? 'explained' : 'open'
  const tone = state === 'open' ? 'warn' : state === 'explained' ? 'civic' : 'plain'
  return (
    <article className="card stack" aria-label={`${title} ${warning.number}`}>
      <div className="row apart">
        <h2>
          {title} <span className="small soft">{warning.number}</span>
        </h2>
        <span className="row">
          <LevelMark level={warning.level} />
          <Badge tone={tone}>{own.states[state]}</Badge>
        </span>
      </div>
      {warning.outcome && (
        <Notice title={own.outcome}>
          <p>{say(warning.outcome)}</p>
        </Notice>
      )}
      <Details
        items={[
          { term: own.reason, value: say(warning.reason) },
          {
            term: own.shops,
            value: format.list(warning.shops.map(shopLabel)),
          },
          {
            term: own.period,
            value: format.span(warning.from, warning.until),
          },
          { term: own.basis, value: <Cited>{warning.basis}</Cited> },
        ]}
      />
      <div className="stack tight">
        <h3>{own.figures}</h3>
        <FigureTable figures={warning.figures} />
      </div>
      <Explanations warning={warning} />
      {warning.open && (
        <>
          <div className="stack tight">
            <h3>{own.whatToDo}</h3>
            <ol>
              {own.steps.map(step => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </div>
          <ExplanationForm warning={warning} />
        </>
      )}
    </article>
  )
}

function Explanations({ warning }: { warning: MerchantWarning }) {
  const { say, format } = useSpeech()
  const own = say(warningWords)
  if (warning.explanations.length === 0) return null
  return (
    <div className="stack tight">
      <h3>{own.explanations}</h3>
      {warning.explanations.map(({ at, text, attachments }) => (
        <div key={at} className="stack tight">
          <p>
            <span className="small soft">{format.instant(at)}</span> {text}
          </p>
          <Attachments files={attachments} />
        </div>
      ))}
    </div>
  )
}
