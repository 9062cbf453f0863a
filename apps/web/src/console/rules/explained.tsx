/** A condition with its verdicts: each test, the value it met, and which tests settled the matter. */
import type { RuleExample } from '#contract'
import { Badge } from '../../design/badge.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { useShopLabel } from '../organisations/use-shop-label.ts'
import { ruleWords } from './words.ts'

export function Explained({
  example,
  kindOf,
}: {
  example: RuleExample
  kindOf: (kind: string) => string
}) {
  const { say, format } = useSpeech()
  const own = say(ruleWords).whyNot
  const shopLabel = useShopLabel()
  const { shop, account, kind, eventId, at, steps, passed, of } = example
  return (
    <article className="card stack tight">
      <p>
        <strong>{shopLabel(shop)}</strong> {account !== null && <code>{account}</code>}{' '}
        <span className="small soft">
          {own.at(kindOf(kind), format.instant(at))} · <code>{eventId}</code> ·{' '}
          {own.passed(passed, of)}
        </span>
      </p>
      <ul className="rule-steps">
        {steps.map((step, i) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: steps stand in the order of the condition.
            key={i}
            style={{ marginInlineStart: `${step.depth * 1.25}rem` }}
            className={step.decisive ? (step.met ? 'decisive met' : 'decisive') : undefined}
          >
            <Badge tone={step.met ? 'good' : 'bad'}>{step.met ? own.met : own.unmet}</Badge>{' '}
            {say(step)}
            {step.value && (
              <span>
                {' '}
                <span className="soft">{own.value}</span> <strong>{say(step.value)}</strong>
              </span>
            )}
          </li>
        ))}
      </ul>
    </article>
  )
}
