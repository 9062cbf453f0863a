/** The door of merkle: the append-only tree, its tiles, proofs, checkpoints and notes. */
export {
  type Checkpoint,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.ts'
export {
  decodeBundle,
  type EntryBundle,
  encodeBundle,
  growBundles,
  type ReadBundle,
} from './entry-bundle.ts'
export { MerkleError, type MerkleErrorCode } from './error.ts'
export { type Growth, growTree, type Tile } from './growth.ts'
export {
  formatTlogProof,
  type InclusionBundle,
  inclusionBundle,
  parseTlogProof,
  type TlogProof,
  type VerifiedInclusion,
  verifyInclusionBundle,
} from './inclusion-bundle.ts'
export {
  type ConsistencyClaim,
  consistencyProof,
  type InclusionClaim,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from './proof.ts'
export {
  formatVerifierKey,
  type NoteSigner,
  type NoteVerifier,
  noteVerifier,
  openNote,
  parseNote,
  parseVerifierKey,
  signNote,
  type UnverifiedNote,
  type VerifiedNote,
} from './signed-note.ts'
export {
  type BundleId,
  bundlePath,
  edgeTiles,
  type LogPath,
  newBundles,
  newTiles,
  parseLogPath,
  type ReadTile,
  type ReadTileAsync,
  TILE_WIDTH,
  type TileId,
  tilePath,
} from './tile.ts'
export { consistencyProofFromTiles, inclusionProofFromTiles, rootFromTiles } from './tile-proof.ts'
export {
  EMPTY_TREE,
  HASH_BYTES,
  leafHash,
  leafHashes,
  MAX_ENTRY_BYTES,
  MAX_TREE_SIZE,
  nodeHash,
  rootOf,
  type TreeHead,
} from './tree.ts'
