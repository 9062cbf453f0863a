/**
 * From suspicions to alerts: weak signals about one act become one alert with growing evidence, not twenty. Two
 * suspicions are about one act when they are of one family of behaviour, close in time, and share half of their shops or
 * a third of their accounts.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { behaviours } from '#contract'
import { chineseDay } from '#lib/calendar'
import { canonicalize } from '#lib/canonical'
import type { Tx } from '#platform/database'
import type { Alert, SuspicionNote } from './alert-state.ts'
import { acknowledgeDuty, appendFact, ended, mergeAlerts, type Said } from './alerts.ts'
import { shopName } from './evidence.ts'
import type { ModelCard, Parameters, Suspicion } from './model.ts'

/** Who keeps a shop, and where. */
export type Keeper = { readonly sellerId: string; readonly area: string }
export type KeepersOf = (shops: readonly string[]) => Promise<ReadonlyMap<string, Keeper>>

export type Raised = {
  readonly card: Pick<ModelCard, 'code' | 'version'>
  readonly parameters: Parameters
  readonly suspicion: Suspicion
}

const SHARED_SHOPS = 0.5
const SHARED_ACCOUNTS = 1 / 3
/** An ended alert stays ended until the act has grown by this factor. */
const REOPENS_AT = 2

/** Answers the alert that now holds the suspicion, or null when people have already ended the same act. */
export async function raiseSuspicion(
  tx: Tx,
  raised: Raised,
  keepersOf: KeepersOf,
  said: Said,
): Promise<Alert | null> {
  const alert = await gathered(tx, raised, keepersOf, said)
  if (!alert) return null
  const cleared = await clearVictims(tx, raised.suspicion, keepersOf, said)
  return cleared.find(({ id }) => id === alert.id) ?? alert
}

async function gathered(
  tx: Tx,
  raised: Raised,
  keepersOf: KeepersOf,
  said: Said,
): Promise<Alert | null> {
  const { suspicion, card } = raised
  if (await wasEnded(tx, card.code, suspicion)) return null
  const { shops, victims } = await sidesOf(tx, suspicion)
  const [first, ...others] = await openAlertsOf(tx, suspicion, shops, said)
  const scenes = suspicion.scenes?.map(shopName) ?? []
  const keepers = await keepersOf([...shops, ...victims, ...scenes])
  const alertId = first?.id ?? said.ids.next()
  const note = await keepSuspicion(tx, alertId, raised, said)
  const about = {
    suspicion: note,
    shops,
    accounts: suspicion.accounts,
    sellerIds: [...new Set(shops.flatMap(shop => keepers.get(shop)?.sellerId ?? []))],
    areas: areasByWeight([shops, victims, scenes].find(({ length }) => length > 0) ?? [], keepers),
    victims,
  }
  if (!first) {
    return appendFact(
      tx,
      alertId,
      {
        kind: 'raised',
        number: await nextNumber(tx, said),
        receiverArea: about.areas[0] ?? '',
        ...about,
        ...acknowledgeDuty(suspicion.severity, said),
      },
      said,
    )
  }
  const alert = await appendFact(tx, first, { kind: 'strengthened', ...about }, said)
  if (others.length === 0 || ended(alert)) return alert
  const ids = others.filter(other => !ended(other)).map(({ id }) => id)
  return ids.length === 0 ? alert : mergeAlerts(tx, alert.id, ids, '同一行为的线索自动合并。', said)
}

/**
 * Whom a suspicion accuses, and who was harmed. A shop that an open alert about the same accounts names as their victim is
 * not accused by what these accounts did there: praise that attackers wrote is no proof against the attacked.
 */
async function sidesOf(tx: Tx, suspicion: Suspicion) {
  const named = suspicion.shops.map(shopName)
  const { accounts } = suspicion
  const rows =
    named.length === 0 || accounts.length === 0
      ? []
      : await tx
          .selectFrom('detection.alert')
          .select('state_json')
          .where('state', 'not in', ['closed', 'merged'])
          .where(sql<boolean>`accounts && ${textArray(accounts)}`)
          .where(sql<boolean>`jsonb_exists_any(state_json->'victims', ${textArray(named)})`)
          .execute()
  const harmed = new Set(
    rows
      .map(row => row.state_json as Alert)
      .filter(alert => shareOf(accounts, alert.accounts) >= SHARED_ACCOUNTS)
      .flatMap(({ victims = [] }) => victims),
  )
  return {
    shops: named.filter(shop => !harmed.has(shop)),
    victims: [...suspicion.victims.map(shopName), ...named.filter(shop => harmed.has(shop))],
  }
}

