/** What stands where a page should be: an address that leads nowhere, or a page that broke. */
import { Link } from '@tanstack/react-router'
import { ProblemError } from '#contract'
import { Notice } from '../design/notice.tsx'
import { ErrorState } from '../design/states.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { SearchBox } from '../portal/search/search-box.tsx'
import { PageHead } from './page.tsx'

export function NotFoundPage() {
  const { words } = useSpeech()
  return (
    <div className="column narrow stack loose page">
      <PageHead title={words.states.notFound} lead={words.states.notFoundText} />
      <SearchBox />
      <p>
        <Link to="/">{words.states.backHome}</Link>
      </p>
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
