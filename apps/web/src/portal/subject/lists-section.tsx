/** On which lists a subject stands now. Serious dishonesty is said at the top of the page, in one sentence. */
import { Link } from '@tanstack/react-router'
import type { PublicListing } from '#contract'
import { Badge } from '../../design/badge.tsx'
import { Cited } from '../../design/cited.tsx'
import { Details } from '../../design/details.tsx'
import { Notice } from '../../design/notice.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ProofButton } from '../../verify/proof-panel.tsx'
import { Section } from './section.tsx'
import { toneOfNature } from './tones.ts'

type Lists = { readonly lists: readonly PublicListing[] }

export function ListingNotices({ lists }: Lists) {
  const { words, say } = useSpeech()
  return lists
    .filter(entry => entry.nature === 'serious-dishonesty')
    .map(entry => (
      <Notice
        key={entry.entryId}
        tone="bad"
        title={words.subject.listedOn(say({ zh: entry.titleZh, en: entry.titleEn }))}
      >
        <p>
          {say({ zh: entry.reasonZh, en: entry.reasonEn })} <EntryLink entry={entry} />
        </p>
      </Notice>
    ))
}

export function ListsSection({ lists }: Lists) {
  const { words, say, format } = useSpeech()
  const t = words.lists
  return (
    <Section id="lists">
      {lists.length === 0 && <p className="soft">{words.subject.listsNone}</p>}
      {lists.map(entry => (
        <article key={entry.entryId} className="card stack">
          <div className="row apart">
            <h3>{say({ zh: entry.titleZh, en: entry.titleEn })}</h3>
            <Badge tone={toneOfNature(entry.nature)}>{t.nature[entry.nature]}</Badge>
          </div>
          <Details
            items={[
              { term: t.reason, value: say({ zh: entry.reasonZh, en: entry.reasonEn }) },
              { term: t.entryBasis, value: <Cited>{entry.basis}</Cited> },
              { term: t.decidedBy, value: entry.decidedBy },
              { term: t.enteredOn, value: format.day(entry.enteredOn) },
              { term: t.until, value: entry.until ? format.day(entry.until) : t.untilLifted },
            ]}
          />
          <EntryLink entry={entry} />
          {entry.proof && <ProofButton reference={entry.proof} />}
        </article>
      ))}
    </Section>
  )
}

function EntryLink({ entry }: { entry: PublicListing }) {
  const { words } = useSpeech()
  return (
    <Link
      to="/lists/$listType/$entryId"
      params={{ listType: entry.listType, entryId: entry.entryId }}
    >
      {words.subject.listEntry}
    </Link>
  )
}
