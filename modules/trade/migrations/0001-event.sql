-- Trade facts: what the reporting systems saw, one row an event, partitioned by the month in which it happened, so that
-- retention is a dropped partition. The distribution key is seller_id; no unique key omits it.
create schema trade;

create table trade.event (
  batch_id uuid not null,
  ordinal int not null,
  -- The nil UUID where no seller is concerned (a transfer between strangers).
  seller_id uuid not null,
  kind text not null,
  platform text not null,
  order_no text,
  sku text,
  -- The buyer's token; of people rating each other, the rater's.
  buyer text,
  occurred_at timestamptz not null,
  source text collate "C" not null,
  event_id text collate "C" not null,
  -- The tenant: the organisation that reported it. Null for what the credit office imported itself.
  organisation_id uuid,
  -- Where the seller is at home: who may see the event, not what happened, so it is not part of the fact's text.
  area text not null,
  body text not null,
  -- serves: the events of a batch in order, for consumers of the stream and for verification
  primary key (batch_id, ordinal, seller_id, occurred_at)
) partition by range (occurred_at);

-- serves: one order's timeline
create index event_order on trade.event (order_no, platform) where order_no is not null;
-- serves: a seller's orders in a window
create index event_seller_orders on trade.event (seller_id, occurred_at)
  where kind in ('order.placed', 'order.cancelled', 'order.completed');
-- serves: the production of what an order contains
create index event_sku on trade.event (seller_id, sku, occurred_at) where sku is not null;

create trigger event_is_fact before update or delete on trade.event
  for each row execute function platform.refuse_change();

-- Months are made on demand (partitions.ts). What happened before 2020 is history that somebody imports; it shares one
-- partition, so that a file of old dates cannot make a thousand of them. Nothing lies ahead: the future is refused.
create table trade.event_past partition of trade.event for values from (minvalue) to ('2020-01-01T00:00:00Z');

-- Which events are known, by the number their source gave them: intake happens once (invariant 9). Its own table,
-- because a unique index over the partitioned events would have to contain their time, and an event sent again with
-- another time must be caught too. Distributed by source. It outlives the events it names.
create table trade.intake_key (
  source text collate "C" not null,
  event_id text collate "C" not null,
  batch_id uuid not null,
  ordinal int not null,
  primary key (source, event_id)
);

-- Rows that were refused, kept for their correction. The digest of the line makes a repeated import change nothing.
create table trade.quarantine (
  source text collate "C" not null,
  line_sha256 bytea not null,
  organisation_id uuid,
  import_id uuid not null,
  row_no int not null,
  event_id text collate "C",
  code text not null,
  -- JSON as text: it quotes whatever the sender wrote, which jsonb does not always accept.
  errors text not null,
  raw text not null,
  received_at timestamptz not null,
  primary key (source, line_sha256)
);
-- serves: the list of refused rows of one source, newest first
create index quarantine_received on trade.quarantine (source, received_at, line_sha256);
-- serves: the list of refused rows of all sources, newest first
create index quarantine_received_all on trade.quarantine (received_at, line_sha256);

-- Invariant 8: a tenant sees what it reported, whatever a query says.
grant usage on schema trade to xinheng_tenant;
grant select on trade.event, trade.quarantine, trade.intake_key to xinheng_tenant;
alter table trade.event enable row level security;
alter table trade.quarantine enable row level security;
create policy event_of_tenant on trade.event for select to xinheng_tenant
  using (organisation_id = nullif(current_setting('xinheng.organisation', true), '')::uuid);
create policy quarantine_of_tenant on trade.quarantine for select to xinheng_tenant
  using (organisation_id = nullif(current_setting('xinheng.organisation', true), '')::uuid);
