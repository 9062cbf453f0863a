/** A statutory clock in words: what is left, until when, and whether it is late. Colour only repeats the words. */
import type { CaseClock } from '#contract'
import { Badge, type Tone } from '../../design/badge.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { caseWords } from './words.ts'

export type Due = Pick<CaseClock, 'due' | 'leftDays' | 'leftWorkingDays'> & {
  readonly overdue: boolean
  /** A right of the party, which simply ends. */
  readonly window?: boolean
}

const soonDays = 2

export function DueText({
  due: { due, leftDays, leftWorkingDays, overdue, window },
  name,
}: {
  due: Due
  name?: string
}) {
  const { say, format } = useSpeech()
  const own = say(caseWords).clock
  if (due === null) return <Badge>{name ? format.pair(name, own.paused) : own.paused}</Badge>
  const tone: Tone = overdue ? 'bad' : (leftWorkingDays ?? 0) <= soonDays ? 'warn' : 'civic'
  const words = overdue
    ? own.overdue(Math.max(1, Math.abs(leftDays ?? 1)))
    : leftDays === 0
      ? own.today
      : leftWorkingDays !== null
        ? own.left(leftWorkingDays)
        : own.leftDays(leftDays ?? 0)
  return (
    <span className="due">
      {name && <span>{name}</span>}
      <Badge tone={window ? 'plain' : tone}>{words}</Badge>
      <span className="soft small">
        {window ? own.window(format.day(due)) : own.due(format.day(due))}
      </span>
    </span>
  )
}

export function ClockText({ clock }: { clock: CaseClock }) {
  const { say } = useSpeech()
  const own = say(caseWords).clock
  return (
    <>
      <DueText
        name={say(clock)}
        due={{ ...clock, overdue: clock.state === 'overdue', window: clock.kind === 'window' }}
      />
      {clock.escalations > 0 && <Badge tone="bad">{own.escalated(clock.escalations)}</Badge>}
      <span className="soft small">{own.certainty[clock.certainty]}</span>
    </>
  )
}
