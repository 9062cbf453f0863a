/** A navigation that scrolls, along a line on a phone or down a column: the link of the page one is on is brought into sight. */
import { useLocation } from '@tanstack/react-router'
import { type RefObject, useEffect, useRef } from 'react'

export function useActiveInSight<E extends HTMLElement>(): RefObject<E | null> {
  const nav = useRef<E>(null)
  const path = useLocation({ select: ({ pathname }) => pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: which link is active follows the path.
  useEffect(() => {
    const bar = nav.current
    const active = bar?.querySelector<HTMLElement>('a.active')
    if (!bar || !active) return
    const [whole, link] = [bar.getBoundingClientRect(), active.getBoundingClientRect()]
    bar.scrollLeft += link.left - whole.left - (bar.clientWidth - link.width) / 2
    if (link.top < whole.top || link.bottom > whole.bottom)
      bar.scrollTop += link.top - whole.top - (bar.clientHeight - link.height) / 2
  }, [path])
  return nav
}
