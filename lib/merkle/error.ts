/**
 * Why a log, a proof or a note was not believed. A closed union, so that whoever shows a verdict to
 * a citizen can say which promise was broken and not merely that something failed.
 */

export type MerkleErrorCode =
  | 'out-of-range' // sizes or indices that no tree has
  | 'malformed-tile' // stored tiles, bundles or their paths of the wrong shape
  | 'malformed-proof' // wrong number or width of hashes, or text that is no proof
  | 'root-mismatch' // well-formed, but leads to another root
  | 'malformed-key'
  | 'malformed-note'
  | 'malformed-checkpoint'
  | 'untrusted-key' // nobody the verifier trusts has signed
  | 'bad-signature' // a trusted name, but not its signature
  | 'unexpected-origin' // a valid checkpoint of another log

export class MerkleError extends Error {
  readonly code: MerkleErrorCode

  constructor(code: MerkleErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MerkleError'
    this.code = code
  }
}
