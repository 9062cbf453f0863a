/** On a phone a navigation is one line that scrolls: the link of the page one is on is brought into sight. */
import { useLocation } from '@tanstack/react-router'
import { type RefObject, useEffect, useRef } from 'react'

export function useActiveInSight(): RefObject<HTMLElement | null> {
  const nav = useRef<HTMLElement>(null)
  const path = useLocation({ select: ({ pathname }) => pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: which link is active follows the path.
  useEffect(() => {
    const bar = nav.current
    const active = bar?.querySelector<HTMLElement>('a.active')
    if (!bar || !active) return
    const beside = (bar.clientWidth - active.clientWidth) / 2
    bar.scrollLeft +=
      active.getBoundingClientRect().left - bar.getBoundingClientRect().left - beside
  }, [path])
  return nav
}
