/** The kinds of lists, each with the legal basis without which it may not exist (invariant 6). */
import { Link } from '@tanstack/react-router'
import type { PublicListType } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Cited } from '../../design/cited.tsx'
import { Details } from '../../design/details.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { toneOfNature } from '../subject/tones.ts'

export function ListsPage() {
  const { words } = useSpeech()
  const lists = useRead('publicLists')
  return (
    <div className="column stack loose page">
      <PageHead
        title={words.lists.title}
        lead={words.lists.lead}
        crumbs={[{ label: words.frame.home, to: '/' }]}
      />
      {lists.error && <ErrorState error={lists.error} retry={() => void lists.refetch()} />}
      {lists.isPending && <Skeleton lines={8} />}
      {lists.data?.items.length === 0 && <EmptyState title={words.lists.noLists} />}
      <div className="stack">
        {lists.data?.items.map(list => (
          <ListCard key={list.listType} list={list} />
        ))}
      </div>
    </div>
  )
}

function ListCard({ list }: { list: PublicListType }) {
  const { words, say, format } = useSpeech()
  return (
    <article className="card stack">
      <div className="row apart">
        <h2>
          <Link to="/lists/$listType" params={{ listType: list.listType }}>
            {say({ zh: list.titleZh, en: list.titleEn })}
          </Link>
        </h2>
        <span className="row">
          <Badge tone={toneOfNature(list.nature)}>{words.lists.nature[list.nature]}</Badge>
          <span>{words.lists.inForce(format.count(list.entries))}</span>
        </span>
      </div>
      <p className="soft">{words.lists.natureText[list.nature]}</p>
      <Details
        items={[
          { term: words.lists.basis, value: <Cited>{list.basis}</Cited> },
          { term: words.lists.term, value: say({ zh: list.termZh, en: list.termEn }) },
        ]}
      />
    </article>
  )
}
