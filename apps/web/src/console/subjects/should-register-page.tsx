/** Personal sellers who outgrew petty trade (requirement 3.1): a work list, not a finding. */
import { getRouteApi } from '@tanstack/react-router'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { SubjectTable } from './subject-table.tsx'
import { subjectWords } from './words.ts'

const route = getRouteApi('/console/should-register')

export function ShouldRegisterPage() {
  const { say } = useSpeech()
  const own = say(subjectWords).shouldRegister
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      <PurposeGate>
        <Sellers />
      </PurposeGate>
    </div>
  )
}

function Sellers() {
  const { say } = useSpeech()
  const own = say(subjectWords).shouldRegister
  const purpose = usePurpose()
  const { cursor } = route.useSearch()
  const query = { query: { shouldRegister: true, cursor, limit: 20 }, purpose }
  const read = useRead('findSubjects', query, { keepLast: true })
  return (
    <Loaded read={read}>
      {({ items, next }) => (
        <div className="stack">
          {items.length === 0 ? (
            <EmptyState title={own.none} />
          ) : (
            <SubjectTable caption={own.title} rows={items} />
          )}
          <Pager cursor={cursor} next={next} />
        </div>
      )}
    </Loaded>
  )
}
