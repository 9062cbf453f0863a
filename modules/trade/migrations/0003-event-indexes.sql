-- Cheaper indexes that find the same; what each cost intake is in docs/decisions/trade-intake.md.

-- An event is one by `intake_key`. The key over batch, ordinal, seller and time only repeated that; a batch is read in
-- order by the first two.
alter table trade.event drop constraint event_pkey;
-- serves: the events of a batch in order, for consumers of the stream and for verification
create index event_batch on trade.event (batch_id, ordinal);

-- Numbers given by systems are compared as bytes, whatever language the database was made for.
drop index trade.event_order;
alter table trade.event
  alter column kind type text collate "C",
  alter column platform type text collate "C",
  alter column order_no type text collate "C",
  alter column sku type text collate "C",
  alter column buyer type text collate "C";
-- serves: one order's timeline; two platforms seldom give the same number
create index event_order on trade.event (order_no) where order_no is not null;

-- The part that tells rows apart comes first.
alter table trade.intake_key drop constraint intake_key_pkey, add primary key (event_id, source);
alter table trade.review_key drop constraint review_key_pkey, add primary key (order_no, platform, side);
