/** A document of a case as a letter: number, headings, text; set so that it prints as it is read. */
import type { CaseDocument } from '#contract'
import { useSpeech } from '../../i18n/language.tsx'

export function Letter({ document }: { document: CaseDocument }) {
  const { say, format } = useSpeech()
  const { titleZh, titleEn, sections } = document
  return (
    <article className="letter">
      <h3>{say({ zh: titleZh, en: titleEn })}</h3>
      <p className="letter-number">{document.number}</p>
      {sections.map(section => (
        <section key={section.headingZh}>
          <h4>{say({ zh: section.headingZh, en: section.headingEn })}</h4>
          <p className="written">{say({ zh: section.textZh, en: section.textEn })}</p>
        </section>
      ))}
      <p className="letter-sign">
        {document.issuedBy}
        <br />
        {format.dayOf(document.issuedAt)}
      </p>
    </article>
  )
}
