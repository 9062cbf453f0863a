/**
 * One bar in a table's cell, on a scale that all rows of the table share, around a zero line. Drawn in SVG by
 * ourselves: a public page needs no charting library for six bars, and the figure always stands beside it.
 */
import './cell-bar.css'

export type Scale = { readonly least: number; readonly most: number }

/** A scale that holds zero and all values. */
export const scaleOf = (values: readonly number[]): Scale => ({
  least: Math.min(0, ...values),
  most: Math.max(0, ...values),
})

export function CellBar({
  value,
  scale: { least, most },
  tone,
  mark,
}: {
  value: number
  scale: Scale
  tone?: 'good' | 'plain' | 'bad'
  /** A value that a line across the bar stands for, such as a ceiling. */
  mark?: number | undefined
}) {
  const unit = 100 / (most - least || 1)
  const zero = -least * unit
  const length = Math.abs(value) * unit
  return (
    <svg className="cell-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect className="track" width="100" height="10" />
      <rect
        className={tone ?? (value < 0 ? 'bad' : 'good')}
        x={value < 0 ? zero - length : zero}
        width={length}
        height="10"
      />
      {least < 0 && <line x1={zero} x2={zero} y1="0" y2="10" />}
      {mark !== undefined && (
        <line x1={zero + mark * unit} x2={zero + mark * unit} y1="0" y2="10" />
      )}
    </svg>
  )
}