/** The same where the accusation came first: open alerts about the same accounts no longer accuse who was harmed. */
async function clearVictims(
  tx: Tx,
  { accounts, victims }: Suspicion,
  keepersOf: KeepersOf,
  said: Said,
): Promise<Alert[]> {
  const harmed = victims.map(shopName)
  if (harmed.length === 0 || accounts.length === 0) return []
  const rows = await tx
    .selectFrom('detection.alert')
    .select('state_json')
    .where('state', 'not in', ['closed', 'merged'])
    .where(sql<boolean>`accounts && ${textArray(accounts)} and shops && ${textArray(harmed)}`)
    .orderBy('alert_id')
    .forUpdate()
    .execute()
  const cleared: Alert[] = []
  for (const alert of rows.map(row => row.state_json as Alert)) {
    if (shareOf(accounts, alert.accounts) < SHARED_ACCOUNTS) continue
    const shops = alert.shops.filter(shop => harmed.includes(shop))
    const keepers = await keepersOf(alert.shops)
    const keeping = (names: readonly string[]) =>
      names.flatMap(shop => keepers.get(shop)?.sellerId ?? [])
    const others = new Set(keeping(alert.shops.filter(shop => !shops.includes(shop))))
    const sellerIds = [...new Set(keeping(shops))].filter(id => !others.has(id))
    const reason = '同一批账号的另一线索将其列为受害方，不再列为涉嫌方。'
    cleared.push(await appendFact(tx, alert, { kind: 'cleared', shops, sellerIds, reason }, said))
  }
  return cleared
}

/** The area of most of the shops comes first: it receives the alert. */
function areasByWeight(shops: readonly string[], keepers: ReadonlyMap<string, Keeper>): string[] {
  const counts = new Map<string, number>()
  for (const shop of shops) {
    const area = keepers.get(shop)?.area
    if (area !== undefined) counts.set(area, (counts.get(area) ?? 0) + 1)
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([area]) => area)
}

/** Open alerts about the same act, the oldest first; one handed over to a case still gathers evidence. */
async function openAlertsOf(
  tx: Tx,
  { behaviour, accounts, window }: Suspicion,
  shops: readonly string[],
  { at, policies }: Said,
): Promise<Alert[]> {
  const gapMs = policies.number('alert.merge.gap', chineseDay(at.getTime())) * 86_400_000
  const rows = await tx
    .selectFrom('detection.alert')
    .select('state_json')
    .where('family', '=', behaviours[behaviour].family)
    .where('state', 'not in', ['closed', 'merged'])
    .where('window_from', '<=', new Date(window.untilMs + gapMs))
    .where('window_until', '>=', new Date(window.fromMs - gapMs))
    .where(sql<boolean>`(shops && ${textArray(shops)} or accounts && ${textArray(accounts)})`)
    .orderBy('raised_at')
    .orderBy('alert_id')
    .forUpdate()
    .execute()
  return rows
    .map(row => row.state_json as Alert)
    .filter(
      alert =>
        shareOf(shops, alert.shops) >= SHARED_SHOPS ||
        shareOf(accounts, alert.accounts) >= SHARED_ACCOUNTS,
    )
}

const textArray = (values: readonly string[]) =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`

/** The share of the smaller set that lies in the other. */
function shareOf(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0
  const known = new Set(b)
  return a.filter(name => known.has(name)).length / Math.min(a.length, b.length)
}

async function wasEnded(tx: Tx, model: string, { key, accounts }: Suspicion): Promise<boolean> {
  const row = await tx
    .selectFrom('detection.suspicion as s')
    .innerJoin('detection.alert as a', 'a.alert_id', 's.alert_id')
    .select(['a.state', 'a.accounts'])
    .where('s.model', '=', model)
    .where('s.act_key', '=', key)
    .orderBy('s.raised_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.state === 'closed' && accounts.length < REOPENS_AT * Math.max(1, row.accounts.length)
}

async function nextNumber(tx: Tx, { at }: Said): Promise<string> {
  const { rows } = await sql<{ n: number }>`
    select nextval('detection.alert_number')::bigint as n`.execute(tx)
  return `预警〔${chineseDay(at.getTime()).slice(0, 4)}〕${rows[0]!.n}号`
}

/** What is kept of a suspicion beside the facts; its digest goes into the fact. */
export type SuspicionContent = {
  readonly figures: Suspicion['evidence']['figures']
  readonly graph: Suspicion['evidence']['graph']
  readonly inputs: Suspicion['inputs']
  readonly parameters: Parameters
}

async function keepSuspicion(
  tx: Tx,
  alertId: string,
  { card, parameters, suspicion }: Raised,
  { ids, at }: Said,
): Promise<SuspicionNote> {
  const { evidence, inputs } = suspicion
  const content: SuspicionContent = { ...evidence, inputs, parameters }
  const text = canonicalize(content)
  const digest = createHash('sha256').update(text).digest()
  const id = ids.next()
  await tx
    .insertInto('detection.suspicion')
    .values({
      alert_id: alertId,
      suspicion_id: id,
      model: card.code,
      version: card.version,
      act_key: suspicion.key,
      raised_at: at,
      content: text,
      content_sha256: digest,
    })
    .execute()
  return {
    id,
    model: card.code,
    version: card.version,
    key: suspicion.key,
    behaviour: suspicion.behaviour,
    severity: suspicion.severity,
    confidence: suspicion.confidence,
    from: new Date(suspicion.window.fromMs).toISOString(),
    until: new Date(suspicion.window.untilMs).toISOString(),
    sentence: suspicion.sentence,
    ...(suspicion.rule && {
      rule: { code: suspicion.rule.code, version: suspicion.rule.version },
    }),
    contentSha256: digest.toString('hex'),
  }
}
