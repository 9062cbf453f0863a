-- Exchange with third parties: agreements and what passed under them, as facts and their projections.
create schema exchange;

-- Facts: proposed, signed, revoked, exchanged.
create table exchange.fact (
  agreement_id uuid not null,
  fact_id uuid not null,
  kind text not null,
  at timestamptz not null,
  body text not null,
  batch_id uuid not null,
  ordinal int not null,
  -- serves: the log of one agreement
  primary key (agreement_id, fact_id)
);
-- serves: verification, which reads a batch at a time
create index fact_batch on exchange.fact (batch_id, ordinal);
create trigger fact_is_fact before update or delete on exchange.fact
  for each row execute function platform.refuse_change();
create trigger fact_is_kept before truncate on exchange.fact
  for each statement execute function platform.refuse_change();

-- The current state of each agreement.
create table exchange.agreement (
  agreement_id uuid primary key,
  office_id uuid not null,
  office_name text not null,
  partner_id uuid not null,
  partner_name text not null,
  purpose text not null,
  fields text[] not null,
  from_on date not null,
  until_on date not null,
  salt text not null,
  signatures jsonb not null,
  revoked_at timestamptz,
  revoked_reason text
);
-- serves: the agreement under which a partner exchanges
create index agreement_partner on exchange.agreement (partner_id, agreement_id desc);
-- serves: the agreements of an office
create index agreement_office on exchange.agreement (office_id, agreement_id desc);

-- Signals that partners reported, by digest: what a subject of ours is suspected of elsewhere.
create table exchange.signal (
  agreement_id uuid not null,
  subject_key text not null,
  behaviour text not null,
  level text not null,
  seen_at timestamptz not null,
  fact_id uuid not null,
  primary key (agreement_id, subject_key, behaviour, seen_at)
);
