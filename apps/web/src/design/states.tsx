/**
 * What a page shows instead of data: loading, empty, or a problem as the server said it (RFC 9457, in the reader's
 * language, with what to do and the stable code for whoever asks for help).
 */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ProblemError } from '#contract'
import { useSpeech } from '../i18n/language.tsx'
import { Button } from './button.tsx'
import './states.css'

/** Grey lines where text will be. The word for screen readers comes once, not per line. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const { words } = useSpeech()
  return (
    <div className="skeleton" role="status">
      <span className="unseen">{words.states.loading}</span>
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never move.
        <span key={i} className="bar" style={{ width: `${92 - ((i * 23) % 45)}%` }} />
      ))}
    </div>
  )
}

export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {children}
    </div>
  )
}

/** Asking the same again would be answered the same: not allowed, not there, not well formed. */
const isFinal = (status: number): boolean => [400, 401, 403, 404].includes(status)

export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { words, say } = useSpeech()
  const problem = error instanceof ProblemError ? error.problem : null
  return (
    <div className="state problem" role="alert">
      <p className="state-title">{words.states.failed}</p>
      <p>{problem ? say(problem) : words.states.offline}</p>
      {problem?.errors && (
        <ul>
          {problem.errors.map(fault => (
            <li key={`${fault.field} ${fault.rule}`}>
              <code>{fault.field}</code> {say(fault)}
            </li>
          ))}
        </ul>
      )}
      {problem && <p className="small soft">{words.states.problemCode(problem.code)}</p>}
      {problem?.code === 'access.sign-in-required' && (
        <Link to="/console/sign-in">{words.frame.signIn}</Link>
      )}
      {retry && !(problem && isFinal(problem.status)) && (
        <Button onClick={retry}>{words.states.retry}</Button>
      )}
    </div>
  )
}
