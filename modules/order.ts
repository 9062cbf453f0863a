/**
 * The rooms of the domain in dependency order: each imports only those above it, and only through their door. The
 * server migrates and composes them in this order; `tests/tidy.test.ts` enforces it.
 */
export const moduleOrder = [
  'access',
  'policy',
  'transparency',
  'subjects',
  'commitments',
  'trade',
  'reputation',
  'traceability',
  'records',
  'evaluation',
  'detection',
  'cases',
  'measures',
  'protection',
  'exchange',
  'coordination',
  'disclosure',
] as const
