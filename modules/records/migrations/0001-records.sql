-- Credit records: append-only facts and the projection that holds their current state.
create schema records;

-- Facts: added, reviewed, corrected, withdrawn, repaired, disputed, settled. `record_id` names what they speak of.
create table records.fact (
  subject_id uuid not null,
  fact_id uuid not null,
  record_id uuid not null,
  kind text not null,
  at timestamptz not null,
  body text not null,
  batch_id uuid not null,
  ordinal int not null,
  primary key (subject_id, fact_id)
);
-- serves: verification, which reads a batch at a time
create index fact_batch on records.fact (batch_id, ordinal);
-- serves: the history of one record and the file as of an instant
create index fact_record on records.fact (subject_id, record_id, at);

create trigger fact_is_fact before update or delete on records.fact
  for each row execute function platform.refuse_change();
create trigger fact_is_kept before truncate on records.fact
  for each statement execute function platform.refuse_change();

-- The current state, rebuilt from the facts by `rebuildRecords`.
create table records.record (
  subject_id uuid not null,
  record_id uuid not null,
  item text not null,
  polarity text not null,
  severity text,
  provider_id uuid not null,
  provider text not null,
  area text not null,
  occurred_on date not null,
  entered_at timestamptz not null,
  shown_until date,
  kept_until date,
  query_until date,
  state text not null,
  disputed boolean not null,
  reviewed boolean not null,
  state_json jsonb not null,
  primary key (subject_id, record_id)
);
-- serves: a record by its id alone
create unique index record_id on records.record (record_id, subject_id);
-- serves: what one provider entered, newest first
create index record_provider on records.record (provider_id, entered_at desc, record_id);
-- serves: the daily sweep of display clocks
create index record_clock on records.record (shown_until) where state = 'shown';
