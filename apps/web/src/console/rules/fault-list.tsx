/** Faults in words, each with its place, the way to it and, where one thing was surely meant, the correction. */
import type { Fault } from '#lib/rules'
import { Button } from '../../design/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ruleWords } from './words.ts'

export function FaultList({
  faults,
  goTo,
  use,
}: {
  faults: readonly Fault[]
  goTo: (fault: Fault) => void
  use: (fault: Fault, text: string) => void
}) {
  const { say } = useSpeech()
  const own = say(ruleWords).editor
  return (
    <div aria-live="polite" className="stack tight">
      <p className={faults.length > 0 ? 'field-error' : 'soft'}>
        {faults.length > 0 ? own.faults(faults.length) : own.fine}
      </p>
      {faults.length > 0 && (
        <ul className="rule-faults">
          {faults.slice(0, 20).map(fault => (
            <li key={`${fault.cell?.row} ${fault.cell?.column} ${fault.start} ${fault.code}`}>
              {fault.cell && <strong>{own.cellAt(fault.cell.row, fault.cell.column)}：</strong>}
              {say(fault)}{' '}
              <Button weight="quiet" onClick={() => goTo(fault)}>
                {own.goTo}
              </Button>
              {fault.suggestion !== null && (
                <Button weight="quiet" onClick={() => use(fault, fault.suggestion!)}>
                  {own.use(fault.suggestion)}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
