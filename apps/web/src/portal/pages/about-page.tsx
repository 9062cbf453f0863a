/** What this site is, what it publishes and what to do if it is wrong. */
import { PageHead } from '../../app/page.tsx'
import { useSpeech } from '../../i18n/language.tsx'

export function AboutPage() {
  const { words } = useSpeech()
  const { about } = words.pages
  return (
    <div className="column stack loose page">
      <PageHead
        title={about.title}
        lead={about.lead}
        crumbs={[{ label: words.frame.home, to: '/' }]}
      />
      <div className="prose">
        {about.sections.map(section => (
          <section key={section.title} className="stack tight">
            <h2>{section.title}</h2>
            {section.text.map(paragraph => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </section>
        ))}
      </div>
    </div>
  )
}
