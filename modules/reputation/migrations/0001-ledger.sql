-- Reputation: the points ledger. It is derived from trade facts, so it can be recomputed; it is append-only like them,
-- so that a displayed sum is always the sum of lines that nobody changed.
create schema reputation;

-- The intake batches that were counted, in the order in which they were, and under which rule. A cap depends on what was
-- counted before, so a replay needs both.
create table reputation.batch (
  batch_id uuid primary key,
  seq bigint generated always as identity,
  from_at timestamptz not null,
  until_at timestamptz not null,
  -- Canonical JSON of the points rule.
  rule text not null,
  counted_at timestamptz not null
);
-- serves: the replay in order
create unique index batch_seq on reputation.batch (seq);

-- One line a rating; (batch_id, ordinal) names the trade fact it comes from.
create table reputation.entry (
  subject_id uuid not null,
  batch_id uuid not null,
  ordinal int not null,
  rater text not null,
  order_no text,
  -- As given: 1..5 for an order, -10..10 between people.
  score smallint not null,
  stars smallint not null,
  points smallint not null,
  reason text not null,
  rule text not null,
  rule_version text not null,
  at timestamptz not null,
  -- The month in China, `YYYY-MM`, in which the cap of a pair counts it.
  month text not null,
  primary key (subject_id, batch_id, ordinal)
);
-- serves: what a pair was counted for in a month
create index entry_pair on reputation.entry (subject_id, rater, month) where reason = 'counted';
-- serves: a subject's ratings, newest first
create index entry_newest on reputation.entry (subject_id, at desc, batch_id, ordinal);
-- serves: verification, which reads a batch at a time
create index entry_batch on reputation.entry (batch_id, ordinal);

create trigger batch_is_fact before update or delete on reputation.batch
  for each row execute function platform.refuse_change();
create trigger batch_is_kept before truncate on reputation.batch
  for each statement execute function platform.refuse_change();
create trigger entry_is_fact before update or delete on reputation.entry
  for each row execute function platform.refuse_change();
create trigger entry_is_kept before truncate on reputation.entry
  for each statement execute function platform.refuse_change();
