/** What is wrong with a row: field, rule and what to do. */
import type { RowFault } from '#contract'
import { useSpeech } from '../../i18n/language.tsx'

/** Each fault names the field and says what is wrong with it. */
export function Faults({ faults }: { faults: readonly RowFault[] }) {
  const { say } = useSpeech()
  return (
    <ul className="plain-list">
      {faults.map(fault => (
        <li key={`${fault.field} ${fault.rule}`}>
          <code>{fault.field}</code> {say(fault)}
        </li>
      ))}
    </ul>
  )
}
