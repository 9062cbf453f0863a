/** What a person wrote, as it was written, with the order that it is about one step away. */
import { Fragment } from 'react'
import { OrderLink } from './order-link.tsx'
import type { OrderKey } from './order-search.tsx'

export function Written({ text, order }: { text: string; order: OrderKey | null }) {
  const parts = order ? text.split(order.order) : [text]
  return (
    <p className="written">
      {parts.map((part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place.
        <Fragment key={i}>
          {i > 0 && order && <OrderLink {...order} />}
          {part}
        </Fragment>
      ))}
    </p>
  )
}
