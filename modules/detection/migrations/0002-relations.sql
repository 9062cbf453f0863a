-- Relations between operators: tokens reported of them as facts, which shop was seen with which token, and the public
-- names and addresses by which likenesses are looked for. The latter two are projections.

create table detection.token_fact (
  platform text not null,
  shop text not null,
  fact_id uuid not null,
  kind text not null,
  token text not null,
  seen_at timestamptz not null,
  body text not null,
  batch_id uuid not null,
  ordinal int not null,
  primary key (platform, shop, fact_id)
);
-- serves: verification, which reads a batch at a time
create index token_fact_batch on detection.token_fact (batch_id, ordinal);
create trigger token_fact_is_fact before update or delete on detection.token_fact
  for each row execute function platform.refuse_change();
create trigger token_fact_is_kept before truncate on detection.token_fact
  for each statement execute function platform.refuse_change();

-- The first logged fact that showed a shop with a token: reported, or seen in a payment or a parcel.
create table detection.shop_token (
  kind text not null,
  token text not null,
  platform text not null,
  shop text not null,
  seen_at timestamptz not null,
  fact_type text not null,
  batch_id uuid not null,
  ordinal int not null,
  -- serves: who else was seen with a token
  primary key (kind, token, platform, shop)
);
-- serves: the tokens of a shop
create index shop_token_shop on detection.shop_token (shop, platform);

-- Names of organisations and shops, and addresses of organisations, each with the block it is compared within. What is
-- sealed of natural persons is not here.
create table detection.trait (
  subject_id uuid not null,
  kind text not null check (kind in ('name', 'address')),
  block text not null,
  written text not null,
  primary key (subject_id, kind, block, written)
);
-- serves: who else may be alike
create index trait_block on detection.trait (kind, block);
