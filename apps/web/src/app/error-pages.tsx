/** What stands where a page should be: an address that leads nowhere, or a page that broke. */
import { Link } from '@tanstack/react-router'
import { ProblemError } from '#contract'
import { Notice } from '../design/notice.tsx'
import { ErrorState } from '../design/states.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { PageHead } from './page.tsx'

/** Also for a page whose matter is not there, or not on display any more: `text` then says so. */
export function NotFoundPage({ text }: { text?: string }) {
  const { words } = useSpeech()
  return (
    <div className="column narrow stack loose page">
      <PageHead title={words.states.notFound} lead={text ?? words.states.notFoundText} />
      <ul>
        <li>
          <Link to="/">{words.states.backHome}</Link>
        </li>
        <li>
          <Link to="/search">{words.search.browse}</Link>
        </li>
        <li>
          <Link to="/lists">{words.lists.title}</Link>
        </li>
      </ul>
    </div>
  )
}

export function CrashPage({ error }: { error: unknown }) {
  const { words } = useSpeech()
  return (
    <div className="column narrow stack loose page">
      <PageHead title={words.states.crashed} lead={words.states.crashedText} />
      {error instanceof ProblemError ? (
        <ErrorState error={error} />
      ) : (
        <Notice tone="bad">
          <pre>{error instanceof Error ? error.message : String(error)}</pre>
        </Notice>
      )}
      <p>
        <a href="/">{words.states.backHome}</a>
      </p>
    </div>
  )
}
