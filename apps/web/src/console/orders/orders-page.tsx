/** Where an order is looked for. Nothing is read here, so no purpose is asked yet. */
import { PageHead } from '../../app/page.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { OrderSearch } from './order-search.tsx'
import { orderWords } from './words.ts'

export function OrdersPage() {
  const { say } = useSpeech()
  const own = say(orderWords)
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      <OrderSearch />
    </div>
  )
}
