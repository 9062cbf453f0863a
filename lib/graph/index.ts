/**
 * The door of the graph room: typed-array graphs, who bought together far more than chance allows, and
 * how far to trust a person's ratings. Pure functions over integers; reading files is the caller's.
 */
export type { TrackedBlock, TrackerOptions, TrackerState } from './block-tracker.ts'
export { BlockTracker } from './block-tracker.ts'
export type { Block, BlockOptions, EdgeWeighting } from './blocks.ts'
export { findDenseBlocks, findDensestBlock } from './blocks.ts'
export type { Components } from './components.ts'
export { connectedComponents, coreNumbers } from './components.ts'
export type { Csr } from './csr.ts'
export { buildCsr, buildSimpleCsr } from './csr.ts'
export type { EdgeList } from './edge-list.ts'
export { assertEdgeList, degreesOf, inDegreesOf, MAX_NODES, outDegreesOf } from './edge-list.ts'
export type { RawEdges, RefusedLine } from './edge-reader.ts'
export { EdgeReader, MAX_ID_BYTES, MAX_LINE_BYTES } from './edge-reader.ts'
export type { EdgeTable, GraphKind } from './edge-table.ts'
export { buildEdgeTable, NodeNames } from './edge-table.ts'
export { IdDictionary } from './id-dictionary.ts'
export type { PlantedBlock, PlantedGraph, PlantedPlan } from './planted.ts'
export { plantGraph } from './planted.ts'
export type { Random } from './random.ts'
export { createRandom } from './random.ts'
