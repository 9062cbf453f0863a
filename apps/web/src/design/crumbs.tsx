/** Where the reader is: the pages above this one, as links, and this one, as text. */
import { Link, type LinkProps } from '@tanstack/react-router'
import { useSpeech } from '../i18n/language.tsx'
import './crumbs.css'

export type Crumb = { readonly label: string } & Pick<LinkProps, 'to' | 'params' | 'search'>

export function Crumbs({ trail, here }: { trail: readonly Crumb[]; here: string }) {
  const { words } = useSpeech()
  return (
    <nav aria-label={words.frame.breadcrumb} className="crumbs">
      <ol>
        {trail.map(({ label, ...link }) => (
          <li key={label}>
            <Link {...link}>{label}</Link>
          </li>
        ))}
        <li aria-current="page">{here}</li>
      </ol>
    </nav>
  )
}
