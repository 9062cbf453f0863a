-- Lists and measures: facts, their projections, and the feed that carries each change to its recipients.
create schema measures;

create table measures.fact (
  -- The subject, or the list type that a fact creates.
  owner_id uuid not null,
  fact_id uuid not null,
  type text not null,
  at timestamptz not null,
  body text not null,
  batch_id uuid not null,
  ordinal int not null,
  primary key (owner_id, fact_id) -- serves: everything about one subject, oldest first
);
create trigger fact_is_fact before update or delete on measures.fact
  for each row execute function platform.refuse_change();
create trigger fact_is_fact_whole before truncate on measures.fact
  for each statement execute function platform.refuse_change();
-- Serves: verification, batch by batch.
create index fact_by_batch on measures.fact (batch_id, ordinal);

-- List types created here; those shipped with the product are in its data.
create table measures.list_type (
  code text primary key,
  -- As the contract shows it.
  shown jsonb not null
);

create table measures.entry (
  subject_id uuid not null,
  entry_id uuid not null,
  list_type text not null,
  nature text not null,
  state text not null check (state in ('candidate', 'in-force', 'expired', 'removed', 'rejected')),
  subject_name text not null,
  subject_code text,
  area text not null,
  reason text not null,
  basis text not null,
  case_id uuid,
  document text,
  decided_by text not null,
  nominated_by uuid,
  -- Candidates: last day of the public notice.
  notice_until date,
  entered_on date,
  until_on date,
  removable_from date,
  ended_on date,
  end_reason text,
  record_id uuid,
  entered_at timestamptz not null,
  batch_id uuid not null,
  ordinal int not null,
  primary key (subject_id, entry_id) -- serves: the lists one subject stands on
);
-- Serves: an entry by its id.
create unique index entry_by_id on measures.entry (entry_id, subject_id);
-- Serves: one standing entry per subject and list.
create unique index entry_standing on measures.entry (subject_id, list_type)
  where state in ('candidate', 'in-force');
-- Serves: the pages of a list, newest first.
create index entry_by_list on measures.entry (list_type, entry_id desc);
-- Serves: the sweep for terms that have ended.
create index entry_by_end on measures.entry (until_on) where state = 'in-force';
-- Serves: what rests on a case.
create index entry_by_case on measures.entry (case_id) where case_id is not null;

create table measures.measure (
  subject_id uuid not null,
  measure_id uuid not null,
  measure text not null,
  class text not null,
  subject_name text not null,
  subject_code text,
  area text not null,
  basis text not null,
  reason text not null,
  entry_id uuid,
  case_id uuid,
  list_type text,
  -- The market party whose own choice it is; null when it is addressed to all of its audience.
  organisation_id uuid,
  state text not null check (state in ('in-force', 'lifted', 'ended')),
  from_on date not null,
  until_on date,
  imposed_by text not null,
  imposed_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  batch_id uuid not null,
  ordinal int not null,
  primary key (subject_id, measure_id) -- serves: the measures of one subject
);
-- Serves: a measure by its id.
create unique index measure_by_id on measures.measure (measure_id, subject_id);
-- Serves: what follows from an entry.
create index measure_by_entry on measures.measure (entry_id) where entry_id is not null;
-- Serves: what rests on a case.
create index measure_by_case on measures.measure (case_id) where case_id is not null;
-- Serves: the sweep for terms that have ended.
create index measure_by_end on measures.measure (until_on) where state = 'in-force';

-- The feed. Numbers are given under the lock of `head`, so their order is the order of commits and none is skipped.
create table measures.head (
  one boolean primary key default true check (one),
  last bigint not null
);
insert into measures.head (last) values (0);

create table measures.change (
  number bigint primary key, -- serves: changes after a number
  change text not null check (change in ('imposed', 'lifted')),
  subject_id uuid not null,
  measure_id uuid not null,
  audience text[] not null,
  organisation_id uuid,
  reason text not null,
  at timestamptz not null,
  batch_id uuid not null,
  ordinal int not null
);
-- Serves: the two changes of one measure, for its receipts.
create index change_by_measure on measures.change (measure_id, number);

-- Who was sent which changes and when.
create table measures.fetch (
  organisation_id uuid not null,
  to_number bigint not null,
  numbers bigint[] not null,
  organisation text not null,
  at timestamptz not null,
  primary key (organisation_id, to_number) -- serves: one row for the same page fetched twice
);
-- Serves: when each organisation was first sent a change.
create index fetch_by_number on measures.fetch using gin (numbers);

create table measures.feedback (
  measure_id uuid not null,
  organisation_id uuid not null,
  organisation text not null,
  applied boolean not null,
  reason text,
  at timestamptz not null,
  primary key (measure_id, organisation_id) -- serves: the feedback on one measure
);
