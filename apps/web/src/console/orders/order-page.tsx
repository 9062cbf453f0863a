/** One order from production to service: the stages met, and each event with its reporter, its content and its proof. */
import { getRouteApi, Link } from '@tanstack/react-router'
import { type OrderTimeline, ProblemError, type TimelineEvent, tradeStages } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Details } from '../../design/details.tsx'
import { EmptyState } from '../../design/states.tsx'
import { Timeline } from '../../design/timeline.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ProofButton } from '../../verify/proof-panel.tsx'
import { Loaded } from '../loaded.tsx'
import { mayCall, useMe } from '../me.ts'
import { useOrganisationsOf } from '../organisations/of-kinds.ts'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { type OrderKey, OrderSearch } from './order-search.tsx'
import { reportedDetails } from './reported.tsx'
import { orderWords } from './words.ts'
import './orders.css'

const route = getRouteApi('/console/orders/$platform/$order')

export function OrderPage() {
  const { say } = useSpeech()
  const own = say(orderWords)
  const asked = route.useParams()
  const key = `${asked.platform} ${asked.order}`
  return (
    <div className="stack loose">
      <PageHead
        key={key}
        title={own.one(asked.order)}
        crumbs={[{ label: own.title, to: '/console/orders' }]}
      />
      <OrderSearch key={`search ${key}`} asked={asked} />
      <PurposeGate>
        <Read asked={asked} />
      </PurposeGate>
    </div>
  )
}

function Read({ asked }: { asked: OrderKey }) {
  const { say } = useSpeech()
  const own = say(orderWords)
  const purpose = usePurpose()
  const read = useRead('orderTimeline', { params: asked, purpose })
  if (read.error instanceof ProblemError && read.error.problem.code === 'trade.order-unknown')
    return (
      <EmptyState title={own.none}>
        <p>{own.noneHint}</p>
      </EmptyState>
    )
  return (
    <Loaded read={read} lines={10}>
      {order => (
        <div className="stack loose">
          <Head order={order} />
          <Stages order={order} />
          <Events order={order} />
        </div>
      )}
    </Loaded>
  )
}

function Head({
  order: { platform, order, sellerId, shop, shopName, events },
}: {
  order: OrderTimeline
}) {
  const { say, format } = useSpeech()
  const own = say(orderWords)
  const me = useMe()
  const platforms = useOrganisationsOf(['platform'])
  const placed = events.find(({ kind }) => kind === 'order.placed')?.event
  const named = (
    <>
      {shopName} <code className="small soft">{shop}</code>
    </>
  )
  return (
    <div className="card">
      <Details
        items={[
          { term: own.order, value: <code>{order}</code> },
          {
            term: own.platform,
            value: platforms.find(({ code }) => code === platform)?.name ?? platform,
          },
          {
            term: own.shop,
            value:
              sellerId !== null && mayCall(me, 'readSubject') ? (
                <Link to="/console/subjects/$id" params={{ id: sellerId }}>
                  {named}
                </Link>
              ) : (
                named
              ),
          },
          placed?.kind === 'order.placed'
            ? { term: own.fields.amountFen, value: format.yuan(placed.amountFen) }
            : null,
        ]}
      />
    </div>
  )
}

/** All five, so that one sees which of them nobody has reported. */
function Stages({ order: { events } }: { order: OrderTimeline }) {
  const { say, format } = useSpeech()
  const own = say(orderWords)
  const counts = Map.groupBy(events, ({ stage }) => stage)
  return (
    <section className="stack" aria-labelledby="stages">
      <div className="section-head">
        <h2 id="stages">{own.fiveStages}</h2>
      </div>
      <ol className="order-stages">
        {tradeStages.map(stage => {
          const met = counts.get(stage)?.length ?? 0
          return (
            <li key={stage} className={met === 0 ? 'absent' : undefined}>
              <strong>{own.stages[stage]}</strong>
              <span className="small">{met === 0 ? own.absent : own.met(format.count(met))}</span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function Events({ order: { events } }: { order: OrderTimeline }) {
  const speech = useSpeech()
  const { say, format } = speech
  const own = say(orderWords)
  const reporters = useOrganisationsOf(['platform', 'carrier', 'payment-institution'])
  const names = new Map(reporters.map(({ code, name }) => [code, name]))
  return (
    <section className="stack" aria-labelledby="events">
      <div className="section-head">
        <h2 id="events">{own.events}</h2>
      </div>
      <Timeline
        items={events.map(reported => {
          const { occurredAt, stage, kind, source, eventId, event, proof } = reported
          return {
            key: `${source} ${eventId}`,
            when: format.instant(occurredAt),
            tone: toneOf(kind),
            title: (
              <span className="row">
                {own.kinds[kind]} <Badge tone="civic">{own.stages[stage]}</Badge>
              </span>
            ),
            body: (
              <div className="stack tight order-event">
                <p className="small soft">
                  {own.by(names.get(source) ?? source)} · {own.number} <code>{eventId}</code>
                </p>
                <Details items={reportedDetails(event, speech, names)} />
                <ProofButton reference={proof} />
              </div>
            ),
          }
        })}
      />
    </section>
  )
}

function toneOf(kind: TimelineEvent['kind']): Tone {
  if (kind === 'order.cancelled' || kind === 'payment.refunded') return 'warn'
  return kind === 'order.completed' ? 'good' : 'civic'
}
