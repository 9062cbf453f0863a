/** The card of one model (requirement 14.3): what it may do, on what ground, by which numbers, and how it has fared. */
import { getRouteApi, Link } from '@tanstack/react-router'
import { behaviours, type ModelCardPage } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Details } from '../../design/details.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'
import { PolicyValue } from '../../portal/policies/policy-value.tsx'
import { mayCall, useMe } from '../me.ts'
import { PurposeGate } from '../purpose.tsx'
import { ModeForm } from './mode-form.tsx'
import { ModelVersions } from './model-versions.tsx'
import { ModeMark } from './models-page.tsx'
import { TrialResults } from './trial-results.tsx'
import { modelWords } from './words.ts'

const route = getRouteApi('/console/models/$code')

export function ModelPage() {
  const speech = useSpeech()
  const { say } = speech
  const own = say(modelWords)
  const { code } = route.useParams()
  const me = useMe()
  const read = useRead('listModels')
  const card = read.data?.items.find(item => item.code === code)
  if (!card)
    return (
      <div className="stack loose">
        <PageHead title={own.title} crumbs={[{ label: own.title, to: '/console/models' }]} />
        {read.error ? (
          <ErrorState error={read.error} retry={() => void read.refetch()} />
        ) : read.isPending ? (
          <Skeleton lines={8} />
        ) : (
          <EmptyState title={code} />
        )}
      </div>
    )
  return (
    <div className="stack loose">
      <PageHead
        title={`${say({ zh: card.titleZh, en: card.titleEn })} ${card.version}`}
        crumbs={[{ label: own.title, to: '/console/models' }]}
        beside={<ModeMark mode={card.mode} />}
      />
      <Links card={card} />
      <Card card={card} />
      {card.parameters.length > 0 && (
        <section className="stack tight" aria-labelledby="parameters">
          <h2 id="parameters">{own.parametersTitle}</h2>
          <Table
            caption={own.parametersTitle}
            columns={parameterColumns(speech)}
            rows={card.parameters}
            keyOf={({ name }) => name}
          />
        </section>
      )}
      <Measured card={card} />
      <Field card={card} />
      {mayCall(me, 'setModelMode') && <ModeForm key={card.mode} card={card} />}
      {mayCall(me, 'modelVersions') && <ModelVersions code={code} />}
      {card.mode === 'shadow' && mayCall(me, 'listTrialSuspicions') && (
        <section className="stack" aria-labelledby="trial">
          <h2 id="trial">{own.trialTitle}</h2>
          <p className="soft">{own.trialLead}</p>
          <PurposeGate>
            <TrialResults code={code} />
          </PurposeGate>
        </section>
      )}
    </div>
  )
}

function Links({ card }: { card: ModelCardPage }) {
  const own = useSpeech().say(modelWords)
  const me = useMe()
  return (
    <p className="row">
      {mayCall(me, 'listBacktests') && (
        <Link to="/console/backtests" search={{ model: card.code }} className="button plain">
          {own.backtest}
        </Link>
      )}
      {mayCall(me, 'whyNotSuspected') && (
        <Link to="/console/why-not" search={{ model: card.code }} className="button plain">
          {own.whyNot}
        </Link>
      )}
    </p>
  )
}

function Card({ card }: { card: ModelCardPage }) {
  const { say, format } = useSpeech()
  const own = say(modelWords)
  const end = card.until === null ? own.noEnd : own.until(format.day(card.until))
  return (
    <section className="card" aria-label={own.card}>
      <Details
        items={[
          { term: own.method, value: say(card.method) },
          { term: own.dataUsed, value: say(card.dataUsed) },
          { term: own.lawfulSource, value: say(card.lawfulSource) },
          { term: own.limitations, value: say(card.limitations) },
          {
            term: own.behaviours,
            value: format.list(card.behaviours.map(code => say(behaviours[code]))),
          },
          { term: own.owner, value: card.owner },
          { term: own.dates, value: format.aside(format.day(card.from), end) },
        ]}
      />
    </section>
  )
}

function parameterColumns({ say }: Speech): Column<ModelCardPage['parameters'][number]>[] {
  const own = say(modelWords)
  return [
    {
      key: 'name',
      title: own.parameters.name,
      head: true,
      width: '40%',
      cell: parameter => (
        <>
          {say(parameter)} <code className="small soft">{parameter.name}</code>
        </>
      ),
    },
    {
      key: 'value',
      title: own.parameters.value,
      cell: parameter => <PolicyValue rule={parameter} />,
    },
    {
      key: 'policy',
      title: own.parameters.policy,
      cell: ({ policyKey, policyVersion }) => (
        <Link to="/policies/$key" params={{ key: policyKey }}>
          {own.version(policyVersion)}
        </Link>
      ),
    },
  ]
}

function Measured({ card }: { card: ModelCardPage }) {
  const { say, format } = useSpeech()
  const own = say(modelWords)
  const share = (value: number | null) => (value === null ? '—' : format.percent(value))
  const columns: Column<ModelCardPage['measured'][number]>[] = [
    {
      key: 'data',
      title: own.measured.data,
      head: true,
      width: '32%',
      cell: ({ data }) => say(data),
    },
    {
      key: 'precision',
      title: own.measured.precision,
      figures: true,
      cell: ({ precision }) => share(precision),
    },
    {
      key: 'recall',
      title: own.measured.recall,
      figures: true,
      cell: ({ recall }) => share(recall),
    },
    {
      key: 'baseline',
      title: own.measured.baseline,
      cell: ({ baseline }) =>
        baseline ? (
          <>
            {own.baselineFigures(share(baseline.precision), share(baseline.recall))}{' '}
            <span className="small soft">{say(baseline.rule)}</span>
          </>
        ) : (
          own.noBaseline
        ),
    },
    { key: 'date', title: own.measured.date, cell: ({ date }) => format.day(date) },
  ]
  return (
    <section className="stack tight" aria-labelledby="measured">
      <h2 id="measured">{own.measuredTitle}</h2>
      {card.measured.length === 0 ? (
        <p className="soft">{own.notMeasured}</p>
      ) : (
        <Table
          caption={own.measuredTitle}
          columns={columns}
          rows={card.measured}
          keyOf={({ data, date }) => `${data.en} ${date}`}
        />
      )}
    </section>
  )
}

function Field({ card }: { card: ModelCardPage }) {
  const { say, format } = useSpeech()
  const own = say(modelWords)
  const { alerts, open, confirmed, refuted, precision } = card.field
  const losses = Object.entries(card.losses).filter(([, count]) => count > 0)
  return (
    <section className="stack tight" aria-labelledby="field">
      <h2 id="field">{own.fieldTitle}</h2>
      <Details
        items={[
          { term: own.field.alerts, value: own.alerts(format.count(alerts), format.count(open)) },
          {
            term: own.field.precision,
            value:
              precision === null
                ? own.notJudged
                : format.aside(
                    format.percent(precision),
                    own.judged(format.count(confirmed), format.count(refuted)),
                  ),
          },
          {
            term: own.losses,
            value:
              losses.length === 0
                ? own.noLosses
                : format.clauses(
                    losses.map(([name, count]) => format.pair(name, format.count(count))),
                  ),
          },
        ]}
      />
    </section>
  )
}
