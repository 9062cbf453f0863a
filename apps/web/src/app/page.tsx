/**
 * The head of a page: where you are, what it is called, what it is for. It sets the document's title and, after a
 * navigation, moves the focus to the heading, so that a screen reader hears that the page has changed.
 */
import { type ReactNode, useEffect, useRef } from 'react'
import { type Crumb, Crumbs } from '../design/crumbs.tsx'
import { useSpeech } from '../i18n/language.tsx'

let arrived = false

export function PageHead({
  title,
  lead,
  crumbs,
  beside,
}: {
  title: string
  lead?: ReactNode
  crumbs?: readonly Crumb[]
  /** Stands to the right of the title. */
  beside?: ReactNode
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  usePageTitle(title)
  useEffect(() => {
    if (arrived) heading.current?.focus({ preventScroll: true })
    arrived = true
  }, [])
  return (
    <header className="page-head stack">
      {crumbs && <Crumbs trail={crumbs} here={title} />}
      <div className="row apart">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {beside}
      </div>
      {lead && <p className="soft lead">{lead}</p>}
    </header>
  )
}

export function usePageTitle(title: string): void {
  const { words } = useSpeech()
  useEffect(() => {
    document.title = `${title} · ${words.frame.site}`
  }, [title, words])
}
