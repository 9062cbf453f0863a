-- Every number of law as dated data (invariant 3). A change is a new version of the same key; nothing is edited.
create schema policy;

create table policy.rule (
  key text not null,
  version int not null,
  value jsonb not null,
  unit text not null,
  title_zh text not null,
  title_en text not null,
  basis text not null,
  source_url text,
  confidence text not null check (confidence in ('text', 'reported', 'known', 'to-be-confirmed')),
  -- Half-open: in force from the start of from_on (Asia/Shanghai) until the start of until_on.
  from_on date not null,
  until_on date,
  enacted_by uuid,
  enacted_at timestamptz not null,
  primary key (key, version),
  check (until_on is null or until_on > from_on)
);

create trigger rule_is_fact before update or delete on policy.rule
  for each row execute function platform.refuse_change();
