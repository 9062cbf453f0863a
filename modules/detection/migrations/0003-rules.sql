-- Rules that staff write: drafted, activated and retired as facts; their versions as a projection beside what leaves no
-- trace in the log, test runs and trials.

create sequence detection.rule_revision;

create table detection.rule_fact (
  code text not null,
  fact_id uuid not null,
  kind text not null,
  version int not null,
  at timestamptz not null,
  body text not null,
  batch_id uuid not null,
  ordinal int not null,
  primary key (code, fact_id)
);
-- serves: verification, which reads a batch at a time
create index rule_fact_batch on detection.rule_fact (batch_id, ordinal);
create trigger rule_fact_is_fact before update or delete on detection.rule_fact
  for each row execute function platform.refuse_change();
create trigger rule_fact_is_kept before truncate on detection.rule_fact
  for each statement execute function platform.refuse_change();

-- One row for each version. What it says never changes; in force from `from_on` until `until_on` (half open) unless retired.
create table detection.rule_version (
  code text not null,
  version int not null,
  content jsonb not null,
  digest text not null,
  author_id uuid not null,
  author_name text not null,
  drafted_at timestamptz not null,
  approver_id uuid,
  approver_name text,
  activated_at timestamptz,
  from_on date,
  until_on date,
  basis text,
  test_id uuid,
  retired_at timestamptz,
  retired_by text,
  retired_reason text,
  on_trial boolean not null default false,
  revision bigint not null,
  primary key (code, version)
);
-- serves: the runner's question whether any rule has changed
create index rule_version_revision on detection.rule_version (revision desc);

-- Runs over the past. Not facts: nothing of them is logged.
create table detection.rule_test (
  test_id uuid primary key,
  code text not null,
  version int not null,
  started_at timestamptz not null,
  finished boolean not null,
  result jsonb not null
);
-- serves: the tests of a rule, newest first, and whether a version was tested
create index rule_test_of on detection.rule_test (code, version, started_at desc);

-- What rules on trial would have raised, found by rule.
alter table detection.trial add column rule text;
-- serves: the results of one rule on trial, newest first
create index trial_rule on detection.trial (rule, raised_at desc, trial_id) where rule is not null;
