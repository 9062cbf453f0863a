/**
 * How kinds and roles look, on the canvas and in the legend alike. Shape tells the kind of a node, fill its role; dash tells
 * the role of an edge, an arrow that something passes. Colour only repeats it.
 */
import type { GraphEdge, GraphNode } from '#contract'

export type Shape = 'circle' | 'rect' | 'diamond' | 'hexagon' | 'triangle' | 'star' | 'ellipse'

const shapes: Readonly<Record<string, Shape>> = {
  account: 'circle',
  shop: 'rect',
  purse: 'hexagon',
  device: 'triangle',
  address: 'diamond',
  sender: 'ellipse',
  seller: 'star',
  review: 'ellipse',
}

export const shapeOf = (kind: GraphNode['kind']): Shape => shapes[kind] ?? 'circle'

const inks: Readonly<Record<string, string>> = {
  order: '#1c4f7c',
  payment: '#7d5200',
  transfer: '#a34a00',
  refund: '#a8322a',
  parcel: '#1f6a4d',
  shared: '#5b3a82',
  likeness: '#5b3a82',
}

export const inkOf = (kind: GraphEdge['kind']): string => inks[kind] ?? '#4a5866'

/** Solid inside the group, long dashes for camouflage, dots for context. */
export const dashOf = (role: GraphEdge['role']): readonly number[] =>
  role === 'core' ? [] : role === 'camouflage' ? [9, 5] : [2, 4]

export const fillOf = (role: GraphNode['role']): string => (role === 'core' ? '#1c4f7c' : '#ffffff')

export const widthOf = (edges: number): number => Math.min(5, 1 + Math.log2(Math.max(1, edges)))
