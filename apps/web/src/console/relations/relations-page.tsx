/** The relation graph of a subject (requirement 14.2): who shares what with it, each link with its reasons and their facts. */
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { EvidenceGraph, RelationLink, RelationNode, Relations } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { ChoiceTabs } from '../../design/tabs.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'
import { EvidencePanel } from '../evidence/evidence-panel.tsx'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { relationWords } from './words.ts'

const route = getRouteApi('/console/subjects/$id/relations')

export function RelationsPage() {
  return (
    <PurposeGate>
      <Loaded />
    </PurposeGate>
  )
}

function Loaded() {
  const { say, format } = useSpeech()
  const own = say(relationWords)
  const { id } = route.useParams()
  const { hops = 1 } = route.useSearch()
  const purpose = usePurpose()
  const navigate = useNavigate()
  const read = useRead(
    'readRelations',
    { params: { id }, query: { hops }, purpose },
    { keepLast: true },
  )
  const { data } = read
  const name = data?.nodes.find(node => node.hops === 0)?.name
  return (
    <div className="stack loose">
      <PageHead
        title={name ? own.of(name) : own.title}
        lead={own.lead}
        crumbs={[
          { label: own.subjects, to: '/console/subjects' },
          ...(name ? [{ label: name, to: '/console/subjects/$id', params: { id } } as const] : []),
        ]}
        beside={data && <span className="small soft">{own.asOf(format.instant(data.asOf))}</span>}
      />
      <ChoiceTabs
        legend={own.hops}
        name="hops"
        options={[
          { value: '1', label: own.hopsOf[1] },
          { value: '2', label: own.hopsOf[2] },
        ]}
        value={String(hops)}
        choose={value =>
          void navigate({
            to: '/console/subjects/$id/relations',
            params: { id },
            search: value === '2' ? { hops: 2 } : {},
          })
        }
      />
      {read.isPending && <Skeleton lines={8} />}
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {data?.links.length === 0 && (
        <EmptyState title={own.none}>
          <p>{own.noneText}</p>
        </EmptyState>
      )}
      {data && data.links.length > 0 && <Around relations={data} />}
    </div>
  )
}

function Around({ relations }: { relations: Relations }) {
  const speech = useSpeech()
  const { say, format } = speech
  const own = say(relationWords)
  const graph = useMemo(() => graphOf(relations, speech), [relations, speech])
  const nodes = new Map(relations.nodes.map(node => [node.subjectId, node]))
  return (
    <>
      <EvidencePanel graph={graph} roles={own.roles} />
      {relations.omittedNodes > 0 && (
        <p className="small">{own.omitted(format.count(relations.omittedNodes))}</p>
      )}
      <section className="stack" aria-labelledby="links">
        <h2 id="links">{own.linksTitle}</h2>
        {relations.links.map(link => (
          <LinkCard key={`${link.from} ${link.to}`} link={link} nodes={nodes} />
        ))}
      </section>
    </>
  )
}

function LinkCard({
  link,
  nodes,
}: {
  link: RelationLink
  nodes: ReadonlyMap<string, RelationNode>
}) {
  const { say, format } = useSpeech()
  const own = say(relationWords)
  return (
    <article className="card stack tight">
      <div className="row apart">
        <h3 className="row">
          <NodeName node={nodes.get(link.from)} /> — <NodeName node={nodes.get(link.to)} />
        </h3>
        <Badge tone={link.weight >= 0.7 ? 'warn' : 'plain'}>
          {own.weight(format.percent(link.weight))}
        </Badge>
      </div>
      <ul>
        {link.reasons.map(reason => (
          <li key={`${reason.kind} ${reason.zh}`}>
            {say(reason)}{' '}
            <span className="small soft">
              {own.weight(format.percent(reason.weight))} ·{' '}
              {own.sharedBy(format.count(reason.sharedBy))}
            </span>
            {reason.facts.length > 0 && (
              <p className="small soft">
                {format.pair(own.facts, format.clauses(reason.facts.map(say)))}
              </p>
            )}
          </li>
        ))}
      </ul>
    </article>
  )
}

function NodeName({ node }: { node: RelationNode | undefined }) {
  const { say, format } = useSpeech()
  const own = say(relationWords)
  if (!node?.visible || node.name === null) return <span className="soft">{own.unseen}</span>
  return (
    <span>
      <Link to="/console/subjects/$id" params={{ id: node.subjectId }}>
        {node.name}
      </Link>{' '}
      {node.bans.map(ban => (
        <Badge key={ban.zh} tone="bad">
          {format.pair(own.banned, say(ban))}
        </Badge>
      ))}
      {node.closed && <Badge>{own.closed}</Badge>}
    </span>
  )
}

/** Each reason is an edge, so that two subjects who share much are joined by much. */
function graphOf({ nodes, links, omittedNodes }: Relations, { say }: Speech): EvidenceGraph {
  const own = say(relationWords)
  return {
    nodes: nodes.map(({ subjectId, name, hops, bans }) => ({
      id: subjectId,
      kind: 'seller',
      label: name ?? own.unseen,
      role: hops === 0 || bans.length > 0 ? 'core' : 'context',
    })),
    edges: links.flatMap(({ from, to, reasons }) =>
      reasons.map(({ kind, since, ...sentence }) => ({
        from,
        to,
        kind: kind.endsWith('likeness') || kind === 'surname' ? 'likeness' : 'shared',
        role: 'core',
        atMs: since === null ? 0 : Date.parse(since),
        reference: say(sentence),
        amountFen: null,
      })),
    ),
    omittedNodes,
    omittedEdges: 0,
  }
}
