/** The mark and the name of the site, leading home. */
import { Link } from '@tanstack/react-router'
import { useSpeech } from '../../i18n/language.tsx'
import './frame.css'

export function Brand() {
  const { words } = useSpeech()
  return (
    <Link to="/" className="brand">
      <img src="/mark.svg" alt="" width="40" height="40" />
      <span>
        <strong>{words.frame.site}</strong>
        <span className="brand-long">{words.frame.siteLong}</span>
      </span>
    </Link>
  )
}
