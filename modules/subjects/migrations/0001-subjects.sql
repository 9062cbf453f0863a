-- Who takes part in online trade. `fact` holds what was said and is never changed; the other tables are projections of
-- it. Personal fields are sealed under a key per subject, so that erasing a person means destroying one row.
create schema subjects;

create table subjects.fact (
  subject_id uuid not null,
  fact_id uuid not null,
  type text not null,
  at timestamptz not null,
  -- The fact as canonical JSON; everything that matters is in it.
  body text not null,
  batch_id uuid not null,
  ordinal int not null,
  primary key (subject_id, fact_id) -- serves: the history of one subject, oldest first
);
create trigger fact_is_fact before update or delete on subjects.fact
  for each row execute function platform.refuse_change();
create trigger fact_is_fact_whole before truncate on subjects.fact
  for each statement execute function platform.refuse_change();
-- Serves: from an entry of the public log to the fact it commits to.
create index fact_by_batch on subjects.fact (batch_id, ordinal);

create table subjects.subject (
  subject_id uuid primary key,
  kind text not null,
  -- Whole for organisations; masked for natural persons, whose name is in `sealed`.
  shown_name text not null,
  area text not null,
  address text,
  sealed jsonb not null,
  status text not null check (status in ('active', 'merged', 'erased')),
  merged_into uuid,
  -- The subject that stands for this one after all merges; itself when it was not merged.
  canonical_id uuid not null,
  exemption text,
  declared_at timestamptz,
  employer_id uuid,
  post text,
  platform text,
  registered_by uuid,
  registered_at timestamptz not null,
  verification_state text not null check (verification_state in ('unverified', 'verified', 'failed')),
  verification_method text,
  verifier text,
  verified_at timestamptz,
  -- Half-open: verified until the start of this Chinese day.
  verified_until date,
  should_register_year int,
  should_register_fen bigint,
  should_register_at timestamptz
);
-- Serves: all members of a merged subject.
create index subject_by_canonical on subjects.subject (canonical_id);
-- Serves: lists of an area by GB/T 2260 prefix.
create index subject_by_area on subjects.subject (area text_pattern_ops, subject_id);
-- Serves: what an organisation registered.
create index subject_by_registrar on subjects.subject (registered_by);
-- Serves: staff of an employer.
create index subject_by_employer on subjects.subject (employer_id) where employer_id is not null;
-- Serves: the work list of sellers that should register.
create index subject_should_register on subjects.subject (subject_id) where should_register_at is not null;

create table subjects.data_key (
  subject_id uuid primary key,
  -- The subject's key wrapped by the master key; the row is deleted to erase the person.
  wrapped bytea not null
);

-- One code, one subject (一户一码). Distributed by its own key: the claim itself is what must be unique.
create table subjects.code (
  -- `kind:value`; of a personal code, `kind:` and a keyed digest of the value.
  code text primary key,
  subject_id uuid not null
);
-- Serves: releasing a subject's personal codes on erasure.
create index code_by_subject on subjects.code (subject_id);

create table subjects.identifier (
  subject_id uuid not null,
  code text not null,
  kind text not null,
  -- Whole, or masked when the code is personal; then the whole is in `sealed`.
  shown text not null,
  sealed text,
  network text,
  from_on date,
  until_on date,
  derived boolean not null,
  exception_id uuid,
  primary key (subject_id, code)
);
-- Serves: members of a rating network by their account.
create index identifier_by_account on subjects.identifier (shown) where kind = 'platformAccount';

create table subjects.shop (
  subject_id uuid not null,
  platform text not null,
  shop text not null,
  name text not null,
  url text,
  -- The address in one spelling, without its scheme.
  url_key text,
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (subject_id, platform, shop)
);
-- Serves: from a shop's id, on a platform or on any, to its keeper.
create index shop_by_id on subjects.shop (shop, platform);
-- Serves: search by the address of a shop; text_pattern_ops lets a shop be found by the beginning of its address.
create index shop_by_url on subjects.shop (url_key text_pattern_ops) where url_key is not null;

-- What people search by: names of organisations and shops. Grams are the single characters and pairs of the name and of
-- its pinyin initials: an array under GIN finds any part of a Chinese name without an extension.
create table subjects.search_text (
  subject_id uuid not null,
  -- `name`, or `platform shop` of the shop whose name it is.
  source text not null,
  name text not null,
  name_key text not null,
  initials text not null,
  grams text[] not null,
  primary key (subject_id, source)
);
-- Serves: search by any part of a name or of its initials.
create index search_text_by_gram on subjects.search_text using gin (grams);

create table subjects.merge (
  merge_id uuid primary key,
  into_id uuid not null,
  from_id uuid not null,
  reason text not null,
  merged_at timestamptz not null,
  undone_at timestamptz
);
-- Serves: merges of one subject as the kept one.
create index merge_by_into on subjects.merge (into_id);
-- Serves: merges of one subject as the duplicate.
create index merge_by_from on subjects.merge (from_id);

-- Issued codes that fail their own check wait here for a reviewer (重错码核查).
create table subjects.identifier_exception (
  exception_id uuid primary key,
  kind text not null,
  shown text not null,
  -- What was to be registered, sealed: it may hold personal fields.
  sealed text not null,
  -- The subject the code is to be added to; null when it is to be registered with it.
  target_id uuid,
  name_shown text not null,
  reason_zh text not null,
  reason_en text not null,
  state text not null check (state in ('pending', 'approved', 'rejected')),
  -- Keyed digest of code, so that the same code waits once.
  code text not null unique,
  reported_by uuid,
  reported_by_name text,
  reported_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decision_reason text,
  evidence_sha256 text,
  subject_id uuid
);
-- Serves: the reviewers' queue.
create index exception_by_state on subjects.identifier_exception (state, exception_id);

-- Lines of bulk registrations that were refused: kept, sealed, with the faults that refused them.
create table subjects.refused_row (
  organisation_id uuid not null,
  refused_id uuid not null,
  row_number int not null,
  sealed text not null,
  errors jsonb not null,
  refused_at timestamptz not null,
  primary key (organisation_id, refused_id) -- serves: what of ours was refused, newest last
);

-- The second line behind `subjectVisibleTo`: a tenant's list query meets only subjects that it registered or that keep
-- a shop on its platform, and never a sealed field.
select access.keep_apart('subjects.refused_row', 'organisation_id');
alter table subjects.subject enable row level security;
create policy tenant on subjects.subject for select to xinheng_tenant using (
  registered_by = (select access.tenant())
  or exists (
    select from subjects.shop
    where shop.subject_id = subject.subject_id and shop.platform = (select access.tenant_code())
  )
);
grant select on subjects.subject, subjects.shop, subjects.code, subjects.search_text to xinheng_tenant;
grant select (subject_id, code, kind, shown, network) on subjects.identifier to xinheng_tenant;
