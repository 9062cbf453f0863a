/** The accessibility statement that public sites owe (GB/T 37668, WCAG 2.2), shortcomings included. */
import { PageHead } from '../../app/page.tsx'
import { useSpeech } from '../../i18n/language.tsx'

export function AccessibilityPage() {
  const { words } = useSpeech()
  const { accessibility } = words.pages
  return (
    <div className="column stack loose page">
      <PageHead
        title={accessibility.title}
        lead={accessibility.lead}
        crumbs={[{ label: words.frame.home, to: '/' }]}
      />
      <div className="prose">
        {accessibility.sections.map(section => (
          <section key={section.title} className="stack tight">
            <h2>{section.title}</h2>
            <ul>
              {section.items.map(item => (
                <li key={item}>{item}</li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  )
}
