/**
 * Pages by cursor: forward by the server's cursor, back by the browser's own history, which keeps the earlier address.
 * There are no page numbers, because a register that grows has none that stay true.
 */
import { Link, useRouter } from '@tanstack/react-router'
import { useSpeech } from '../i18n/language.tsx'
import { Button } from './button.tsx'
import './button.css'

/** The page's search parameters must hold `cursor`; `next` is the cursor of the answer. */
export function Pager({ cursor, next }: { cursor: string | undefined; next: string | null }) {
  const { words } = useSpeech()
  const router = useRouter()
  if (!cursor && !next) return null
  return (
    <nav aria-label={words.states.pages} className="row">
      {cursor && <Button onClick={() => router.history.back()}>{words.states.earlier}</Button>}
      {next && (
        <Link
          to="."
          search={(before: Record<string, unknown>) => ({ ...before, cursor: next })}
          className="button"
        >
          {words.states.later}
        </Link>
      )}
      {cursor && (
        <Link
          to="."
          search={(before: Record<string, unknown>) => ({ ...before, cursor: undefined })}
          className="button quiet"
        >
          {words.states.first}
        </Link>
      )}
    </nav>
  )
}
