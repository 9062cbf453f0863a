/** The counters of the home page. A counter that cannot be read is a dash, never a zero. */
import type { UseQueryResult } from '@tanstack/react-query'
import type { PublicCounters } from '#contract'
import { useSpeech } from '../../i18n/language.tsx'

export function Counters({ counters: { data } }: { counters: UseQueryResult<PublicCounters> }) {
  const { words, format } = useSpeech()
  const { home } = words
  const shown = (n: number | undefined) => (n === undefined ? '—' : format.count(n))
  const noted = (note: (n: string) => string, n: number | undefined) =>
    n === undefined ? '' : note(format.count(n))
  const counters = [
    [home.subjects, shown(data?.subjects), noted(home.verified, data?.verifiedSubjects)],
    [home.shops, shown(data?.shops), noted(home.onPlatforms, data?.platforms)],
    [home.events, shown(data?.events), noted(home.ratings, data?.ratings)],
    [home.records, shown(data?.records), noted(home.listed, data?.listed)],
    [home.cases, shown(data?.casesClosed), noted(home.casesOpen, data?.casesOpen)],
    [home.logSize, shown(data?.logSize), home.logNote],
  ] as const
  return (
    <section aria-label={home.counters}>
      <dl className="counters">
        {counters.map(([label, figure, note]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="counter-figure">{figure}</dd>
            <dd className="small soft">{note}</dd>
          </div>
        ))}
      </dl>
      {data && (
        <p className="small soft counters-as-of">{words.frame.asOf(format.instant(data.asOf))}</p>
      )}
    </section>
  )
}
