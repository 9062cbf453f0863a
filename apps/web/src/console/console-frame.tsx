/**
 * The frame of the console: navigation by what the signed-in person may do, who they are, the way out. antd enters the
 * product here and nowhere else, dressed in our tokens.
 */
import {
  Link,
  type LinkProps,
  Outlet,
  useLocation,
  useNavigate,
  useRouter,
} from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import enGB from 'antd/locale/en_GB.js'
import zhCN from 'antd/locale/zh_CN.js'
import { useEffect, useState } from 'react'
import { type Me, roleNames } from '#contract'
import { useActiveInSight } from '../app/active-in-sight.ts'
import { Button } from '../design/button.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { type Entry, entriesFor } from './entries.ts'
import { signOut, useMe } from './me.ts'
import { consoleGroups } from './page.ts'
import { consoleWords } from './words.ts'
import './console.css'

const theme = {
  token: {
    colorPrimary: '#1c4f7c',
    colorError: '#a8322a',
    colorSuccess: '#1f6a4d',
    borderRadius: 6,
  },
}

export function ConsoleFrame() {
  const { words, language } = useSpeech()
  const me = useMe()
  const router = useRouter()
  const menu = useMenu()
  return (
    <ConfigProvider locale={language === 'zh' ? zhCN.default : enGB.default} theme={theme}>
      <a className="skip" href="#content">
        {words.frame.skip}
      </a>
      <div className={menu.isOpen ? 'console open' : 'console'}>
        <ConsoleHeader me={me} menu={menu} />
        <ConsoleNavigation entries={entriesFor(router, me)} />
        <main id="content" tabIndex={-1} className="console-main">
          <Outlet />
        </main>
      </div>
    </ConfigProvider>
  )
}

type Menu = { readonly isOpen: boolean; toggle(): void }

/** On a phone the navigation and one's own account lie behind one button; going somewhere or Escape folds them again. */
function useMenu(): Menu {
  const [isOpen, setOpen] = useState(false)
  const path = useLocation({ select: ({ pathname }) => pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever went somewhere is done with the menu.
  useEffect(() => setOpen(false), [path])
  useEffect(() => {
    if (!isOpen) return
    const fold = (event: KeyboardEvent) => event.key === 'Escape' && setOpen(false)
    addEventListener('keydown', fold)
    return () => removeEventListener('keydown', fold)
  }, [isOpen])
  return { isOpen, toggle: () => setOpen(!isOpen) }
}

function ConsoleHeader({ me, menu }: { me: Me; menu: Menu }) {
  const { words, say, language, choose, format } = useSpeech()
  const own = say(consoleWords)
  const navigate = useNavigate()
  const leave = async () => {
    await signOut()
    await navigate({ to: '/console/sign-in' })
  }
  const roles = format.list(me.roles.map(role => say(roleNames[role])))
  return (
    <header className="console-header">
      <Link to="/console" className="console-brand">
        <img src="/mark.svg" alt="" width="28" height="28" />
        {words.frame.site} · {own.title}
      </Link>
      <Button
        weight="quiet"
        className="console-menu"
        aria-expanded={menu.isOpen}
        aria-controls="console-account console-nav"
        onClick={menu.toggle}
      >
        {own.menu}
      </Button>
      <div className="console-account row" id="console-account">
        <span className="console-who">
          <strong>{me.name}</strong>{' '}
          <span className="small">
            {me.organisation ? `${me.organisation.name} · ${roles}` : roles}
          </span>
        </span>
        <Button weight="quiet" onClick={() => choose(language === 'zh' ? 'en' : 'zh')}>
          {words.frame.otherLanguage}
        </Button>
        <Link to="/" className="button quiet">
          {own.portal}
        </Link>
        <Button weight="quiet" onClick={() => void leave()}>
          {own.signOut}
        </Button>
      </div>
    </header>
  )
}

function ConsoleNavigation({ entries }: { entries: readonly Entry[] }) {
  const { say } = useSpeech()
  const own = say(consoleWords)
  const grouped = Map.groupBy(entries, entry => entry.group)
  const pages = useActiveInSight<HTMLDivElement>()
  return (
    <nav className="console-nav" id="console-nav" aria-label={own.navigation}>
      <div className="console-pages" ref={pages}>
        {consoleGroups.flatMap(group => {
          const pages = grouped.get(group)
          if (!pages) return []
          return [
            <section key={group} aria-labelledby={`nav-${group}`}>
              <h2 id={`nav-${group}`}>{own.groups[group]}</h2>
              <ul className="plain-list">
                {pages.map(page => (
                  <li key={page.to}>
                    <Link
                      to={page.to as LinkProps['to']}
                      activeOptions={{ exact: true, includeSearch: false }}
                    >
                      {say(page)}
                    </Link>
                  </li>
                ))}
              </ul>
            </section>,
          ]
        })}
      </div>
    </nav>
  )
}
