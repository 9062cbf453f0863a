/**
 * Time over the evidence: bars tell when it happened, the slider up to when it is drawn. The slider is the browser's own, so
 * arrow keys, Home and End move it; playing runs through the window in some ten seconds.
 */
import { useEffect, useId, useState } from 'react'
import type { GraphEdge } from '#contract'
import { Button } from '../../design/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { histogram, type Span } from './drawn.ts'
import { evidenceWords } from './words.ts'

const steps = 100
const stepMs = 100
const bins = 50

export function TimeSlider({
  edges,
  span,
  untilMs,
  setUntil,
}: {
  edges: readonly GraphEdge[]
  span: Span
  untilMs: number
  setUntil: (untilMs: number) => void
}) {
  const { say, format } = useSpeech()
  const own = say(evidenceWords)
  const id = useId()
  const [playing, setPlaying] = useState(false)
  const length = span.untilMs - span.fromMs
  const step = Math.round(((untilMs - span.fromMs) / (length || 1)) * steps)
  const at = (to: number) => (to >= steps ? span.untilMs : span.fromMs + (length * to) / steps)

  useEffect(() => {
    if (!playing) return
    const timer = setTimeout(() => {
      setUntil(at(step + 1))
      if (step + 1 >= steps) setPlaying(false)
    }, stepMs)
    return () => clearTimeout(timer)
  })

  if (length === 0) return <p className="small soft">{own.noTimes}</p>
  const shown = edges.filter(({ atMs }) => atMs <= untilMs).length
  const until = format.instant(new Date(untilMs).toISOString())
  const sentence = own.visible(format.count(shown), format.count(edges.length), until)
  const play = () => {
    if (!playing && step >= steps) setUntil(span.fromMs)
    setPlaying(!playing)
  }
  return (
    <div className="time-slider">
      <Button onClick={play}>{playing ? own.pause : own.play}</Button>
      <div className="stack tight">
        <Bars counts={histogram(edges, span, bins)} share={step / steps} />
        <label htmlFor={id} className="unseen">
          {own.time}
        </label>
        <input
          id={id}
          type="range"
          min={0}
          max={steps}
          value={step}
          aria-valuetext={sentence}
          onChange={({ target }) => {
            setPlaying(false)
            setUntil(at(Number(target.value)))
          }}
        />
        <output htmlFor={id} className="small" data-visible={shown}>
          {sentence}
        </output>
      </div>
    </div>
  )
}

function Bars({ counts, share }: { counts: readonly number[]; share: number }) {
  const most = Math.max(1, ...counts)
  return (
    <svg
      className="time-bars"
      viewBox={`0 0 ${bins} 20`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {counts.map((count, i) => {
        const height = count === 0 ? 0 : Math.max(1, (20 * count) / most)
        const past = i / bins < share
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time.
            key={i}
            x={i + 0.1}
            width={0.8}
            y={20 - height}
            height={height}
            className={past ? 'past' : 'future'}
          />
        )
      })}
    </svg>
  )
}
