-- Each side rates an order once (requirement 4.1). Its own table, because a unique index over the partitioned events
-- would have to contain their time, and a second rating at another time must be caught too. Distributed by platform.
create table trade.review_key (
  platform text collate "C" not null,
  order_no text collate "C" not null,
  -- Who rates: buyer or seller.
  side text not null check (side in ('buyer', 'seller')),
  source text collate "C" not null,
  event_id text collate "C" not null,
  primary key (platform, order_no, side)
);
