/**
 * The canvas of a graph of evidence, drawn by G6, which is fetched only when a graph is opened. The picture holds nothing
 * that the tables beside it do not: who cannot see or point uses those.
 */
import type { Graph } from '@antv/g6'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { EvidenceGraph, GraphNode } from '#contract'
import { Button } from '../../design/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { arranged } from './arrange.ts'
import { countBy, isFlow, type Line, sumBy } from './drawn.ts'
import { dashOf, fillOf, inkOf, shapeOf, widthOf } from './look.ts'
import { evidenceWords } from './words.ts'

type Given = {
  readonly graph: EvidenceGraph
  readonly lines: readonly Line[]
  /** Edges after it are not drawn yet. */
  readonly untilMs: number
  readonly chosen: string | null
  choose(node: string | null): void
  nameOf(node: GraphNode): string
}

/** Above this many nodes names would cover each other; choosing a node still tells its name. */
const namedNodes = 60

export function GraphCanvas(given: Given) {
  const { graph, lines, untilMs, chosen } = given
  const { say, format } = useSpeech()
  const own = say(evidenceWords)
  const box = useRef<HTMLDivElement>(null)
  const latest = useRef(given)
  latest.current = given
  const [drawn, setDrawn] = useState<Graph | null>(null)
  const [failed, setFailed] = useState(false)
  const told = useCallback(
    (kind: Line['kind'], fen: number) =>
      `${say(evidenceWords).edgeKinds[kind]} ${format.yuan(fen)}`,
    [say, format],
  )

  useEffect(() => {
    let live: Graph | undefined
    let gone = false
    let follow: ResizeObserver | undefined
    const open = async () => {
      const nameOf = (node: GraphNode) => latest.current.nameOf(node)
      const opened = await drawInto(box.current!, { graph, lines, nameOf })
      if (gone) return opened.destroy()
      live = opened
      opened.on('node:click', event => {
        latest.current.choose((event as unknown as { target: { id: string } }).target.id)
      })
      opened.on('canvas:click', () => latest.current.choose(null))
      follow = followSize(box.current!, opened)
      setDrawn(opened)
    }
    open().catch(() => setFailed(true))
    return () => {
      gone = true
      follow?.disconnect()
      setDrawn(null)
      live?.destroy()
    }
    // A new graph is a new drawing; time and choice only change how it looks.
  }, [graph, lines])

  useEffect(() => {
    if (drawn) void showUntil(drawn, lines, untilMs, told)
  }, [drawn, lines, untilMs, told])

  useEffect(() => {
    if (drawn) void mark(drawn, graph, lines, chosen)
  }, [drawn, graph, lines, chosen])

  const label = own.drawn(format.count(graph.nodes.length), format.count(lines.length))
  return (
    <div className="evidence-canvas">
      <div
        ref={box}
        className="canvas"
        role="img"
        aria-label={label}
        data-nodes={drawn ? drawn.getNodeData().length : undefined}
      />
      {!drawn && (
        <p className="canvas-state soft" role="status">
          {failed ? own.notDrawn : own.drawing}
        </p>
      )}
      <div className="row canvas-buttons">
        <Button onClick={() => void drawn?.zoomBy(1.3)} disabled={!drawn}>
          <span aria-hidden="true">＋</span>
          <span className="unseen">{own.zoomIn}</span>
        </Button>
        <Button onClick={() => void drawn?.zoomBy(1 / 1.3)} disabled={!drawn}>
          <span aria-hidden="true">－</span>
          <span className="unseen">{own.zoomOut}</span>
        </Button>
        <Button onClick={() => drawn && void fit(drawn)} disabled={!drawn}>
          {own.fit}
        </Button>
      </div>
    </div>
  )
}

