/**
 * The stream's engine on PostgreSQL: an outbox table read only below the oldest running transaction, so that a late
 * commit is never skipped. Cursors compare (xid, seq); every row below the snapshot's xmin is final.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '#platform/database'

/** Both parts as decimal text: xid8 is an unsigned 64-bit number. */
export type Position = { readonly xid: string; readonly seq: number }

export type Message = {
  readonly position: Position
  readonly topic: string
  readonly key: string
  readonly body: unknown
  readonly publishedAt: Date
}

export const start: Position = { xid: '0', seq: 0 }

/** Publishes one message in the caller's transaction; `key` orders and partitions (a seller, a subject). */
export async function publish(tx: Tx, topic: string, key: string, body: unknown): Promise<void> {
  await sql`insert into stream.outbox (topic, key, body)
            values (${topic}, ${key}, ${JSON.stringify(body)}::jsonb)`.execute(tx)
}

/** Up to `limit` messages after `after`, oldest first; fewer than `limit` means the end for now. */
export const readAfter = (
  db: Db,
  after: Position,
  topics: readonly string[],
  limit: number,
): Promise<Message[]> =>
  read(db, after, sql`xid < pg_snapshot_xmin(pg_current_snapshot())`, topics, limit)

/**
 * Up to `limit` messages after `after` and not beyond `until`, a place some cursor has reached. What lies before a
 * cursor is final, so no running transaction, not even the server's own analysis of tables, holds this read back.
 */
export const readAgain = (
  db: Db,
  after: Position,
  until: Position,
  topics: readonly string[],
  limit: number,
): Promise<Message[]> =>
  read(db, after, sql`(xid, seq) <= (${until.xid}::xid8, ${until.seq}::bigint)`, topics, limit)

async function read(
  db: Db,
  after: Position,
  bound: RawBuilder<unknown>,
  topics: readonly string[],
  limit: number,
): Promise<Message[]> {
  const { rows } = await sql<{
    xid: string
    seq: number
    topic: string
    key: string
    body: unknown
    published_at: Date
  }>`
    select xid::text as xid, seq, topic, key, body, published_at from stream.outbox
    where (xid, seq) > (${after.xid}::xid8, ${after.seq}::bigint) and ${bound}
      and topic = any(${`{${topics.join(',')}}`}::text[])
    order by outbox.xid, outbox.seq limit ${limit}`.execute(db)
  return rows.map(row => ({
    position: { xid: row.xid, seq: row.seq },
    topic: row.topic,
    key: row.key,
    body: row.body,
    publishedAt: row.published_at,
  }))
}

/** The place of the newest message that is committed now. */
export async function newestPosition(db: Db): Promise<Position> {
  const { rows } = await sql<Position>`
    select xid::text as xid, seq from stream.outbox
    order by outbox.xid desc, outbox.seq desc limit 1`.execute(db)
  return rows[0] ?? start
}

export async function cursorOf(db: Db, consumer: string): Promise<Position> {
  const { rows } = await sql<Position>`
    select xid::text as xid, seq from stream.cursor where consumer = ${consumer}`.execute(db)
  return rows[0] ?? start
}

/** Of those named, who has messages waiting, in one statement however many there are. */
export async function whoHasWork(
  db: Db,
  consumers: readonly { readonly name: string; readonly topics: readonly string[] }[],
): Promise<Set<string>> {
  const asked = consumers.map(({ name, topics }) => ({ name, topics }))
  const { rows } = await sql<{ name: string }>`
    select asked.name from json_to_recordset(${JSON.stringify(asked)}::json) as asked (name text, topics text[])
    left join stream.cursor on cursor.consumer = asked.name
    where exists (
      select from stream.outbox
      where (outbox.xid, outbox.seq) >
          (coalesce(cursor.xid, ${start.xid}::xid8), coalesce(cursor.seq, ${start.seq}))
        and outbox.xid < pg_snapshot_xmin(pg_current_snapshot()) and outbox.topic = any(asked.topics)
    )`.execute(db)
  return new Set(rows.map(({ name }) => name))
}

/** The cursor, held until the transaction ends: of two runners of one consumer the second waits and then sees it moved. */
export async function lockCursor(tx: Tx, consumer: string): Promise<Position> {
  await sql`insert into stream.cursor (consumer, xid, seq)
            values (${consumer}, ${start.xid}::xid8, ${start.seq}) on conflict do nothing`.execute(
    tx,
  )
  const { rows } = await sql<Position>`
    select xid::text as xid, seq from stream.cursor where consumer = ${consumer} for update`.execute(
    tx,
  )
  return rows[0]!
}

/** Moves a cursor in the transaction that holds the consumer's effects: then both happen, or neither. */
export async function moveCursor(tx: Tx, consumer: string, to: Position): Promise<void> {
  await sql`
    insert into stream.cursor (consumer, xid, seq) values (${consumer}, ${to.xid}::xid8, ${to.seq})
    on conflict (consumer) do update
      set xid = excluded.xid, seq = excluded.seq, moved_at = clock_timestamp()`.execute(tx)
}

/** Messages a consumer has not yet seen, and the age in seconds of the oldest of them. */
export async function lagOf(db: Db, consumer: string, topics: readonly string[]) {
  const at = await cursorOf(db, consumer)
  const { rows } = await sql<{ messages: number; age_s: number | null }>`
    select count(*) as messages,
      extract(epoch from clock_timestamp() - min(published_at))::float8 as age_s
    from stream.outbox
    where (xid, seq) > (${at.xid}::xid8, ${at.seq}::bigint)
      and topic = any(${`{${topics.join(',')}}`}::text[])`.execute(db)
  return { messages: rows[0]?.messages ?? 0, ageS: rows[0]?.age_s ?? 0 }
}

/** Drops what every consumer has seen and that is older than `keepHours`. */
export async function trim(tx: Tx, keepHours: number): Promise<void> {
  await sql`
    delete from stream.outbox where published_at < now() - make_interval(hours => ${keepHours})
      and (xid, seq) <= (select xid, seq from stream.cursor order by xid, seq limit 1)`.execute(tx)
}
