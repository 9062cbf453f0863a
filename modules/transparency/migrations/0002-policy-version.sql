-- Versions of policy as logged facts: whoever argues about a deadline can prove which number stood when.
create table transparency.policy_version (
  key text not null,
  version int not null,
  body text not null,
  batch_id uuid not null,
  ordinal int not null,
  primary key (key, version)
);
-- serves: verification, batch by batch
create index policy_version_batch on transparency.policy_version (batch_id);

create trigger policy_version_is_fact before update or delete on transparency.policy_version
  for each row execute function platform.refuse_change();