async function drawInto(
  container: HTMLElement,
  { graph, lines, nameOf }: Pick<Given, 'graph' | 'lines' | 'nameOf'>,
): Promise<Graph> {
  const { Graph: G6Graph } = await import('@antv/g6')
  const places = arranged(graph.nodes, lines)
  const ids = new Set(graph.nodes.map(({ id }) => id))
  const named = graph.nodes.length <= namedNodes
  const opened = new G6Graph({
    container,
    animation: false,
    padding: 32,
    zoomRange: [0.05, 6],
    data: {
      nodes: graph.nodes.map(node => ({
        id: node.id,
        type: shapeOf(node.kind),
        style: {
          ...nodeStyle(node),
          ...places.get(node.id),
          ...(named && { labelText: nameOf(node) }),
        },
      })),
      edges: lines
        .filter(({ from, to }) => ids.has(from) && ids.has(to))
        .map(line => ({ id: line.id, source: line.from, target: line.to, style: edgeStyle(line) })),
    },
    node: {
      style: {
        labelFontSize: 12,
        labelFill: '#1b2733',
        labelPlacement: 'bottom',
        labelMaxWidth: 160,
        labelBackground: true,
        labelBackgroundFill: '#ffffff',
        labelBackgroundOpacity: 0.8,
      },
      state: {
        chosen: { halo: true, haloStroke: '#e9b44c', haloLineWidth: 14, haloStrokeOpacity: 0.9 },
        beside: { halo: true, haloStroke: '#e9b44c', haloLineWidth: 6, haloStrokeOpacity: 0.6 },
        faded: { opacity: 0.25 },
      },
    },
    edge: { state: { faded: { opacity: 0.08 } } },
    behaviors: ['drag-canvas', 'zoom-canvas', 'drag-element'],
    // An order and its payment join the same two nodes; they are drawn beside each other.
    transforms: [{ type: 'process-parallel-edges', mode: 'bundle', distance: 14 }],
  })
  await opened.render()
  // G6 puts its canvases first in the order of the tab key; keys have nothing to do there.
  for (const canvas of container.querySelectorAll('canvas')) canvas.tabIndex = -1
  await fit(opened)
  return opened
}

/** The whole picture, as large as there is room for, but never larger than it was drawn. */
async function fit(drawn: Graph): Promise<void> {
  await drawn.fitView()
  if (drawn.getZoom() <= 1) return
  await drawn.zoomTo(1)
  await drawn.fitCenter()
}

/** Follows the size of its box; whoever has moved or zoomed the picture keeps the part they look at. */
function followSize(box: HTMLElement, drawn: Graph): ResizeObserver {
  const view = () => JSON.stringify([drawn.getZoom(), drawn.getPosition()])
  let size = `${box.clientWidth} ${box.clientHeight}`
  let fitted = view()
  const observer = new ResizeObserver(async () => {
    const now = `${box.clientWidth} ${box.clientHeight}`
    if (now === size || box.clientWidth === 0) return
    size = now
    const isWhole = view() === fitted
    drawn.resize(box.clientWidth, box.clientHeight)
    if (!isWhole) return
    await fit(drawn)
    fitted = view()
  })
  observer.observe(box)
  return observer
}

function nodeStyle({ kind, role }: GraphNode) {
  const size = kind === 'account' ? 18 : 26
  const common = {
    fill: fillOf(role),
    stroke: role === 'core' ? '#173f5f' : '#8796a5',
    lineWidth: 1.5,
  }
  return kind === 'shop'
    ? { ...common, size: [size, 20] as [number, number], radius: 3 }
    : { ...common, size }
}

function edgeStyle({ kind, role }: Line) {
  return {
    stroke: inkOf(kind),
    lineDash: [...dashOf(role)],
    opacity: role === 'core' ? 0.75 : 0.55,
    endArrow: isFlow(kind),
    endArrowSize: 8,
    labelFontSize: 10,
    labelBackground: true,
    labelBackgroundFill: '#ffffff',
    labelBackgroundOpacity: 0.85,
  }
}

/** Lines appear with their first edge and grow with each further one; a flow tells its sum. */
async function showUntil(
  drawn: Graph,
  lines: readonly Line[],
  untilMs: number,
  told: (kind: Line['kind'], fen: number) => string,
): Promise<void> {
  const known = new Set(drawn.getEdgeData().map(({ id }) => id))
  const fewFlows = lines.filter(({ kind }) => isFlow(kind)).length <= namedNodes
  drawn.updateEdgeData(
    lines
      .filter(({ id }) => known.has(id))
      .map(line => {
        const count = countBy(line, untilMs)
        const sum = sumBy(line, untilMs)
        return {
          id: line.id,
          style: {
            visibility: count > 0 ? ('visible' as const) : ('hidden' as const),
            lineWidth: widthOf(count),
            labelText: fewFlows && isFlow(line.kind) && sum > 0 ? told(line.kind, sum) : '',
          },
        }
      }),
  )
  await drawn.draw()
}

/** The chosen node and those it deals with stand out; the rest steps back. */
async function mark(
  drawn: Graph,
  { nodes }: EvidenceGraph,
  lines: readonly Line[],
  chosen: string | null,
): Promise<void> {
  const touching = lines.filter(({ from, to }) => from === chosen || to === chosen)
  const beside = new Set(touching.flatMap(({ from, to }) => [from, to]))
  const near = new Set(touching.map(({ id }) => id))
  const states: Record<string, string[]> = {}
  for (const { id } of nodes)
    states[id] =
      chosen === null ? [] : id === chosen ? ['chosen'] : beside.has(id) ? ['beside'] : ['faded']
  for (const { id } of drawn.getEdgeData())
    if (id !== undefined) states[id] = chosen === null || near.has(id) ? [] : ['faded']
  await drawn.setElementState(states)
}
