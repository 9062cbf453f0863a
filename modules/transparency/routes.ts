/** The transparency room's edge: tlog-tiles for machines, status and proofs for the pages that explain the log. */
import type { LogStatus, transparencyOperations } from '#contract'
import { toBase64 } from '#lib/canonical'
import { MerkleError, parseLogPath, TILE_WIDTH } from '#lib/merkle'
import type { Db } from '#platform/database'
import type { Bytes, Handlers } from '#platform/http'
import { refuse } from '#platform/runtime'
import type { LogKeys } from './keys.ts'
import { loggedPolicy } from './policy-versions.ts'
import { proveConsistency, proveFact, proveInclusion, shownFactProof } from './proofs.ts'
import {
  newestCheckpoint,
  readBundle,
  readTile,
  recentCheckpoints,
  waitingEntries,
} from './reads.ts'
import type { CheckpointRow } from './tables.ts'

const checkpointsShown = 20

export function transparencyRoutes({
  db,
  keys,
}: {
  readonly db: Db
  readonly keys: LogKeys
}): Handlers<typeof transparencyOperations> {
  return {
    logCheckpoint: async () => {
      const newest = await newestCheckpoint(db)
      if (!newest) return refuse('log.empty')
      return { type: 'text/plain; charset=utf-8', bytes: newest.note, maxAgeS: 1 }
    },
    logTile: ({ params }) => resource(db, `tile/${params['*']}`),
    logVerifierKey: () => ({
      type: 'text/plain; charset=utf-8',
      bytes: `${keys.verifierKey}\n`,
      maxAgeS: 60,
    }),
    logStatus: async (): Promise<LogStatus> => {
      const recent = (await recentCheckpoints(db, checkpointsShown)).map(shownCheckpoint)
      const { origin, verifierKey } = keys
      const waiting = await waitingEntries(db)
      const checkpoint = recent[0] ?? null
      return { origin, verifierKey, size: checkpoint?.size ?? 0, waiting, checkpoint, recent }
    },
    proveLogged: async ({ query }) => {
      const bundle = await proveInclusion(db, keys, {
        batchId: query.batch,
        ordinal: query.ordinal,
      })
      return { ...bundle, proof: [...bundle.proof] }
    },
    provePolicy: async ({ params, query }) => {
      const logged = await loggedPolicy(db, params.key, query.version)
      if (!logged) return refuse('policy.unknown', params)
      return shownFactProof(await proveFact(db, keys, logged))
    },
    proveConsistency: async ({ query }) => ({
      ...query,
      proof: await proveConsistency(db, query),
    }),
  }
}

/**
 * A tile or bundle under its one canonical path. What a path names never changes, a partial tile that grows gets another
 * path; so all may be kept for ever. A partial one is not `immutable`, because mirrors may drop it for the full one.
 */
async function resource(db: Db, path: string): Promise<Bytes> {
  const asked = parsePath(path)
  const bytes =
    asked?.kind === 'tile'
      ? await readTile(db, asked)
      : asked && (await readBundle(db, { index: asked.index, width: asked.width }))
  if (!asked || !bytes) return refuse('log.no-such-tile', { path })
  const full = asked.width === TILE_WIDTH
  return {
    type: 'application/octet-stream',
    bytes,
    immutable: full,
    ...(full ? {} : { maxAgeS: 60 }),
  }
}

function parsePath(path: string): ReturnType<typeof parseLogPath> | undefined {
  try {
    return parseLogPath(path)
  } catch (error) {
    if (error instanceof MerkleError) return undefined
    throw error
  }
}

const shownCheckpoint = ({ size, root, note, signed_at }: CheckpointRow) => ({
  size,
  root: toBase64(root),
  signedAt: signed_at.toISOString(),
  note,
})
