-- Who may come in: organisations (the tenants), their people and machines, sessions, and the two logs of access:
-- what was done to accounts (audit) and which non-public facts were read (read). Both logs are facts.
create schema access;

create table access.organisation (
  id uuid primary key,
  -- Short and stable, e.g. p01: the `source` of what the organisation reports.
  code text not null unique,
  kind text not null,
  name text not null,
  -- GB/T 2260 prefix without trailing zeros: 1305 is all of a prefecture, empty text the whole country.
  area text not null check (area ~ '^\d{0,12}$'),
  -- The subject that this organisation is, where it has a credit file of its own; kept by a later room.
  subject_id uuid,
  active boolean not null default true,
  created_at timestamptz not null
);
-- serves: the organisation of a subject
create index organisation_by_subject on access.organisation (subject_id) where subject_id is not null;

create table access.account (
  id uuid primary key,
  -- Consumers belong to none.
  organisation_id uuid references access.organisation (id),
  login text not null unique check (login = lower(login)),
  name text not null,
  -- PHC string: $argon2id$v=19$m=…,t=…,p=…$salt$hash. It names its own parameters, so they can be raised.
  password_hash text not null,
  -- Set by another person: opens nothing but the door to change it.
  password_temporary boolean not null,
  roles text[] not null,
  areas text[] not null,
  active boolean not null default true,
  -- Sealed with AES-256-GCM; in force once confirmed.
  totp_sealed text,
  totp_confirmed boolean not null default false,
  -- The last RFC 6238 time step that was accepted: no code is accepted twice.
  totp_step bigint not null default 0,
  created_at timestamptz not null
);
-- serves: the people of an organisation
create index account_by_organisation on access.account (organisation_id, id);

create table access.recovery_code (
  account_id uuid not null references access.account (id),
  digest bytea not null,
  primary key (account_id, digest)
);

create table access.session (
  id uuid primary key,
  account_id uuid not null references access.account (id),
  -- SHA-256 of the token; the token itself is with its owner alone.
  digest bytea not null unique, -- serves: who is it, on every request with a cookie
  signed_in_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  address text not null,
  agent text not null
);
-- serves: one account's sessions, to list and to end
create index session_by_account on access.session (account_id);
-- serves: the sweep of what has expired
create index session_by_expiry on access.session (expires_at);

-- Failed sign-ins per ledger (an account at an address, an account, an address); keys are digests, not names.
create table access.throttle (
  key text primary key,
  failures int not null,
  counted_at timestamptz not null,
  locked_until timestamptz
);
-- serves: the sweep of what is forgotten
create index throttle_by_time on access.throttle (counted_at);

create table access.client (
  id uuid primary key,
  organisation_id uuid not null references access.organisation (id),
  name text not null,
  role text not null,
  active boolean not null default true,
  created_at timestamptz not null
);
-- serves: the clients of an organisation
create index client_by_organisation on access.client (organisation_id, id);

create table access.client_secret (
  client_id uuid not null references access.client (id),
  digest bytea not null,
  created_at timestamptz not null,
  -- Set when a rotation replaces it.
  ends_at timestamptz,
  primary key (client_id, digest) -- serves: does this secret open this client
);

create table access.token (
  digest bytea primary key, -- serves: who is it, on every request with a bearer token
  client_id uuid not null references access.client (id),
  expires_at timestamptz not null
);
-- serves: the end of all tokens of a revoked client
create index token_by_client on access.token (client_id);
-- serves: the sweep of what has expired
create index token_by_expiry on access.token (expires_at);

create table access.audit (
  id uuid primary key,
  at timestamptz not null,
  action text not null,
  by_id uuid,
  by_name text not null,
  target_id uuid,
  target_name text not null,
  detail jsonb not null
);
-- serves: the auditor's page, newest first
create index audit_by_time on access.audit (at desc, id desc);
-- serves: what one person did
create index audit_by_actor on access.audit (by_id, at desc, id desc);
-- serves: what was done to one account, organisation or client
create index audit_by_target on access.audit (target_id, at desc, id desc);

create table access.read (
  id uuid primary key,
  at timestamptz not null,
  -- A person's account or a machine's client; null where an operation is open to the public.
  account_id uuid,
  name text not null,
  organisation_id uuid,
  organisation_code text,
  operation text not null,
  purpose text not null,
  -- The address that was asked for, personal numbers masked.
  target text not null,
  -- Ids of what was read about: those in the address, and those that a room adds (the rows of a search).
  about uuid[] not null,
  request_id text not null
);
-- serves: the auditor's page, newest first
create index read_by_time on access.read (at desc, id desc);
-- serves: what one person read
create index read_by_account on access.read (account_id, at desc, id desc);
-- serves: what was read about one subject
create index read_by_about on access.read using gin (about);

create trigger audit_is_fact before update or delete on access.audit
  for each row execute function platform.refuse_change();
create trigger audit_is_kept before truncate on access.audit
  for each statement execute function platform.refuse_change();
create trigger read_is_fact before update or delete on access.read
  for each row execute function platform.refuse_change();
create trigger read_is_kept before truncate on access.read
  for each statement execute function platform.refuse_change();

-- Row-level security (invariant 8). A tenant's query runs as xinheng_tenant with its organisation in a setting; the
-- setting is empty text, not null, once a session has had it, hence the nullif.
create function access.tenant() returns uuid language sql stable as
  $$ select nullif(current_setting('xinheng.organisation', true), '')::uuid $$;

-- The tenant's code, for tables that keep the `source` or `platform` code instead of the id.
create function access.tenant_code() returns text language sql stable security definer set search_path = '' as
  $$ select o.code from access.organisation as o where o.id = access.tenant() $$;

-- Every room calls this for each of its tenant tables, e.g. select access.keep_apart('trade.event', 'source'):
-- it enables row-level security, lets a tenant read its own rows, and grants it `shown` columns (all by default).
create function access.keep_apart(tenant_table regclass, tenant_column name, shown name[] default null)
  returns void language plpgsql as $$
declare
  is_id boolean;
  home name;
  listed text;
begin
  select format_type(a.atttypid, null) = 'uuid' into strict is_id
    from pg_attribute as a where a.attrelid = tenant_table and a.attname = tenant_column;
  select n.nspname into strict home
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.oid = tenant_table;
  select '(' || string_agg(quote_ident(s), ', ') || ')' into listed from unnest(shown) as s;
  execute format('alter table %s enable row level security', tenant_table);
  -- A scalar subquery is evaluated once per statement, not once per row.
  execute format('create policy tenant on %s for select to xinheng_tenant using (%I = (select %s))',
    tenant_table, tenant_column, case when is_id then 'access.tenant()' else 'access.tenant_code()' end);
  execute format('grant usage on schema %I to xinheng_tenant', home);
  execute format('grant select %s on %s to xinheng_tenant', coalesce(listed, ''), tenant_table);
end $$;

select access.keep_apart('access.organisation', 'id');
select access.keep_apart('access.account', 'organisation_id',
  array['id', 'organisation_id', 'login', 'name', 'roles', 'areas', 'active', 'created_at']);
select access.keep_apart('access.client', 'organisation_id');
select access.keep_apart('access.read', 'organisation_id');
