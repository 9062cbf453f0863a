-- Answers kept under the caller's Idempotency-Key, so that a repeated request is answered and not done again.
create table platform.idempotency (
  caller text not null,
  key text not null,
  request_sha256 text not null,
  status int,
  answer text,
  begun_at timestamptz not null default clock_timestamp(),
  primary key (caller, key)
);
-- serves: the daily sweep of answers past their day
create index idempotency_begun on platform.idempotency (begun_at);
