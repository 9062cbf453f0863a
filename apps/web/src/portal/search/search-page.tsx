/** What was found: each subject with why it was found, so that a namesake is not taken for the one that was meant. */
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { PublicHit } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { GradeMark } from '../../design/grade-mark.tsx'
import { Notice } from '../../design/notice.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'
import { OfficialWindows } from '../frame/official-windows.tsx'
import { toneOfVerification } from '../subject/tones.ts'
import { SearchBox } from './search-box.tsx'
import type { SearchQuery } from './search-query.ts'
import './search-page.css'

const route = getRouteApi('/portal/search')

export function SearchPage() {
  const speech = useSpeech()
  const { search, frame } = speech.words
  const asked = route.useSearch()
  const { q = '', kind, cursor } = asked
  const found = useRead('searchPublic', { query: { q, kind, cursor } }, { keepLast: true })
  return (
    <div className="column stack loose page">
      <PageHead
        title={q ? search.titleFor(q) : search.browse}
        crumbs={[{ label: frame.home, to: '/' }]}
      />
      <div className="card stack">
        <SearchBox key={q} q={q} />
        <KindFilter asked={asked} />
      </div>
      {found.error && <ErrorState error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <Skeleton lines={8} />}
      {found.data && (
        <section className="stack" aria-busy={found.isPlaceholderData}>
          {found.data.hint && (
            <Notice tone="warn" title={search.codeWrong}>
              {speech.say(found.data.hint)}
            </Notice>
          )}
          {found.data.items.length === 0 ? (
            <NothingFound q={q} />
          ) : (
            <Hits hits={found.data.items} />
          )}
          <div className="row apart">
            <Pager cursor={cursor} next={found.data.next} />
            <p className="small soft">{frame.asOf(speech.format.instant(found.data.asOf))}</p>
          </div>
        </section>
      )}
    </div>
  )
}

function KindFilter({ asked }: { asked: SearchQuery }) {
  const { words, say } = useSpeech()
  const navigate = useNavigate()
  const kinds = useRead('listSubjectKinds')
  return (
    <label className="kind-filter">
      <span>{words.search.kind}</span>
      <select
        className="input"
        value={asked.kind ?? ''}
        onChange={({ target }) =>
          void navigate({
            to: '/search',
            search: {
              ...asked,
              kind: kinds.data?.items.find(({ kind }) => kind === target.value)?.kind,
              cursor: undefined,
            },
          })
        }
      >
        <option value="">{words.search.kindAny}</option>
        {kinds.data?.items.map(item => (
          <option key={item.kind} value={item.kind}>
            {say(item)}
          </option>
        ))}
      </select>
    </label>
  )
}

function NothingFound({ q }: { q: string }) {
  const { words } = useSpeech()
  return (
    <EmptyState title={words.search.none}>
      <p>{words.search.noneText}</p>
      <p>{words.search.tryElsewhere}</p>
      <OfficialWindows keyword={q} />
    </EmptyState>
  )
}

function Hits({ hits }: { hits: readonly PublicHit[] }) {
  const speech = useSpeech()
  const kinds = useRead('listSubjectKinds')
  const matched = hits.some(({ matched: { shown } }) => shown !== '')
  const kindOf = (hit: PublicHit) => {
    const kind = kinds.data?.items.find(({ kind }) => kind === hit.kind)
    return kind ? speech.say(kind) : ''
  }
  return (
    <Table
      caption={speech.words.search.title}
      columns={columnsFor(speech, kindOf).filter(({ key }) => key !== 'why' || matched)}
      rows={hits}
      keyOf={hit => hit.id}
    />
  )
}

function columnsFor(
  { words: { search, subject }, say }: Speech,
  kindOf: (hit: PublicHit) => string,
): Column<PublicHit>[] {
  return [
    {
      key: 'name',
      title: search.columns.name,
      head: true,
      width: '36%',
      cell: hit => (
        <span className="row">
          <Link to="/subjects/$id" params={{ id: hit.id }} className="hit-name">
            {hit.name}
          </Link>
          <Badge tone={toneOfVerification(hit.verification)}>
            {subject.verification[hit.verification]}
          </Badge>
          {hit.lists > 0 && <Badge tone="bad">{search.listed}</Badge>}
        </span>
      ),
    },
    {
      key: 'why',
      title: search.columns.why,
      cell: hit =>
        hit.matched.by === 'browse' ? (
          <span className="code">{hit.matched.shown}</span>
        ) : (
          <>
            <span className="small soft">{search.matched[hit.matched.by]}</span>
            <br />
            <span className="code">{hit.matched.shown}</span>
          </>
        ),
    },
    {
      key: 'kind',
      title: search.columns.kind,
      cell: hit => (
        <>
          {kindOf(hit)}
          {hit.shops > 0 && <span className="small soft"> · {search.shops(hit.shops)}</span>}
        </>
      ),
    },
    {
      key: 'area',
      title: search.columns.area,
      cell: hit => say({ zh: hit.areaZh, en: hit.areaEn }),
    },
    {
      key: 'grade',
      title: search.columns.grade,
      cell: hit =>
        hit.grade ? (
          <GradeMark grade={hit.grade} label={`${search.columns.grade} ${hit.grade}`} />
        ) : (
          <span className="soft">{search.ungraded}</span>
        ),
    },
  ]
}
