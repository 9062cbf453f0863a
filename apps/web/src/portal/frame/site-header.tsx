/** The header: who we are, where one can go, the search, and the reader's own settings. */
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useActiveInSight } from '../../app/active-in-sight.ts'
import { setTextSize, textSize } from '../../app/text-size.ts'
import { useSpeech } from '../../i18n/language.tsx'
import { Brand } from './brand.tsx'

export function SiteHeader({ search }: { search: ReactNode }) {
  const { words } = useSpeech()
  const { frame } = words
  const nav = useActiveInSight<HTMLElement>()
  return (
    <header className="site-header no-print">
      <div className="strip">
        <div className="column row apart">
          <ReaderSettings />
          <Link to="/console" className="strip-link">
            {frame.signIn}
          </Link>
        </div>
      </div>
      <div className="column bar">
        <Brand />
        {search}
      </div>
      <nav className="column links-in-line site-nav" ref={nav} aria-label={frame.mainNavigation}>
        <Link to="/" activeOptions={{ exact: true }}>
          {frame.home}
        </Link>
        <Link to="/lists">{frame.lists}</Link>
        <Link to="/sites">{frame.sites}</Link>
        <Link to="/policies">{frame.policies}</Link>
        <Link to="/transparency">{frame.transparency}</Link>
        <Link to="/open-data">{frame.openData}</Link>
        <Link to="/about">{frame.about}</Link>
      </nav>
    </header>
  )
}

function ReaderSettings() {
  const { words, language, choose } = useSpeech()
  const [size, setSize] = useState(textSize)
  const toggle = () => {
    const other = size === 'large' ? 'normal' : 'large'
    setTextSize(other)
    setSize(other)
  }
  return (
    <div className="row">
      <button
        type="button"
        className="strip-link"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => choose(language === 'zh' ? 'en' : 'zh')}
      >
        {words.frame.otherLanguage}
      </button>
      <button type="button" className="strip-link" aria-pressed={size === 'large'} onClick={toggle}>
        {size === 'large' ? words.frame.normalText : words.frame.largeText}
      </button>
      <Link to="/accessibility" className="strip-link">
        {words.frame.accessibility}
      </Link>
    </div>
  )
}
