/** The value of a number of law with its unit, in words; a structured one as what it holds. */
import type { PolicyRule } from '#contract'
import { useSpeech } from '../../i18n/language.tsx'

export function PolicyValue({
  rule,
  brief = false,
}: {
  rule: Pick<PolicyRule, 'value' | 'unit'>
  brief?: boolean
}) {
  const { words, format } = useSpeech()
  const { value, unit } = rule
  if (typeof value === 'number')
    return unit === 'fen' ? format.yuan(value) : words.policies.units[unit](format.count(value))
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? words.states.yes : words.states.no
  if (Array.isArray(value) && value.every(item => typeof item !== 'object'))
    return value.join(words.policies.comma)
  if (brief) return words.policies.table
  if (isFlat(value))
    return (
      <ul className="plain-list">
        {Object.entries(value).map(([name, held]) => (
          <li key={name}>
            {name}: {String(held)}
          </li>
        ))}
      </ul>
    )
  return <pre>{JSON.stringify(value, null, 2)}</pre>
}

const isFlat = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(held => typeof held !== 'object')
