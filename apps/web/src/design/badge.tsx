/** A short word with a tone. The tone only repeats what the word says, so that colour is never the only sign. */
import type { ReactNode } from 'react'
import './badge.css'

export type Tone = 'plain' | 'civic' | 'good' | 'warn' | 'bad'

export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`badge ${tone}`}>{children}</span>
}
