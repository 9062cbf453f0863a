/** An order's number, wherever one is shown: to its five stages for those who may see them, plain for others. */
import { Link } from '@tanstack/react-router'
import { mayCall, useMe } from '../me.ts'
import type { OrderKey } from './order-search.tsx'

export function OrderLink({ platform, order }: OrderKey) {
  if (!mayCall(useMe(), 'orderTimeline')) return <span className="code">{order}</span>
  return (
    <Link to="/console/orders/$platform/$order" params={{ platform, order }} className="code">
      {order}
    </Link>
  )
}
