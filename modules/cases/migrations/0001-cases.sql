-- Cases: what was done in each is a fact; `case_file` and `clock` are projections that let queues and sweeps find them.
create schema cases;

create table cases.fact (
  subject_id uuid not null,
  fact_id uuid not null,
  case_id uuid not null,
  type text not null,
  at timestamptz not null,
  -- The fact as canonical JSON: who did what, on which day, with every word, document and piece of evidence.
  body text not null,
  batch_id uuid not null,
  ordinal int not null,
  primary key (subject_id, fact_id)
);
create trigger fact_is_fact before update or delete on cases.fact
  for each row execute function platform.refuse_change();
create trigger fact_is_fact_whole before truncate on cases.fact
  for each statement execute function platform.refuse_change();
-- Serves: the facts of one case in the order in which they happened.
create index fact_by_case on cases.fact (case_id, fact_id);
-- Serves: verification, batch by batch.
create index fact_by_batch on cases.fact (batch_id, ordinal);

create table cases.case_file (
  subject_id uuid not null,
  case_id uuid not null,
  number text not null,
  kind text not null,
  case_type text not null,
  -- The procedure and the numbers of law it began under, which it keeps.
  procedure_version int not null,
  policy_on date not null,
  rules jsonb not null,
  title text not null,
  state text not null,
  area text not null,
  -- As the documents name it; masked for natural persons.
  subject_name text not null,
  -- The office that opened or was given the case.
  office_id uuid,
  handler_id uuid,
  handler_name text,
  -- Who complained, reported, objected or applied.
  applicant_account uuid,
  origin_kind text,
  origin_id text,
  -- The record an objection or repair speaks of.
  target_record_id uuid,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  closed boolean not null,
  -- The party has been told of it and may read its side.
  served boolean not null,
  -- The nearest day of a running duty.
  next_due date,
  delivered_on date,
  primary key (subject_id, case_id) -- serves: the cases of one subject
);
-- Serves: a case by its id.
create unique index case_by_id on cases.case_file (case_id, subject_id);
-- Serves: the work queue, the most urgent first.
create index case_by_due on cases.case_file (coalesce(next_due, '9999-12-31'), case_id) where not closed;
-- Serves: the cases of an area by GB/T 2260 prefix.
create index case_by_area on cases.case_file (area text_pattern_ops, case_id);
-- Serves: the cases a person handles.
create index case_by_handler on cases.case_file (handler_id) where not closed;
-- Serves: what a person filed.
create index case_by_applicant on cases.case_file (applicant_account) where applicant_account is not null;
-- Serves: one alert opens one case about a subject.
create unique index case_by_origin on cases.case_file (subject_id, origin_kind, origin_id)
  where origin_id is not null;
-- Serves: one open objection and one open repair for a record.
create unique index case_by_target on cases.case_file (subject_id, target_record_id, kind)
  where target_record_id is not null and not closed;

create table cases.clock (
  subject_id uuid not null,
  case_id uuid not null,
  -- Position among the clocks of its case: a second notice starts a second window.
  ordinal int not null,
  name text not null,
  kind text not null check (kind in ('duty', 'window')),
  -- null while it stands still.
  due_on date,
  certainty text not null,
  running boolean not null,
  escalated_on date,
  -- The clock as it is computed from the facts.
  clock jsonb not null,
  primary key (subject_id, case_id, ordinal) -- serves: the clocks of one case
);
-- Serves: the sweep for duties that are late.
create index clock_by_due on cases.clock (due_on) where running and kind = 'duty';

create table cases.counter (
  area text not null,
  year int not null,
  last int not null,
  primary key (area, year) -- serves: the next number of an area's cases
);
