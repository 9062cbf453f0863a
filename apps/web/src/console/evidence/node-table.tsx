/** The nodes of a graph of evidence in a table: who, in which role, how often, how much, from when to when. */
import { useMemo } from 'react'
import type { EvidenceGraph } from '#contract'
import { Button } from '../../design/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { type NodeFigures, nodeFigures } from './drawn.ts'
import type { RoleNames } from './legend.tsx'
import { type SortedColumn, SortedTable } from './sorted-table.tsx'
import { evidenceWords } from './words.ts'

export type Linked = {
  readonly graph: EvidenceGraph
  readonly untilMs: number
  readonly chosen: string | null
  choose(node: string | null): void
  name(id: string): string
  readonly roles: RoleNames
}

export function NodeTable({ graph, untilMs, chosen, choose, name, roles }: Linked) {
  const { say, format } = useSpeech()
  const own = say(evidenceWords)
  const rows = useMemo(() => nodeFigures(graph, untilMs), [graph, untilMs])
  const { columns } = own
  const time = (ms: number | null) => (ms ? format.instant(new Date(ms).toISOString()) : '—')
  const all: SortedColumn<NodeFigures>[] = [
    {
      key: 'name',
      title: columns.name,
      head: true,
      by: ({ node }) => name(node.id),
      cell: ({ node }) => (
        <Button
          weight="quiet"
          className="choose"
          aria-pressed={node.id === chosen}
          title={node.label}
          onClick={() => choose(node.id === chosen ? null : node.id)}
        >
          {name(node.id)}
        </Button>
      ),
    },
    {
      key: 'kind',
      title: columns.kind,
      by: ({ node }) => node.kind,
      cell: ({ node }) => own.kinds[node.kind] ?? node.kind,
    },
    {
      key: 'role',
      title: columns.role,
      by: ({ node }) => node.role,
      cell: ({ node }) => roles.nodes[node.role],
    },
    {
      key: 'edges',
      title: columns.edges,
      figures: true,
      by: ({ edges }) => edges,
      cell: ({ edges }) => format.count(edges),
    },
    {
      key: 'amount',
      title: columns.amount,
      figures: true,
      by: ({ amountFen }) => amountFen,
      cell: ({ amountFen }) => (amountFen > 0 ? format.yuan(amountFen) : '—'),
    },
    {
      key: 'first',
      title: columns.first,
      by: ({ firstMs }) => firstMs ?? 0,
      cell: ({ firstMs }) => time(firstMs),
    },
    {
      key: 'last',
      title: columns.last,
      by: ({ lastMs }) => lastMs ?? 0,
      cell: ({ lastMs }) => time(lastMs),
    },
  ]
  return (
    <SortedTable
      caption={own.nodeTable(format.count(rows.length))}
      columns={all}
      rows={rows}
      keyOf={({ node }) => node.id}
      first={{ key: 'edges', down: true }}
      isChosen={({ node }) => node.id === chosen}
    />
  )
}
