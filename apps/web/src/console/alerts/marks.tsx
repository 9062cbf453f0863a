/** An alert's level, its standing between suspicion and outcome, and its due time in words. */
import type { AlertBrief } from '#contract'
import { Badge, type Tone } from '../../design/badge.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { alertWords } from './words.ts'

const toneOfLevel = { low: 'plain', medium: 'warn', high: 'bad' } as const

export function LevelMark({ level }: Pick<AlertBrief, 'level'>) {
  const { say } = useSpeech()
  const own = say(alertWords)
  return <Badge tone={toneOfLevel[level]}>{own.level(own.levels[level])}</Badge>
}

type Standing = 'suspected' | 'inCase' | 'confirmed' | 'cleared' | 'other'

/** A machine suspects; only a person's word changes that. */
export function standingOf({
  state,
  disposition,
}: Pick<AlertBrief, 'state' | 'disposition'>): Standing {
  if (state === 'handed-over') return 'inCase'
  if (disposition === 'confirmed-suspicion') return 'confirmed'
  if (disposition === 'explained' || disposition === 'false-alarm') return 'cleared'
  return disposition === null && state !== 'merged' ? 'suspected' : 'other'
}

const tones: Readonly<Record<Standing, Tone>> = {
  suspected: 'civic',
  inCase: 'warn',
  confirmed: 'bad',
  cleared: 'good',
  other: 'plain',
}

export function StandingMark({ alert }: { alert: Pick<AlertBrief, 'state' | 'disposition'> }) {
  const { say } = useSpeech()
  const standing = standingOf(alert)
  return <Badge tone={tones[standing]}>{say(alertWords).standing[standing]}</Badge>
}

const hourMs = 3_600_000

/** “还有 2 天” or “已逾期 3 小时”, with the last day: what is due ends at the midnight after it. */
export function DueMark({ alert }: { alert: Pick<AlertBrief, 'dueAt' | 'duty' | 'overdue'> }) {
  const { say, format } = useSpeech()
  const own = say(alertWords)
  const { dueAt, duty } = alert
  if (dueAt === null || duty === null) return <>{own.noDue}</>
  const leftMs = Date.parse(dueAt) - Date.now()
  const hours = Math.floor(Math.abs(leftMs) / hourMs)
  // Days as people count them: the day after the last one is the first that is too late.
  const days = leftMs < 0 ? Math.floor(hours / 24) + 1 : Math.floor(hours / 24)
  const time = hours >= 48 ? own.days(days) : hours >= 1 ? own.hours(hours) : own.lessThanAnHour
  return (
    <>
      <Badge tone={leftMs < 0 ? 'bad' : hours < 24 ? 'warn' : 'plain'}>
        {own.duty[duty]} · {leftMs < 0 ? own.overdueBy(time) : own.dueIn(time)}
      </Badge>
      <span className="small soft block">
        {own.lastDay(format.dayOf(new Date(Date.parse(dueAt) - 1).toISOString()))}
      </span>
    </>
  )
}
