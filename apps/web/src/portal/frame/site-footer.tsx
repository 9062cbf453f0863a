/** The footer: the legal note, the ways on, and the two official windows every platform must offer (clause 17.3). */
import { Link } from '@tanstack/react-router'
import { useSpeech } from '../../i18n/language.tsx'
import { creditChina, ExternalLink, registry } from './official-windows.tsx'

export function SiteFooter() {
  const { words } = useSpeech()
  const { frame } = words
  return (
    <footer className="site-footer no-print">
      <div className="column stack">
        <nav aria-label={frame.footerLinks} className="row">
          <Link to="/about">{frame.about}</Link>
          <Link to="/open-data">{frame.openData}</Link>
          <a href="/docs">{frame.apiReference}</a>
          <Link to="/transparency">{frame.transparency}</Link>
          <Link to="/accessibility">{frame.accessibility}</Link>
          <ExternalLink href={creditChina()}>{frame.creditChina}</ExternalLink>
          <ExternalLink href={registry}>{frame.registry}</ExternalLink>
        </nav>
        <p className="small">{frame.footerNote}</p>
      </div>
    </footer>
  )
}
