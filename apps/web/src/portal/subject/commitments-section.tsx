/** What a subject promised in public, and whether it kept the promise (clause 9.3). */
import type { PublicSubject } from '#contract'
import { Badge, type Tone } from '../../design/badge.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'
import { ProofButton } from '../../verify/proof-panel.tsx'
import { Section } from './section.tsx'

type Commitment = PublicSubject['commitments'][number]

export function CommitmentsSection({ commitments }: { commitments: readonly Commitment[] }) {
  const speech = useSpeech()
  const t = speech.words.subject
  return (
    <Section id="commitments">
      {commitments.length === 0 ? (
        <p className="soft">{t.commitmentsNone}</p>
      ) : (
        <Table
          caption={t.sections.commitments}
          columns={columnsFor(speech)}
          rows={commitments}
          keyOf={commitment => commitment.id}
        />
      )}
    </Section>
  )
}

const tones: Readonly<Record<Commitment['state'], Tone>> = {
  'in-force': 'civic',
  fulfilled: 'good',
}

function columnsFor({ words, say, format }: Speech): Column<Commitment>[] {
  const { commitmentColumns: columns, commitmentStates: states } = words.subject
  return [
    {
      key: 'title',
      title: columns.title,
      head: true,
      width: '44%',
      cell: commitment => say({ zh: commitment.titleZh, en: commitment.titleEn }),
    },
    {
      key: 'signed',
      title: columns.signed,
      cell: commitment => (
        <time dateTime={commitment.signedOn}>{format.day(commitment.signedOn)}</time>
      ),
    },
    {
      key: 'state',
      title: columns.state,
      cell: ({ state }) => <Badge tone={tones[state]}>{states[state]}</Badge>,
    },
    {
      key: 'proof',
      title: columns.proof,
      cell: ({ proof }) => proof && <ProofButton reference={proof} />,
    },
  ]
}
