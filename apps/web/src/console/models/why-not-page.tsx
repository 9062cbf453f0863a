/** "Why not?": for a shop or an account, every threshold of every model beside the value that stands against it now. */
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { type ModelCardPage, ProblemError } from '#contract'
import { type Input, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { FigureTable } from '../alerts/figure-table.tsx'
import { PlatformField } from '../organisations/platform-field.tsx'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { backtestWords } from './backtest-words.ts'
import type { WhyNotSearch } from './route.ts'
import '../alerts/alerts.css'

const route = getRouteApi('/console/why-not')

export function WhyNotPage() {
  const own = useSpeech().say(backtestWords)
  const search = route.useSearch()
  return (
    <div className="stack loose">
      <PageHead title={own.whyNotTitle} lead={own.whyNotLead} />
      <PurposeGate>
        <Question search={search} />
      </PurposeGate>
    </div>
  )
}

const names = ['shop', 'account'] as const

function Question({ search }: { search: WhyNotSearch }) {
  const { say } = useSpeech()
  const own = say(backtestWords)
  const navigate = useNavigate()
  const models = useRead('listModels')
  const [asked, setAsked] = useState(search)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const given = Object.entries(asked).map(([key, value]) => [key, value?.trim() || undefined])
    void navigate({ to: '/console/why-not', search: Object.fromEntries(given) })
  }
  const shop =
    search.platform && search.shop ? { platform: search.platform, shop: search.shop } : {}
  const subject = { ...shop, ...(search.account && { account: search.account }) }
  if (models.error) return <ErrorState error={models.error} />
  if (!models.data) return <Skeleton lines={4} />
  const cards = models.data.items.filter(({ code }) => !search.model || code === search.model)
  return (
    <>
      <form className="card alert-filters" onSubmit={submit}>
        <div className="filter-wide">
          <Field label={own.model}>
            {attributes => (
              <select
                {...attributes}
                value={asked.model ?? ''}
                onChange={event => setAsked({ ...asked, model: event.target.value })}
              >
                <option value="">{own.allModels}</option>
                {models.data.items.map(({ code, titleZh, titleEn }) => (
                  <option key={code} value={code}>
                    {say({ zh: titleZh, en: titleEn })}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </div>
        <div className="filter-wide">
          <PlatformField
            code={asked.platform ?? ''}
            choose={platform => setAsked({ ...asked, platform })}
          />
        </div>
        {names.map(name => (
          <Field key={name} label={own[name]}>
            {attributes => (
              <input
                {...attributes}
                maxLength={64}
                value={asked[name] ?? ''}
                onChange={event => setAsked({ ...asked, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <Button type="submit" weight="primary">
          {own.ask}
        </Button>
      </form>
      {Object.keys(subject).length === 0 ? (
        <p className="soft">{own.askNothing}</p>
      ) : (
        cards.map(card => <ModelAnswer key={card.code} card={card} subject={subject} />)
      )}
    </>
  )
}

function ModelAnswer({
  card,
  subject,
}: {
  card: ModelCardPage
  subject: Omit<Input<'whyNotSuspected'>['query'], 'model'>
}) {
  const { say, format } = useSpeech()
  const own = say(backtestWords)
  const purpose = usePurpose()
  const read = useRead('whyNotSuspected', { query: { model: card.code, ...subject }, purpose })
  const answer = read.data
  return (
    <section className="stack tight" aria-label={say({ zh: card.titleZh, en: card.titleEn })}>
      <div className="section-head">
        <h2>{say({ zh: card.titleZh, en: card.titleEn })}</h2>
        {answer && (
          <Badge tone={answer.suspected ? 'bad' : answer.seen ? 'good' : 'plain'}>
            {answer.suspected ? own.suspected : answer.seen ? own.notSuspected : own.notSeen}
          </Badge>
        )}
      </div>
      {read.isPending && <Skeleton />}
      {read.error && <Unanswered error={read.error} />}
      {answer && (
        <>
          <p>{say(answer.sentence)}</p>
          {answer.seen && answer.figures.length > 0 && <FigureTable figures={answer.figures} />}
          <p className="small soft">{own.asOf(format.instant(answer.asOf))}</p>
        </>
      )}
    </section>
  )
}

/** A model of relations reads no stream; that is an answer, not a failure. */
function Unanswered({ error }: { error: unknown }) {
  const { say } = useSpeech()
  if (error instanceof ProblemError && error.problem.code === 'model.on-relations')
    return <p className="soft">{say(backtestWords).onRelations}</p>
  return <ErrorState error={error} />
}
