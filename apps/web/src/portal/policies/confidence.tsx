/** How sure we are of a number: the mark, and what the marks mean. "To be confirmed" stands out, because it must. */
import type { PolicyRule } from '#contract'
import { confidences } from '#contract'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Details } from '../../design/details.tsx'
import { useSpeech } from '../../i18n/language.tsx'

type Confidence = PolicyRule['confidence']

const tones: Readonly<Record<Confidence, Tone>> = {
  text: 'good',
  reported: 'civic',
  known: 'plain',
  'to-be-confirmed': 'warn',
}

export function ConfidenceMark({ confidence }: { confidence: Confidence }) {
  const { words } = useSpeech()
  return <Badge tone={tones[confidence]}>{words.policies.confidence[confidence]}</Badge>
}

export function ConfidenceLegend() {
  const { words } = useSpeech()
  return (
    <section className="card stack" aria-labelledby="confidence">
      <h2 id="confidence">{words.policies.confidenceTitle}</h2>
      <Details
        items={confidences.map(confidence => ({
          term: words.policies.confidence[confidence],
          value: words.policies.confidenceText[confidence],
        }))}
      />
    </section>
  )
}
