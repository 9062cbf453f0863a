/** The edges of a graph of evidence in a table: each order, payment or link with its time, amount and number. */
import { useMemo } from 'react'
import type { GraphEdge } from '#contract'
import { Button } from '../../design/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { OrderLink } from '../orders/order-link.tsx'
import { orderKeys } from './drawn.ts'
import { joined } from './legend.tsx'
import type { Linked } from './node-table.tsx'
import { type SortedColumn, SortedTable } from './sorted-table.tsx'
import { evidenceWords } from './words.ts'

export function EdgeTable({ graph, untilMs, chosen, choose, name, roles }: Linked) {
  const { say, format } = useSpeech()
  const own = say(evidenceWords)
  const { columns } = own
  const orderOf = useMemo(() => orderKeys(graph), [graph])
  const rows = useMemo(() => graph.edges.filter(({ atMs }) => atMs <= untilMs), [graph, untilMs])
  const end = (id: string) => (
    <Button
      weight="quiet"
      className="choose"
      aria-pressed={id === chosen}
      onClick={() => choose(id === chosen ? null : id)}
    >
      {name(id)}
    </Button>
  )
  const all: SortedColumn<GraphEdge>[] = [
    {
      key: 'at',
      title: columns.at,
      by: ({ atMs }) => atMs,
      cell: ({ atMs }) => (atMs > 0 ? format.instant(new Date(atMs).toISOString()) : '—'),
    },
    {
      key: 'from',
      title: columns.from,
      by: ({ from }) => name(from),
      cell: ({ from }) => end(from),
    },
    { key: 'to', title: columns.to, by: ({ to }) => name(to), cell: ({ to }) => end(to) },
    {
      key: 'what',
      title: columns.what,
      by: ({ kind, role }) => `${kind} ${role}`,
      cell: ({ kind, role }) => joined(own.edgeKinds[kind] ?? kind, roles.edges[role]),
    },
    {
      key: 'money',
      title: columns.money,
      figures: true,
      by: ({ amountFen }) => amountFen ?? 0,
      cell: ({ amountFen }) => (amountFen === null ? '—' : format.yuan(amountFen)),
    },
    {
      key: 'reference',
      title: columns.reference,
      by: ({ reference }) => reference,
      cell: edge => {
        const order = orderOf(edge)
        return order ? <OrderLink {...order} /> : <span className="code">{edge.reference}</span>
      },
    },
  ]
  return (
    <SortedTable
      caption={own.edgeTable(format.count(rows.length))}
      columns={all}
      rows={rows}
      keyOf={({ from, to, kind, atMs, reference }) => `${kind} ${from} ${to} ${atMs} ${reference}`}
      first={{ key: 'at', down: false }}
      isChosen={({ from, to }) => chosen !== null && (from === chosen || to === chosen)}
    />
  )
}
