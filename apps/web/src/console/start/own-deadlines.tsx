/** Rights that run out: the windows in which a party may speak or ask for a hearing, on the first page it sees. */
import { Link } from '@tanstack/react-router'
import { useRead } from '../../app/api.ts'
import { Notice } from '../../design/notice.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ClockText } from '../cases/clock-text.tsx'
import { consoleWords } from '../words.ts'
import '../cases/cases.css'

export function OwnDeadlines() {
  const { say } = useSpeech()
  const own = say(consoleWords)
  const cases = useRead('listMyCases', { query: { limit: 20 } }).data?.items ?? []
  const open = cases.flatMap(({ clocks, ...matter }) => {
    const windows = clocks.filter(({ kind, state }) => kind === 'window' && state === 'running')
    return windows.length > 0 ? [{ ...matter, windows }] : []
  })
  if (open.length === 0) return null
  return (
    <Notice tone="warn" title={own.deadlines}>
      <ul className="plain-list stack">
        {open.map(({ id, title, windows }) => (
          <li key={id} className="stack tight">
            <Link to="/console/cases/$id" params={{ id }}>
              {title}
            </Link>
            {windows.map(clock => (
              <span key={clock.name}>
                <ClockText clock={clock} />
              </span>
            ))}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
