/**
 * The three clocks of a record (invariant 5): shown, queryable, kept. They run from the day it happened and the display
 * clock ends first; the bars share one scale so that this can be seen.
 */
import type { PublicRecord } from '#contract'
import { useSpeech } from '../../i18n/language.tsx'

type Clock = { readonly title: string; readonly until: string | null; readonly tone: string }

export function ThreeClocks({ record }: { record: PublicRecord }) {
  const { words, format } = useSpeech()
  const t = words.subject
  const { shownUntil, queryUntil, keptUntil } = record.clocks
  const clocks: Clock[] = [
    { title: t.shownUntil, until: shownUntil, tone: 'shown' },
    { title: t.queryUntil, until: queryUntil, tone: 'query' },
    { title: t.keptUntil, until: keptUntil, tone: 'kept' },
  ]
  const from = Date.parse(record.occurredOn)
  const last = Math.max(from + 1, ...clocks.flatMap(c => (c.until ? [Date.parse(c.until)] : [])))
  const shareOf = (until: string | null) =>
    until === null ? 100 : Math.max(2, ((Date.parse(until) - from) / (last - from)) * 100)
  return (
    <div className="clocks">
      <ul className="plain-list" aria-label={t.clocks}>
        {clocks.map(({ title, until, tone }) => (
          <li key={tone}>
            <span className="small soft">{title}</span>
            {until ? (
              <time dateTime={until} className="small">
                {format.day(until)}
              </time>
            ) : (
              <span className="small">{words.states.noEnd}</span>
            )}
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
              <rect width="100" height="6" className="track" />
              <rect width={shareOf(until)} height="6" className={tone} />
            </svg>
          </li>
        ))}
      </ul>
    </div>
  )
}
