/** A boxed sentence that matters for reading the rest of the page: a listing, an objection, a warning. */
import type { ReactNode } from 'react'
import type { Tone } from './badge.tsx'
import './notice.css'

export function Notice({
  tone = 'civic',
  title,
  children,
}: {
  tone?: Tone
  title?: string
  children?: ReactNode
}) {
  return (
    <div className={`notice ${tone}`}>
      {title && <p className="notice-title">{title}</p>}
      {children}
    </div>
  )
}
