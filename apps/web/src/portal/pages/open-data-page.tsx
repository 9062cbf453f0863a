/**
 * How a program gets what these pages show: the public reads, as the server's own OpenAPI document lists them, and
 * the log.
 */
import { useQuery } from '@tanstack/react-query'
import { PageHead } from '../../app/page.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'

type Row = { readonly address: string; readonly what: string; readonly link?: string }

export function OpenDataPage() {
  const speech = useSpeech()
  const { openData } = speech.words.pages
  return (
    <div className="column stack loose page">
      <PageHead
        title={openData.title}
        lead={openData.lead}
        crumbs={[{ label: speech.words.frame.home, to: '/' }]}
      />
      <Rows title={openData.apiTitle} text={openData.apiText} rows={documents(speech)} />
      <PublicReads />
      <Rows title={openData.logTitle} text={openData.logText} rows={logFiles(speech)} />
      <section className="stack tight">
        <h2>{openData.termsTitle}</h2>
        <ul>
          {openData.terms.map(term => (
            <li key={term}>{term}</li>
          ))}
        </ul>
      </section>
    </div>
  )
}

function Rows({ title, text, rows }: { title: string; text: string; rows: readonly Row[] }) {
  const { words } = useSpeech()
  const { columns } = words.pages.openData
  const shown: Column<Row>[] = [
    {
      key: 'address',
      title: columns.address,
      head: true,
      width: '46%',
      cell: ({ address, link }) =>
        link ? <a href={link}>{address}</a> : <span className="code">{address}</span>,
    },
    { key: 'what', title: columns.what, cell: ({ what }) => what },
  ]
  return (
    <section className="stack">
      <h2>{title}</h2>
      <p className="soft">{text}</p>
      <Table caption={title} columns={shown} rows={rows} keyOf={row => row.address} />
    </section>
  )
}

const documents = ({ words: { pages } }: Speech): Row[] => [
  { address: '/docs', link: '/docs', what: pages.openData.documentation },
  { address: '/openapi.json', link: '/openapi.json', what: pages.openData.document },
]

type OpenApi = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
}
type Described = {
  readonly summary: string
  readonly description: string
  readonly security: readonly unknown[]
}

function PublicReads() {
  const { words, say } = useSpeech()
  const { openData } = words.pages
  const read = useQuery({ queryKey: ['openapi'], queryFn: openApi })
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  if (!read.data) return <Skeleton lines={6} />
  const rows = Object.entries(read.data.paths).flatMap(([path, { get }]) =>
    get && get.security.length === 0 && path.startsWith('/api/')
      ? [{ address: `GET ${path}`, what: say({ zh: get.summary, en: get.description }) }]
      : [],
  )
  return <Rows title={openData.publicTitle} text={openData.publicText} rows={rows} />
}

async function openApi({ signal }: { signal: AbortSignal }): Promise<OpenApi> {
  const response = await fetch('/openapi.json', { signal })
  if (!response.ok) throw new Error(`/openapi.json answered ${response.status}`)
  return (await response.json()) as OpenApi
}

const logFiles = ({ words: { pages } }: Speech): Row[] => [
  { address: '/log/checkpoint', link: '/log/checkpoint', what: pages.openData.logCheckpoint },
  { address: '/log/verifier-key', link: '/log/verifier-key', what: pages.openData.logKey },
  { address: '/log/tile/{level}/{index}', what: pages.openData.logTiles },
  { address: '/log/tile/entries/{index}', what: pages.openData.logEntries },
]
