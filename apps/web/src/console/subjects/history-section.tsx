/** Every fact about the subject's identity, oldest first, each with its id and the means to verify it. */
import { useState } from 'react'
import { useRead } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Timeline } from '../../design/timeline.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ProofButton } from '../../verify/proof-panel.tsx'
import { Loaded } from '../loaded.tsx'
import { usePurpose } from '../purpose.tsx'
import { Section } from './section.tsx'
import { subjectWords } from './words.ts'

export function HistorySection({ id }: { id: string }) {
  const { say } = useSpeech()
  const [cursors, setCursors] = useState<readonly (string | undefined)[]>([undefined])
  return (
    <Section id="history">
      {cursors.map((cursor, i) => (
        <FactPage
          key={cursor ?? 'first'}
          id={id}
          cursor={cursor}
          more={i === cursors.length - 1 ? next => setCursors([...cursors, next]) : undefined}
          label={say(subjectWords).more}
        />
      ))}
    </Section>
  )
}

function FactPage({
  id,
  cursor,
  more,
  label,
}: {
  id: string
  cursor: string | undefined
  more: ((next: string) => void) | undefined
  label: string
}) {
  const { say, format } = useSpeech()
  const purpose = usePurpose()
  const query = cursor === undefined ? { limit: 100 } : { limit: 100, cursor }
  const read = useRead('subjectHistory', { params: { id }, query, purpose })
  return (
    <Loaded read={read}>
      {({ items, next }) => (
        <div className="stack">
          <Timeline
            items={items.map(fact => ({
              key: fact.id,
              when: format.instant(fact.at),
              title: say(fact),
              body: <ProofButton reference={fact.proof} />,
            }))}
          />
          {next && more && <Button onClick={() => more(next)}>{label}</Button>}
        </div>
      )}
    </Loaded>
  )
}
