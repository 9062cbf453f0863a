-- The outbox: what modules publish in the transaction that makes it true. Ordered by (xid, seq), not by seq alone:
-- a transaction that started early and commits late would otherwise slip in behind a cursor that has moved on.
create schema stream;

create table stream.outbox (
  xid xid8 not null default pg_current_xact_id(),
  seq bigint generated always as identity,
  topic text not null,
  key text not null,
  body jsonb not null,
  published_at timestamptz not null default clock_timestamp(),
  primary key (xid, seq) -- serves: read after a cursor
);

create table stream.cursor (
  consumer text primary key,
  xid xid8 not null default '0',
  seq bigint not null default 0,
  moved_at timestamptz not null default clock_timestamp()
);
