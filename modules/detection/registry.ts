/**
 * Which version of which model runs in which mode, and since when: a row for each change, so that any past alert names
 * the version that produced it and who put it to work (requirement 14.3).
 */
import type { Actor, Bilingual, ModelMode } from '#contract'
import type { Db, Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import type { ExplainedModel } from './model.ts'
import type { ModelRow } from './tables.ts'

export type Modes = ReadonlyMap<string, ModelMode>

/** The newest row of each model. */
async function newestRows(db: Db): Promise<ModelRow[]> {
  return db
    .selectFrom('detection.model')
    .selectAll()
    .distinctOn('code')
    .orderBy('code')
    .orderBy('from_at', 'desc')
    .execute()
}

/** Models that were never put anywhere run as their card says. */
export async function modesOf(db: Db, models: readonly ExplainedModel[]): Promise<Modes> {
  const kept = new Map((await newestRows(db)).map(({ code, mode }) => [code, mode]))
  return new Map(models.map(({ card }) => [card.code, kept.get(card.code) ?? card.mode]))
}

/** Records versions that the program brings and the database does not know; running it again changes nothing. */
export async function registerModels(
  tx: Tx,
  models: readonly ExplainedModel[],
  at: Date,
): Promise<void> {
  const kept = new Map((await newestRows(tx)).map(row => [row.code, row]))
  for (const { card } of models) {
    const before = kept.get(card.code)
    if (before?.version === card.version) continue
    await insertRow(tx, {
      code: card.code,
      version: card.version,
      mode: before?.mode ?? card.mode,
      from_at: at,
      by_id: null,
      by_name: '监测系统',
      reason: shippedReason(card.version, before?.version).zh,
      card,
    })
  }
}

/** Why a version runs that nobody put there: it came with the program. */
const shippedReason = (version: string, before: string | undefined): Bilingual =>
  before === undefined
    ? { zh: '首次启用', en: 'First put into use' }
    : { zh: `版本 ${before} 更新为 ${version}`, en: `Version ${before} became ${version}` }

/** What a person gave as the reason is said as it was written. */
export const reasonOf = (row: ModelRow, before: ModelRow | undefined): Bilingual =>
  row.by_id === null
    ? shippedReason(row.version, before?.version)
    : { zh: row.reason, en: row.reason }

export async function setModelMode(
  tx: Tx,
  model: ExplainedModel,
  { mode, reason }: { mode: ModelMode; reason: string },
  { actor, at }: { actor: Actor; at: Date },
): Promise<void> {
  const { card } = model
  await insertRow(tx, {
    code: card.code,
    version: card.version,
    mode,
    from_at: at,
    by_id: actor.accountId,
    by_name: actor.name,
    reason,
    card,
  })
}

const insertRow = (tx: Tx, row: ModelRow) =>
  tx
    .insertInto('detection.model')
    .values({ ...row, card: JSON.stringify(row.card) })
    .onConflict(conflict => conflict.columns(['code', 'from_at']).doNothing())
    .execute()

export const versionsOf = (db: Db, code: string): Promise<ModelRow[]> =>
  db
    .selectFrom('detection.model')
    .selectAll()
    .where('code', '=', code)
    .orderBy('from_at', 'desc')
    .execute()

export function modelNamed<M extends ExplainedModel>(
  models: readonly M[],
  code: string,
  version?: string,
): M {
  const model = models.find(
    ({ card }) => card.code === code && (version === undefined || card.version === version),
  )
  return model ?? refuse('model.unknown', { model: code, version: version ?? '*' })
}
