-- The public log of facts (invariant 10). Writers append a batch in the transaction that makes its facts true and
-- wait for nobody; a sequencer gives batches their place in the tree afterwards.
create schema transparency;

create table transparency.batch (
  batch_id uuid primary key,
  -- Secret: from it each fact's own salt is derived. Whoever has it can test guesses against the public entries.
  salt bytea not null,
  -- size × 32 bytes: the commitments in the order of the facts' ordinals. They are the log's entries and the only
  -- copy of them; entry bundles are cut from here, so no second table can disagree with this one.
  entries bytea not null,
  size int not null check (size > 0 and octet_length(entries) = size * 32),
  logged_at timestamptz not null default clock_timestamp()
);
-- Digests do not compress; stored plain, a bundle's few kilobytes are read without the rest of the batch.
alter table transparency.batch alter column entries set storage external;

create trigger batch_is_fact before update or delete on transparency.batch
  for each row execute function platform.refuse_change();
create trigger batch_is_kept before truncate on transparency.batch
  for each statement execute function platform.refuse_change();

-- Batches that have no place yet: a queue, so that the sequencer never searches the whole history.
create table transparency.pending (
  batch_id uuid primary key
);

create table transparency.placement (
  first_index bigint primary key, -- serves: which batches hold the entries of a bundle
  batch_id uuid not null unique, -- serves: where in the tree is this fact
  size int not null check (size > 0)
);

create trigger placement_is_fact before update or delete on transparency.placement
  for each row execute function platform.refuse_change();

-- Tiles of height 8 (C2SP tlog-tiles). Only the rightmost tile of a level is ever rewritten: it grows until 256 hashes.
create table transparency.tile (
  level int not null check (level between 0 and 5),
  index bigint not null,
  hashes bytea not null check (octet_length(hashes) between 32 and 8192),
  primary key (level, index)
);
alter table transparency.tile alter column hashes set storage external;

create table transparency.checkpoint (
  size bigint primary key,
  root bytea not null check (octet_length(root) = 32),
  -- The signed note as it was published, byte for byte.
  note text not null,
  signed_at timestamptz not null
);

create trigger checkpoint_is_fact before update or delete on transparency.checkpoint
  for each row execute function platform.refuse_change();
