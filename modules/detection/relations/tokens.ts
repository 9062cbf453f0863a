/**
 * Which shop was seen with which token: reported by platforms and institutions as a fact of its own, or seen in payments
 * (who was paid) and parcels (where they were posted). Tokens are one-way; what they stand for never reaches this
 * system (《电子商务法》第31条；《个人信息保护法》第6条).
 */
import { sql } from 'kysely'
import { type Actor, hasRole, type OperatorToken, type RelationKind } from '#contract'
import { eventsOfBatch, type LandedEvent, type TradeBatch } from '#modules/trade'
import { type FactSource, logFacts } from '#modules/transparency'
import { type Db, insertRows, type Tx } from '#platform/database'
import { type Ids, refuse } from '#platform/runtime'
import { type Consumer, publish } from '#platform/stream'
import { shopKey, shopName } from '../evidence.ts'
import type { ShopTokenRow } from '../tables.ts'

export const tokenFact = 'detection.operator-token'

/** A platform speaks of its own shops only; what was said before is not said twice. */
export async function reportTokens(
  tx: Tx,
  tokens: readonly OperatorToken[],
  { actor, at, ids }: { actor: Actor; at: Date; ids: Ids },
): Promise<{ accepted: number; known: number }> {
  const foreign = tokens.find(({ platform }) => platform !== actor.organisationCode)
  if (foreign && hasRole(actor, 'platform') && !hasRole(actor, 'credit-office'))
    refuse('relations.other-platform', { platform: foreign.platform })
  const distinct = [...new Map(tokens.map(token => [keyOf(token), token])).values()]
  const before = await seenBefore(tx, distinct)
  const fresh = distinct.filter(token => !before.has(keyOf(token)))
  if (fresh.length > 0) {
    const factIds = fresh.map(() => ids.next())
    const said = { at: at.toISOString(), by: actor.organisationId }
    const facts = fresh.map((token, i) => ({
      type: tokenFact,
      body: { id: factIds[i], ...said, ...token },
    }))
    const { batchId, bodies } = await logFacts(tx, ids, facts)
    await insertRows(tx, 'detection.token_fact', {
      platform: { type: 'text', values: fresh.map(token => token.platform) },
      shop: { type: 'text', values: fresh.map(token => token.shop) },
      fact_id: { type: 'uuid', values: factIds },
      kind: { type: 'text', values: fresh.map(token => token.kind) },
      token: { type: 'text', values: fresh.map(token => token.token) },
      seen_at: { type: 'timestamptz', values: fresh.map(token => new Date(token.seenAt)) },
      body: { type: 'text', values: bodies },
      batch_id: { type: 'uuid', values: fresh.map(() => batchId) },
      ordinal: { type: 'int', values: fresh.map((_, i) => i) },
    })
    await keepSightings(
      tx,
      fresh.map(({ kind, token, platform, shop, seenAt }, ordinal) => ({
        ...{ kind, token, platform, shop, seen_at: new Date(seenAt) },
        ...{ fact_type: tokenFact, batch_id: batchId, ordinal },
      })),
    )
  }
  return { accepted: fresh.length, known: tokens.length - fresh.length }
}

/** Follows trade: payees and sending points of shops. Work is by batch of messages, one statement each. */
export const tokenConsumer: Consumer = {
  name: 'detection.tokens',
  topics: ['trade.events'],
  batch: 20,
  handle: async (tx, messages) => {
    const first = new Map<string, ShopTokenRow>()
    for (const { body } of messages) {
      const batch = body as TradeBatch
      for (const landed of await eventsOfBatch(tx, batch, ['payment.made', 'parcel.sent'])) {
        const row = sightingOf(landed, batch.batchId)
        if (row && !first.has(keyOf(row))) first.set(keyOf(row), row)
      }
    }
    await keepSightings(tx, [...first.values()])
  },
}

