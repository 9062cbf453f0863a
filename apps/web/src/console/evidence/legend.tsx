/** The legend, made from what the graph holds: a sample of each kind and role that occurs, and how many there are. */
import type { EvidenceGraph, GraphEdge, GraphNode } from '#contract'
import { useSpeech } from '../../i18n/language.tsx'
import { isFlow } from './drawn.ts'
import { dashOf, fillOf, inkOf, type Shape, shapeOf } from './look.ts'
import { evidenceWords } from './words.ts'

/** Parts in a graph, by the role that a node or a line has; one without a name is not spoken of. */
export type RoleNames = {
  readonly nodes: Readonly<Record<string, string>>
  readonly edges: Readonly<Record<string, string>>
}

export function Legend({ graph, roles }: { graph: EvidenceGraph; roles: RoleNames }) {
  const { say, format } = useSpeech()
  const own = say(evidenceWords)
  const nodes = Map.groupBy(graph.nodes, ({ kind, role }) => `${kind} ${role}`)
  const edges = Map.groupBy(graph.edges, ({ kind, role }) => `${kind} ${role}`)
  return (
    <section className="legend" aria-label={own.legend}>
      <ul className="plain-list row small">
        {[...nodes].map(([key, of]) => {
          const { kind, role } = of[0]!
          return (
            <li key={key}>
              <NodeSample kind={kind} role={role} />{' '}
              {format.aside(
                joined(own.kinds[kind] ?? kind, roles.nodes[role]),
                format.count(of.length),
              )}
            </li>
          )
        })}
        {[...edges].map(([key, of]) => {
          const { kind, role } = of[0]!
          return (
            <li key={key}>
              <EdgeSample kind={kind} role={role} />{' '}
              {format.aside(
                joined(own.edgeKinds[kind] ?? kind, roles.edges[role]),
                format.count(of.length),
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** A kind, and its role where that has a name. */
export const joined = (kind: string, role: string | undefined): string =>
  role === undefined ? kind : `${kind} · ${role}`

const outlines: Readonly<Record<Shape, string>> = {
  circle: 'M10 4a6 6 0 1 0 .01 0Z',
  ellipse: 'M10 6a8 4.5 0 1 0 .01 0Z',
  rect: 'M2 5h16v10H2Z',
  diamond: 'M10 2l8 8-8 8-8-8Z',
  hexagon: 'M6 3h8l5 7-5 7H6l-5-7Z',
  triangle: 'M10 3l8 14H2Z',
  star: 'M10 1l2.6 6 6.4.5-4.9 4.1 1.6 6.4-5.7-3.4L4.3 18l1.6-6.4L1 7.5l6.4-.5Z',
}

function NodeSample({ kind, role }: Pick<GraphNode, 'kind' | 'role'>) {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <path
        d={outlines[shapeOf(kind)]}
        fill={fillOf(role)}
        stroke={role === 'core' ? '#173f5f' : '#8796a5'}
        strokeWidth="1.5"
      />
    </svg>
  )
}

function EdgeSample({ kind, role }: Pick<GraphEdge, 'kind' | 'role'>) {
  return (
    <svg width="40" height="12" viewBox="0 0 40 12" aria-hidden="true">
      <path
        d="M0 6h36"
        stroke={inkOf(kind)}
        strokeWidth="2"
        strokeDasharray={dashOf(role).join(' ')}
      />
      {isFlow(kind) && <path d="M32 1l8 5-8 5Z" fill={inkOf(kind)} />}
    </svg>
  )
}
