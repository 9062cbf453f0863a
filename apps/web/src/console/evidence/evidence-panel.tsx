/**
 * A graph of evidence as one thing: picture, legend, time, and the tables that say the same in words. One node can be chosen
 * anywhere and is marked everywhere.
 */
import { useMemo, useState } from 'react'
import type { EvidenceGraph, GraphNode } from '#contract'
import { Button } from '../../design/button.tsx'
import { ChoiceTabs } from '../../design/tabs.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { linesOf, spanOf } from './drawn.ts'
import { EdgeTable } from './edge-table.tsx'
import { GraphCanvas } from './graph-canvas.tsx'
import { Legend, type RoleNames } from './legend.tsx'
import { NodeTable } from './node-table.tsx'
import { TimeSlider } from './time-slider.tsx'
import { evidenceWords } from './words.ts'
import './evidence.css'

export function EvidencePanel({
  graph,
  nameOf,
  roles,
}: {
  graph: EvidenceGraph
  /** What the parts in it are called where nobody is suspected; its lines have none there. */
  roles?: RoleNames['nodes']
  /** What a node is called here, where more is known than its label. */
  nameOf?: (node: GraphNode) => string | undefined
}) {
  const { say, format } = useSpeech()
  const own = say(evidenceWords)
  const lines = useMemo(() => linesOf(graph.edges), [graph])
  const span = useMemo(() => spanOf(graph.edges), [graph])
  const [untilMs, setUntil] = useState(span.untilMs)
  const [chosen, choose] = useState<string | null>(null)
  const [table, setTable] = useState<'nodes' | 'edges'>('nodes')
  const names = useMemo(
    () => new Map(graph.nodes.map(node => [node.id, nameOf?.(node) ?? shortened(node.label)])),
    [graph, nameOf],
  )
  const name = (id: string) => names.get(id) ?? id
  const roleNames = roles ? { nodes: roles, edges: {} } : { nodes: own.roles, edges: own.edgeRoles }
  const linked = { graph, untilMs, chosen, choose, name, roles: roleNames }
  return (
    <section className="stack" aria-label={own.title}>
      <p className="small soft">{own.lead}</p>
      <div className="card evidence">
        <GraphCanvas {...linked} lines={lines} nameOf={({ id }) => name(id)} />
        <Legend graph={graph} roles={roleNames} />
        <TimeSlider edges={graph.edges} span={span} untilMs={untilMs} setUntil={setUntil} />
        {graph.omittedNodes + graph.omittedEdges > 0 && (
          <p className="small">
            {own.omitted(format.count(graph.omittedNodes), format.count(graph.omittedEdges))}
          </p>
        )}
      </div>
      <div className="row apart">
        <ChoiceTabs
          legend={own.tables}
          name="evidence-table"
          options={[
            { value: 'nodes', label: own.nodes },
            { value: 'edges', label: own.edges },
          ]}
          value={table}
          choose={setTable}
        />
        {chosen !== null && (
          <p role="status">
            {own.selected(name(chosen))}{' '}
            <Button weight="quiet" onClick={() => choose(null)}>
              {own.clear}
            </Button>
          </p>
        )}
      </div>
      {table === 'nodes' ? <NodeTable {...linked} /> : <EdgeTable {...linked} />}
    </section>
  )
}

/** Tokens are long and mean nothing to a reader; their ends tell them apart. */
const shortened = (label: string): string =>
  label.length > 18 ? `${label.slice(0, 8)}…${label.slice(-4)}` : label
