/**
 * Lists that one nominates for, as platforms and associations do (requirement 18.1): what each list asks of its members,
 * and the nomination. Who stands on them is public; who decides on candidates is the office.
 */
import { Link } from '@tanstack/react-router'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Cited } from '../../design/cited.tsx'
import { Details } from '../../design/details.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { NominateButton } from './nominate.tsx'
import { listWords } from './words.ts'

export function NominationsPage() {
  const { say } = useSpeech()
  const own = say(listWords)
  const read = useRead('listListTypes')
  return (
    <div className="stack loose">
      <PageHead title={own.nominationsTitle} lead={own.nominationsLead} />
      <Loaded read={read}>
        {({ items }) => (
          <div className="stack loose">
            {items
              .filter(({ nature }) => nature === 'red' || nature === 'industry')
              .map(type => (
                <section key={type.code} className="card stack">
                  <h2>{say(type)}</h2>
                  <Details
                    items={[
                      { term: own.basis, value: <Cited>{`${type.basis} ${type.article}`}</Cited> },
                      {
                        term: own.criteria,
                        value: say({ zh: type.criteriaZh, en: type.criteriaEn }),
                      },
                      { term: own.term, value: say({ zh: type.termZh, en: type.termEn }) },
                      {
                        term: own.now,
                        value: (
                          <Link to="/lists/$listType" params={{ listType: type.code }}>
                            {own.entries(type.entries)}
                          </Link>
                        ),
                      },
                    ]}
                  />
                  <NominateButton type={type} />
                </section>
              ))}
          </div>
        )}
      </Loaded>
    </div>
  )
}
