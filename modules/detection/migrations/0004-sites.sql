-- Web addresses reported as fakes: each report and decision is a fact, the current state a projection.
create table detection.site_fact (
  site_id uuid not null,
  fact_id uuid not null,
  kind text not null,
  at timestamptz not null,
  body text not null,
  batch_id uuid not null,
  ordinal int not null,
  primary key (site_id, fact_id)
);
-- serves: verification, which reads a batch at a time
create index site_fact_batch on detection.site_fact (batch_id, ordinal);
create trigger site_fact_is_fact before update or delete on detection.site_fact
  for each row execute function platform.refuse_change();
create trigger site_fact_is_kept before truncate on detection.site_fact
  for each statement execute function platform.refuse_change();

create table detection.site (
  site_id uuid primary key,
  domain text not null unique,
  imitates text,
  zh text not null,
  en text not null,
  state text not null check (state in ('reported', 'confirmed', 'rejected')),
  reports int not null,
  reported_at timestamptz not null,
  report_text text not null,
  decided_at timestamptz,
  decided_by text,
  reason text
);
-- serves: the officers' queue and the public list of warnings
create index site_state on detection.site (state, site_id);
