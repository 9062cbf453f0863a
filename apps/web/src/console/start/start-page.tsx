/** The start page: what the signed-in person may do, each thing with one sentence. */
import { Link, type LinkProps, useRouter } from '@tanstack/react-router'
import { PageHead } from '../../app/page.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { entriesFor } from '../entries.ts'
import { mayCall, useMe } from '../me.ts'
import { consoleGroups } from '../page.ts'
import { consoleWords } from '../words.ts'
import { OwnDeadlines } from './own-deadlines.tsx'

export function StartPage() {
  const { say } = useSpeech()
  const own = say(consoleWords)
  const me = useMe()
  const router = useRouter()
  const others = entriesFor(router, me).filter(entry => entry.needs !== 'me')
  return (
    <div className="stack loose">
      <PageHead title={own.greeting(me.name)} lead={own.homeLead} />
      {mayCall(me, 'listMyCases') && <OwnDeadlines />}
      {consoleGroups
        .map(group => ({ group, entries: others.filter(entry => entry.group === group) }))
        .filter(({ entries }) => entries.length > 0)
        .map(({ group, entries }) => (
          <div key={group} className="stack">
            <h2>{own.groups[group]}</h2>
            <ul className="plain-list console-cards">
              {entries.map(entry => (
                <li key={entry.to} className="card">
                  <h3>
                    <Link to={entry.to as LinkProps['to']}>{say(entry)}</Link>
                  </h3>
                  <p className="soft">{say(entry.about)}</p>
                </li>
              ))}
            </ul>
          </div>
        ))}
    </div>
  )
}
