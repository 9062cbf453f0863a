/** The folder of a case: documents as they were issued, evidence by digest, and every step with who took it. */

import type { Static } from 'typebox'
import type { CaseCatalogue, CaseEvidence, CasePage, Figure } from '#contract'
import { useRead } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { EmptyState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { Timeline } from '../../design/timeline.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { FigureTable, figureText } from '../alerts/figure-table.tsx'
import { Letter } from '../forms/letter.tsx'
import { mayCall, useMe } from '../me.ts'
import { Written } from '../orders/written.tsx'
import '../forms/forms.css'
import { caseWords } from './words.ts'

/** Evidence that a detector gathered carries its model's code after this. */
const ofAlert = 'alert.'

type Folder = { page: CasePage; catalogue: Static<typeof CaseCatalogue> }

export function CaseFolder(folder: Folder) {
  return (
    <>
      <Documents {...folder} />
      <EvidenceTable {...folder} />
      <Steps {...folder} />
    </>
  )
}

function Documents({ page: { documents } }: Folder) {
  const { say, format } = useSpeech()
  const own = say(caseWords).page
  return (
    <section className="stack">
      <h2>{own.documents}</h2>
      {documents.length === 0 && <EmptyState title={own.noDocuments} />}
      {documents.map(document => (
        <details key={document.id} id={document.id} className="document">
          <summary>
            {say({ zh: document.titleZh, en: document.titleEn })}{' '}
            <span className="soft small">
              {document.number} · {format.dayOf(document.issuedAt)}
            </span>
          </summary>
          <Letter document={document} />
          <div className="row apart">
            <span className="soft small">
              SHA-256 <code>{document.sha256}</code>
            </span>
            <Button onClick={() => print()}>{own.print}</Button>
          </div>
        </details>
      ))}
    </section>
  )
}

function EvidenceTable({ page: { evidence }, catalogue }: Folder) {
  const { say, format } = useSpeech()
  const own = say(caseWords).page
  const me = useMe()
  const bundled = evidence.some(({ code }) => code.startsWith(ofAlert))
  const reading = { enabled: bundled && mayCall(me, 'listModels') }
  const models = useRead('listModels', {}, reading).data?.items ?? []
  /** A detector's bundle is called by what it looks for. */
  const named = ({ code, title: zh, titleEn: en }: CaseEvidence): string => {
    const title = say({ zh, en })
    const model = code.startsWith(ofAlert) ? code.slice(ofAlert.length) : null
    const card = models.find(known => known.code === model)
    return card ? title.replace(card.code, say({ zh: card.titleZh, en: card.titleEn })) : title
  }
  const { evidenceColumns: titles } = own
  const columns: Column<CaseEvidence>[] = [
    {
      key: 'title',
      title: titles.title,
      head: true,
      cell: item =>
        item.content === null ? (
          named(item)
        ) : (
          <details>
            <summary>
              {named(item)} <Leading of={item.content} />
            </summary>
            <Content of={item.content} />
          </details>
        ),
    },
    {
      key: 'kind',
      title: titles.kind,
      cell: ({ code }) => {
        const kind = catalogue.evidence.find(known => known.code === code)
        return kind ? say(kind) : code.startsWith(ofAlert) ? own.alertBundle : code
      },
    },
    {
      key: 'digest',
      title: titles.digest,
      cell: ({ sha256 }) => (
        <code className="digest" title={sha256}>{`${sha256.slice(0, 16)}…`}</code>
      ),
    },
    {
      key: 'added',
      title: titles.added,
      cell: ({ addedAt, addedBy }) => `${format.dayOf(addedAt)} ${addedBy}`,
    },
  ]
  return (
    <section className="stack">
      <h2>{own.evidence}</h2>
      {evidence.length === 0 ? (
        <EmptyState title={own.noEvidence} />
      ) : (
        <Table
          caption={own.evidence}
          columns={columns}
          rows={evidence}
          keyOf={({ code, sha256, addedAt }) => `${code} ${sha256} ${addedAt}`}
        />
      )}
    </section>
  )
}

/** The first figure that met its threshold: bundles of one model differ in it. */
function Leading({ of }: { of: unknown }) {
  const speech = useSpeech()
  const { figures = [] } = of as { figures?: readonly Figure[] }
  const first = figures.find(({ met }) => met)
  if (!first) return null
  return (
    <span className="small soft block">
      {speech.format.pair(speech.say(first), figureText(first, first.value, speech))}
    </span>
  )
}

/** A detector's bundle: its figures as a table, and all of it as it was kept, which is what the digest is of. */
function Content({ of }: { of: unknown }) {
  const { say } = useSpeech()
  const own = say(caseWords).page
  const { figures = [] } = of as { figures?: readonly Figure[] }
  return (
    <div className="stack tight">
      {figures.length > 0 && <FigureTable figures={figures} />}
      <details>
        <summary>{own.asKept}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
        <pre className="raw" tabIndex={0}>
          {JSON.stringify(of, null, 2)}
        </pre>
      </details>
    </div>
  )
}

function Steps({ page: { timeline, documents, order } }: Folder) {
  const { say, words, format } = useSpeech()
  const own = say(caseWords).page
  const byId = new Map(documents.map(document => [document.id, document]))
  const items = timeline.map(event => ({
    key: event.id,
    when: format.instant(event.at),
    title: say(event),
    body: (
      <>
        <p className="soft small">{own.by(event.by ?? words.states.system)}</p>
        {event.text && <Written text={event.text} order={order} />}
        {event.documentIds.map(id => {
          const document = byId.get(id)
          return (
            document && (
              <a key={id} href={`#${id}`} className="block" onClick={() => unfold(id)}>
                {say({ zh: document.titleZh, en: document.titleEn })} {document.number}
              </a>
            )
          )
        })}
      </>
    ),
  }))
  return (
    <section className="stack">
      <h2>{own.timeline}</h2>
      <Timeline items={items} />
    </section>
  )
}

/** A link to a folded document opens it. */
function unfold(id: string): void {
  document.getElementById(id)?.setAttribute('open', '')
}
