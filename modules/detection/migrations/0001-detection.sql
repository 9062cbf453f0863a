-- Detection: alerts as facts and their projection, the suspicions behind them, models and their versions, checkpoints,
-- and trials, which are kept apart and are never logged.
create schema detection;

create sequence detection.alert_number;

-- Facts: raised, strengthened, acknowledged, assigned, escalated, merged, absorbed, snoozed, woken, explained,
-- handed-over, closed. A suspicion is never a finding (invariant 2).
create table detection.fact (
  alert_id uuid not null,
  fact_id uuid not null,
  kind text not null,
  at timestamptz not null,
  body text not null,
  batch_id uuid not null,
  ordinal int not null,
  primary key (alert_id, fact_id)
);
-- serves: verification, which reads a batch at a time
create index fact_batch on detection.fact (batch_id, ordinal);
create trigger fact_is_fact before update or delete on detection.fact
  for each row execute function platform.refuse_change();
create trigger fact_is_kept before truncate on detection.fact
  for each statement execute function platform.refuse_change();

-- The current state of each alert, rebuilt from its facts.
create table detection.alert (
  alert_id uuid primary key,
  number text not null,
  family text not null,
  behaviour text not null,
  behaviours text[] not null,
  models text[] not null,
  level text not null,
  state text not null,
  shops text[] not null,
  accounts text[] not null,
  seller_ids uuid[] not null,
  areas text[] not null,
  receiver_area text not null,
  handler_id uuid,
  due_at timestamptz,
  window_from timestamptz not null,
  window_until timestamptz not null,
  raised_at timestamptz not null,
  changed_at timestamptz not null,
  state_json jsonb not null
);
-- serves: the queue, most urgent first
create index alert_due on detection.alert (due_at, alert_id) where due_at is not null;
-- serves: the queue, newest first, and the series of the monitor
create index alert_raised on detection.alert (raised_at desc, alert_id);
-- serves: finding the open alert of the same act by its shops
create index alert_shops on detection.alert using gin (shops);
-- serves: finding the open alert of the same act by its accounts
create index alert_accounts on detection.alert using gin (accounts);
-- serves: a merchant's own warnings, and the alerts of a subject
create index alert_sellers on detection.alert using gin (seller_ids);

-- Evidence of alerts; the fact that names it holds its digest.
create table detection.suspicion (
  alert_id uuid not null,
  suspicion_id uuid not null,
  model text not null,
  version text not null,
  act_key text not null,
  raised_at timestamptz not null,
  content text not null,
  content_sha256 bytea not null,
  primary key (alert_id, suspicion_id)
);
-- serves: whether this act of this model was told before
create index suspicion_act on detection.suspicion (model, act_key, raised_at desc);
create trigger suspicion_is_fact before update or delete on detection.suspicion
  for each row execute function platform.refuse_change();

-- Versions and modes of models: a new row for each change (requirement 14.3).
create table detection.model (
  code text not null,
  version text not null,
  mode text not null,
  from_at timestamptz not null,
  by_id uuid,
  by_name text not null,
  reason text not null,
  card jsonb not null,
  primary key (code, from_at)
);
create trigger model_is_fact before update or delete on detection.model
  for each row execute function platform.refuse_change();

-- Detectors' memory as of a position of the stream: what comes after is replayed.
create table detection.checkpoint (
  consumer text primary key,
  xid text not null,
  seq bigint not null,
  saved_at timestamptz not null,
  state bytea not null
);

-- What models on trial would have raised. Not facts: they are dropped with the trial.
create table detection.trial (
  trial_id uuid primary key,
  model text not null,
  raised_at timestamptz not null,
  content jsonb not null
);
-- serves: the results of one model on trial, newest first
create index trial_model on detection.trial (model, raised_at desc, trial_id);

create table detection.backtest (
  backtest_id uuid primary key,
  started_at timestamptz not null,
  result jsonb not null
);
-- serves: the list of backtests, newest first
create index backtest_started on detection.backtest (started_at desc, backtest_id);
