/** Every fact this page shows, in the order things happened, each with the means to verify it. */
import type { PublicSubject } from '#contract'
import { Timeline } from '../../design/timeline.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ProofButton } from '../../verify/proof-panel.tsx'
import { Section } from './section.tsx'

export function ProofsSection({ proofs }: { proofs: PublicSubject['proofs'] }) {
  const { words, say, format } = useSpeech()
  if (proofs.length === 0) return null
  const inOrder = proofs.toSorted((a, b) => a.at.localeCompare(b.at))
  return (
    <Section id="proofs">
      <p className="soft">{words.subject.proofsText}</p>
      <Timeline
        items={inOrder.map(proof => ({
          key: `${proof.batchId} ${proof.ordinal}`,
          when: format.instant(proof.at),
          title: say(proof.what),
          body: <ProofButton reference={proof} />,
        }))}
      />
    </Section>
  )
}
