-- Evaluation: what each evaluation found, as append-only facts, and which of them stands.
create schema evaluation;

create table evaluation.score (
  subject_id uuid not null,
  score_id uuid not null,
  at timestamptz not null,
  as_of date not null,
  card_version text not null,
  score_centi int not null,
  grade text not null,
  body text not null,
  batch_id uuid not null,
  ordinal int not null,
  -- serves: the evaluation that stands, and a subject's evaluations in order
  primary key (subject_id, score_id)
);
-- serves: verification, which reads a batch at a time
create index score_batch on evaluation.score (batch_id, ordinal);

create trigger score_is_fact before update or delete on evaluation.score
  for each row execute function platform.refuse_change();
create trigger score_is_kept before truncate on evaluation.score
  for each statement execute function platform.refuse_change();

-- The evaluation that stands, rebuilt as the newest fact of each subject.
create table evaluation.current (
  subject_id uuid primary key,
  score_id uuid not null,
  -- Of what a reader would see change: card, score, grade, and each item's points and records.
  result_sha256 text not null
);
