/** One section of the subject's page, reachable by its anchor. */
import type { ReactNode } from 'react'
import { useSpeech } from '../../i18n/language.tsx'
import type { Words } from '../../i18n/zh/index.ts'

export function Section({
  id,
  beside,
  children,
}: {
  id: keyof Words['subject']['sections']
  beside?: ReactNode
  children: ReactNode
}) {
  const { words } = useSpeech()
  return (
    <section id={id} className="stack subject-section" aria-labelledby={`${id}-title`}>
      <div className="section-head">
        <h2 id={`${id}-title`}>{words.subject.sections[id]}</h2>
        {beside && <span className="soft">{beside}</span>}
      </div>
      {children}
    </section>
  )
}
