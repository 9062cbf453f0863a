/** A definition list: what is called what. Rows without a value are left out by the caller, not shown empty. */
import type { ReactNode } from 'react'
import './details.css'

export type Detail = { readonly term: string; readonly value: ReactNode }

export function Details({
  items,
  compact = false,
}: {
  items: readonly (Detail | null)[]
  compact?: boolean
}) {
  return (
    <dl className={`details ${compact ? 'compact' : ''}`}>
      {items.map(
        item =>
          item && (
            <div key={item.term}>
              <dt>{item.term}</dt>
              <dd>{item.value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
