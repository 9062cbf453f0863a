/** Entries of lists as cards: on what basis, why, since when, until when, and how one comes off. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ListEntry } from '#contract'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Cited } from '../../design/cited.tsx'
import { Details } from '../../design/details.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { SubjectName } from '../subject-name.tsx'
import { listWords } from './words.ts'

const toneOf: Record<ListEntry['state'], Tone> = {
  candidate: 'warn',
  'in-force': 'bad',
  expired: 'plain',
  removed: 'good',
  rejected: 'plain',
}

export function EntryCards({
  entries,
  acts,
}: {
  entries: readonly ListEntry[]
  /** What may be done about an entry. */
  acts?: (entry: ListEntry) => ReactNode
}) {
  return (
    <ul className="plain-list stack">
      {entries.map(entry => (
        <li key={entry.id} className="card stack">
          <EntryCard entry={entry} />
          {acts?.(entry)}
        </li>
      ))}
    </ul>
  )
}

function EntryCard({ entry }: { entry: ListEntry }) {
  const { say, format } = useSpeech()
  const own = say(listWords)
  const { subject, state, nature } = entry
  const tone = nature === 'red' && state === 'in-force' ? 'good' : toneOf[state]
  return (
    <>
      <div className="row apart">
        <h3>
          <SubjectName subject={subject} />
          <span className="soft"> · {say({ zh: entry.listZh, en: entry.listEn })}</span>
        </h3>
        <span className="row">
          <Badge tone={tone}>{own.states[state]}</Badge>
          {state === 'in-force' && (
            <Link
              to="/lists/$listType/$entryId"
              params={{ listType: entry.listType, entryId: entry.id }}
              className="button quiet"
            >
              {own.publicPage}
            </Link>
          )}
        </span>
      </div>
      <Details
        items={[
          { term: own.basis, value: <Cited>{entry.basis}</Cited> },
          {
            term: own.reason,
            value: say({ zh: entry.reason, en: entry.reasonEn ?? entry.reason }),
          },
          entry.enteredOn ? { term: own.entered, value: format.day(entry.enteredOn) } : null,
          entry.until ? { term: own.until, value: format.day(entry.until) } : null,
          entry.removableFrom
            ? { term: own.removable, value: format.day(entry.removableFrom) }
            : null,
          entry.endedOn ? { term: own.ended, value: format.day(entry.endedOn) } : null,
          entry.endReason ? { term: own.endReason, value: entry.endReason } : null,
          entry.decidedBy ? { term: own.decidedBy, value: entry.decidedBy } : null,
          entry.document ? { term: own.document, value: entry.document } : null,
          entry.caseId
            ? {
                term: own.caseLink,
                value: (
                  <Link to="/console/cases/$id" params={{ id: entry.caseId }}>
                    {own.openCase}
                  </Link>
                ),
              }
            : null,
        ]}
      />
    </>
  )
}
