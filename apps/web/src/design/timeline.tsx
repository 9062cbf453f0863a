/** Things in the order they happened, with the moment beside each. */
import type { ReactNode } from 'react'
import type { Tone } from './badge.tsx'
import './timeline.css'

export type Happening = {
  readonly key: string
  /** Already formatted. */
  readonly when: string
  readonly title: ReactNode
  readonly body?: ReactNode
  readonly tone?: Tone
}

export function Timeline({ items }: { items: readonly Happening[] }) {
  return (
    <ol className="timeline">
      {items.map(({ key, when, title, body, tone = 'plain' }) => (
        <li key={key} className={tone}>
          <span className="when">{when}</span>
          <div className="what">
            <div className="title">{title}</div>
            {body}
          </div>
        </li>
      ))}
    </ol>
  )
}
