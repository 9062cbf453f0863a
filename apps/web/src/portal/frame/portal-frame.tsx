/** The frame of every public page: skip link, header with search, the page, footer with the official windows. */
import { Outlet, useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSpeech } from '../../i18n/language.tsx'
import { SearchBox } from '../search/search-box.tsx'
import { SiteFooter } from './site-footer.tsx'
import { SiteHeader } from './site-header.tsx'
import './frame.css'

export function PortalFrame({ children }: { children?: ReactNode }) {
  const { words } = useSpeech()
  const path = useLocation({ select: location => location.pathname })
  // Home and results have the search in their middle; a second one above would only be in the way.
  const searchAbove = path !== '/' && path !== '/search'
  return (
    <>
      <a className="skip" href="#content">
        {words.frame.skip}
      </a>
      <SiteHeader search={searchAbove ? <SearchBox compact /> : null} />
      <main id="content" tabIndex={-1}>
        {children ?? <Outlet />}
      </main>
      <SiteFooter />
    </>
  )
}
