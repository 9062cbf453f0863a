/**
 * The condition as text, checked while one types: faults are marked where they stand, by a copy of the text behind the
 * box, and listed below with the way to each.
 */
import { type RefObject, useRef } from 'react'
import type { Fault } from '#lib/rules'
import { Field } from '../../design/field.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ruleWords } from './words.ts'

export function ExpressionBox({
  text,
  change,
  faults,
  box,
}: {
  text: string
  change: (text: string) => void
  faults: readonly Fault[]
  box: RefObject<HTMLTextAreaElement | null>
}) {
  const own = useSpeech().say(ruleWords).editor
  const backdrop = useRef<HTMLDivElement>(null)
  return (
    <Field label={own.condition} hint={own.conditionHint}>
      {attributes => (
        <div className="expression">
          <div className="expression-marks" aria-hidden="true" ref={backdrop}>
            {markedParts(text, faults).map(({ from, part, wrong }) =>
              wrong ? <mark key={from}>{part}</mark> : <span key={from}>{part}</span>,
            )}
          </div>
          <textarea
            {...attributes}
            ref={box}
            rows={5}
            spellCheck={false}
            maxLength={4000}
            value={text}
            aria-invalid={faults.length > 0 || undefined}
            onChange={event => change(event.target.value)}
            onScroll={event => {
              if (backdrop.current) backdrop.current.scrollTop = event.currentTarget.scrollTop
            }}
          />
        </div>
      )}
    </Field>
  )
}

/** The text cut where faults begin and end; a fault at the very end marks a blank. */
function markedParts(text: string, faults: readonly Fault[]) {
  const padded = `${text} `
  const wrong = (at: number) =>
    faults.some(({ start, end }) => at >= start && at < Math.max(end, start + 1))
  const parts: { from: number; part: string; wrong: boolean }[] = []
  for (let at = 0; at < padded.length; at++) {
    const last = parts.at(-1)
    if (last && last.wrong === wrong(at)) last.part += padded[at]
    else parts.push({ from: at, part: padded[at]!, wrong: wrong(at) })
  }
  return parts
}
