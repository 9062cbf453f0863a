/** How a benchmark says what it measured: one line for people, or one JSON line per metric with `--json`. */

export type Metric = {
  readonly metric: string
  readonly value: number
  readonly unit: string
  /** What the same machine can do at best, measured in the same run; null where the limit is a named bound. */
  readonly ceiling: number
  /** `value / ceiling`. */
  readonly ratio: number
  /** What was done, so that a figure can be judged. */
  readonly work: string
}

export function report(metric: Omit<Metric, 'ratio'>): void {
  const whole: Metric = { ...metric, ratio: Number((metric.value / metric.ceiling).toFixed(3)) }
  if (process.argv.includes('--json')) console.log(JSON.stringify(whole))
  else
    console.log(
      `${whole.metric}: ${whole.value} ${whole.unit} (ceiling ${whole.ceiling}, ratio ${whole.ratio}) — ${whole.work}`,
    )
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
