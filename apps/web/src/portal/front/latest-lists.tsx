/** The newest entries of the two lists the public asks for most: serious dishonesty and honesty rewarded. */
import { Link } from '@tanstack/react-router'
import type { PublicListType } from '#contract'
import { useRead } from '../../app/api.ts'
import { Badge } from '../../design/badge.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { toneOfNature } from '../subject/tones.ts'

const shownEntries = 5

export function LatestLists() {
  const { words } = useSpeech()
  const lists = useRead('publicLists')
  return (
    <section className="stack" aria-labelledby="latest">
      <div className="section-head">
        <h2 id="latest">{words.home.latest}</h2>
        <Link to="/lists">{words.home.seeAll}</Link>
      </div>
      {lists.error && <ErrorState error={lists.error} retry={() => void lists.refetch()} />}
      {lists.isPending && <Skeleton lines={5} />}
      {lists.data && (
        <div className="halves">
          {foremost(lists.data.items).map(list => (
            <LatestEntries key={list.listType} list={list} />
          ))}
        </div>
      )}
    </section>
  )
}

/** Of each of the two natures the list with most entries. */
function foremost(lists: readonly PublicListType[]): PublicListType[] {
  return (['serious-dishonesty', 'red'] as const).flatMap(nature =>
    lists
      .filter(list => list.nature === nature)
      .sort((a, b) => b.entries - a.entries)
      .slice(0, 1),
  )
}

function LatestEntries({ list }: { list: PublicListType }) {
  const { words, say, format } = useSpeech()
  const entries = useRead('publicListEntries', {
    params: { listType: list.listType },
    query: { limit: shownEntries },
  })
  return (
    <div className="card stack latest">
      <div className="row apart">
        <h3>
          <Link to="/lists/$listType" params={{ listType: list.listType }}>
            {say({ zh: list.titleZh, en: list.titleEn })}
          </Link>
        </h3>
        <Badge tone={toneOfNature(list.nature)}>
          {words.lists.inForce(format.count(list.entries))}
        </Badge>
      </div>
      {entries.isPending && <Skeleton lines={3} />}
      {entries.data?.items.length === 0 && <p className="soft">{words.home.latestNone}</p>}
      <ul className="plain-list">
        {entries.data?.items.map(entry => (
          <li key={entry.entryId}>
            <Link
              to="/lists/$listType/$entryId"
              params={{ listType: list.listType, entryId: entry.entryId }}
            >
              {entry.subject.name}
            </Link>
            <span className="small soft">{say({ zh: entry.reasonZh, en: entry.reasonEn })}</span>
            <time className="small soft" dateTime={entry.enteredOn}>
              {format.day(entry.enteredOn)}
            </time>
          </li>
        ))}
      </ul>
    </div>
  )
}
