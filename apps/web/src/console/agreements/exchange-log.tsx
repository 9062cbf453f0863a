/** What passed under an agreement, read when somebody wants to know. */
import { useState } from 'react'
import type { Exchange } from '#contract'
import { useRead } from '../../app/api.ts'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { agreementWords } from './words.ts'

export function ExchangeLog({ agreementId }: { agreementId: string }) {
  const { say } = useSpeech()
  const own = say(agreementWords)
  const [open, setOpen] = useState(false)
  return (
    <details onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{own.exchanges}</summary>
      {open && <Exchanges agreementId={agreementId} />}
    </details>
  )
}

function Exchanges({ agreementId }: { agreementId: string }) {
  const { say, format } = useSpeech()
  const own = say(agreementWords)
  const read = useRead('listExchanges', { params: { id: agreementId }, query: { limit: 50 } })
  const { columns: titles } = own
  const columns: Column<Exchange>[] = [
    { key: 'at', title: titles.at, cell: row => format.instant(row.at) },
    { key: 'by', title: titles.by, head: true, cell: row => row.by },
    { key: 'purpose', title: titles.purpose, width: '36%', cell: row => row.purpose },
    { key: 'asked', title: titles.asked, figures: true, cell: row => format.count(row.asked) },
    {
      key: 'answered',
      title: titles.answered,
      figures: true,
      cell: row => format.count(row.answered),
    },
    { key: 'got', title: titles.got, figures: true, cell: row => format.count(row.received) },
  ]
  return (
    <Loaded read={read} lines={3}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="soft small">{own.exchangesNone}</p>
        ) : (
          <Table caption={own.exchanges} columns={columns} rows={items} keyOf={({ id }) => id} />
        )
      }
    </Loaded>
  )
}