function sightingOf(
  { event, ordinal, occurredAt }: LandedEvent,
  batchId: string,
): ShopTokenRow | undefined {
  const { platform, shop } = event
  const at = {
    platform,
    shop,
    seen_at: occurredAt,
    fact_type: event.kind,
    batch_id: batchId,
    ordinal,
  }
  if (event.kind === 'payment.made') return { kind: 'payee', token: event.payee, ...at }
  if (event.kind === 'parcel.sent') return { kind: 'sender-node', token: event.senderNode, ...at }
  return undefined
}

/** Tells the stream which shops were seen with something new. */
async function keepSightings(tx: Tx, rows: readonly ShopTokenRow[]): Promise<void> {
  const fresh = await insertRows<{ platform: string; shop: string }>(
    tx,
    'detection.shop_token',
    {
      kind: { type: 'text', values: rows.map(row => row.kind) },
      token: { type: 'text', values: rows.map(row => row.token) },
      platform: { type: 'text', values: rows.map(row => row.platform) },
      shop: { type: 'text', values: rows.map(row => row.shop) },
      seen_at: { type: 'timestamptz', values: rows.map(row => row.seen_at) },
      fact_type: { type: 'text', values: rows.map(row => row.fact_type) },
      batch_id: { type: 'uuid', values: rows.map(row => row.batch_id) },
      ordinal: { type: 'int', values: rows.map(row => row.ordinal) },
    },
    { tail: 'on conflict do nothing returning platform, shop' },
  )
  const shops = [...new Set(fresh.map(shopName))]
  for (let i = 0; i < shops.length; i += SHOPS_PER_MESSAGE) {
    const part = shops.slice(i, i + SHOPS_PER_MESSAGE)
    await publish(tx, 'relations.changed', part[0]!, { shops: part })
  }
}

/** A message is small: many shops go out in several. */
const SHOPS_PER_MESSAGE = 1_000

type Sighting = Pick<ShopTokenRow, 'kind' | 'token' | 'platform' | 'shop'>

const keyOf = ({ kind, token, platform, shop }: Sighting): string =>
  `${kind} ${token} ${platform} ${shop}`

async function seenBefore(db: Db, tokens: readonly Sighting[]): Promise<Set<string>> {
  const { rows } = await sql<Sighting>`
    select s.kind, s.token, s.platform, s.shop
    from json_to_recordset(${JSON.stringify(tokens)}::json)
      as asked(kind text, token text, platform text, shop text)
    join detection.shop_token s using (kind, token, platform, shop)`.execute(db)
  return new Set(rows.map(keyOf))
}

/** A token and every shop seen with it, up to a bound beyond which it tells nobody from anybody. */
export type SharedToken = {
  readonly kind: RelationKind
  readonly token: string
  readonly sightings: readonly ShopTokenRow[]
}

/** Above this a token is a market's or a courier's: it links nobody. */
const MAX_SHARERS = 60

/** The tokens of these shops (`platform shop`) that other shops were seen with too. */
export async function sharedTokens(db: Db, shops: readonly string[]): Promise<SharedToken[]> {
  if (shops.length === 0) return []
  const named = JSON.stringify(shops.map(shopKey))
  const { rows } = await sql<ShopTokenRow>`
    with own as (
      select distinct s.kind, s.token
      from json_to_recordset(${named}::json) as asked(platform text, shop text)
      join detection.shop_token s using (platform, shop)
    )
    select other.* from own cross join lateral (
      select * from detection.shop_token s where s.kind = own.kind and s.token = own.token
      order by s.platform, s.shop limit ${MAX_SHARERS + 1}
    ) other`.execute(db)
  const byToken = Map.groupBy(rows, ({ kind, token }) => `${kind} ${token}`)
  return [...byToken.values()]
    .filter(sightings => sightings.length > 1 && sightings.length <= MAX_SHARERS)
    .map(sightings => {
      const { kind, token } = sightings[0]!
      return { kind: kind as RelationKind, token, sightings }
    })
}

export const tokenFactSource: FactSource = {
  type: tokenFact,
  table: 'detection.token_fact',
  key: 'fact_id',
  columnsOf: body => ({
    platform: body.platform,
    shop: body.shop,
    fact_id: body.id,
    kind: body.kind,
    token: body.token,
    seen_at: new Date(String(body.seenAt)),
  }),
}
