/** One titled part of a subject's page. */
import type { ReactNode } from 'react'
import { useSpeech } from '../../i18n/language.tsx'
import { subjectWords } from './words.ts'

type SectionId = keyof (typeof subjectWords)['zh']['sections']

export function Section({
  id,
  beside,
  children,
}: {
  id: SectionId
  beside?: ReactNode
  children: ReactNode
}) {
  const { say } = useSpeech()
  return (
    <section className="stack" aria-labelledby={`section-${id}`}>
      <div className="section-head">
        <h2 id={`section-${id}`}>{say(subjectWords).sections[id]}</h2>
        {beside && <span className="soft">{beside}</span>}
      </div>
      {children}
    </section>
  )
}
