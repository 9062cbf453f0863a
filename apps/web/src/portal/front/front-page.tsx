/** The front page: the search first, then what the numbers are, who is listed, how it works and how to check us. */
import { Link } from '@tanstack/react-router'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { creditChina, ExternalLink, registry } from '../frame/official-windows.tsx'
import { SearchBox } from '../search/search-box.tsx'
import { Counters } from './counters.tsx'
import { LatestLists } from './latest-lists.tsx'
import './front.css'

export function FrontPage() {
  const { words } = useSpeech()
  const { home } = words
  const counters = useRead('publicCounters')
  return (
    <>
      <section className="hero">
        <div className="column stack loose">
          <PageHead title={home.title} lead={home.lead} />
          <div className="card hero-search">
            <SearchBox />
          </div>
          <Counters counters={counters} />
        </div>
      </section>
      <div className="column stack home-body">
        <LatestLists />
        <HowItWorks />
        <Trust logSize={counters.data?.logSize} />
        <Windows />
      </div>
    </>
  )
}

function HowItWorks() {
  const { words } = useSpeech()
  return (
    <section className="stack" aria-labelledby="how">
      <div className="section-head">
        <h2 id="how">{words.home.how}</h2>
      </div>
      <ol className="five-steps">
        {words.home.steps.map(({ title, text }) => (
          <li key={title}>
            <h3>{title}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Trust({ logSize }: { logSize: number | undefined }) {
  const { words, format } = useSpeech()
  const { home } = words
  return (
    <section className="halves">
      <div className="card stack trust">
        <h2>{home.trust}</h2>
        <p>{home.trustText}</p>
        <p className="row apart">
          <Link to="/transparency">{home.trustLink}</Link>
          {logSize !== undefined && (
            <span className="small soft">
              {home.logSize} {format.count(logSize)}
            </span>
          )}
        </p>
      </div>
      <div className="card stack trust">
        <h2>{home.rules}</h2>
        <p>{home.rulesText}</p>
        <p>
          <Link to="/policies">{home.rulesLink}</Link>
        </p>
      </div>
    </section>
  )
}

function Windows() {
  const { words } = useSpeech()
  const { home, frame } = words
  return (
    <section className="stack" aria-labelledby="windows">
      <div className="section-head">
        <h2 id="windows">{home.windows}</h2>
      </div>
      <p className="soft">{home.windowsText}</p>
      <ul className="plain-list halves">
        <li className="card">
          <h3>
            <ExternalLink href={creditChina()}>{frame.creditChina}</ExternalLink>
          </h3>
          <p className="soft">{home.creditChinaText}</p>
        </li>
        <li className="card">
          <h3>
            <ExternalLink href={registry}>{frame.registry}</ExternalLink>
          </h3>
          <p className="soft">{home.registryText}</p>
        </li>
      </ul>
    </section>
  )
}
